// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/drift/compare.h"
#include "tests/access-runtimes/documents.h"

/// One principal as intent and as it is, and the two held against each other.
namespace countersign::test {

inline const char* nameOf(Tri t) {
  switch (t) {
  case Tri::Yes:
    return "yes";
  case Tri::No:
    return "no";
  case Tri::Conditional:
    return "if";
  case Tri::Unknown:
    break;
  }
  return "?";
}

/// "no s3:* but not s3:get* on *; yes s3:get* on a", in the order of the parts.
inline std::string textOf(const GrantParts& parts) {
  std::string out;
  for (const GrantPart& p : parts)
    out += (out.empty() ? "" : "; ") + std::string(nameOf(p.given)) + " " + p.action + " on " + p.resource +
           (p.held == Tri::Yes ? "" : std::string(" held ") + nameOf(p.held));
  return out;
}
inline std::string textOf(const std::vector<GrantParts>& all) {
  std::string out;
  for (const GrantParts& parts : all)
    out += (out.empty() ? "" : " | ") + textOf(parts);
  return out;
}

/// Is this text one of the language's?
inline bool contains(const pattern::Language& language, const std::string& text) {
  const pattern::Glob one(pattern::literalSymbols(text));
  const auto fits = [&](const pattern::Glob& g) { return pattern::coversPlainly(g, one); };
  return std::all_of(language.all.begin(), language.all.end(), fits) &&
         std::none_of(language.none.begin(), language.none.end(), fits);
}

struct Compared {
  PlaneGrants plane;
  std::shared_ptr<const drift::Comparison> result;
  std::string applied() const { return textOf(result->applied); }
  std::string requested() const { return textOf(result->requested); }
  std::string reason() const { return result->applied.front().front().reason; }
};

inline Compared compared(PlaneGrants plane) {
  RuntimeCaches caches;
  Compared out;
  out.plane = std::move(plane);
  out.result = drift::Comparer(caches).compare(out.plane);
  return out;
}

/// Adds what a document's principal is given, in the plane of the document.
inline void give(DocumentReader& reader, const HeldDocumentPtr& who, PlaneGrants& to) {
  RuntimeCaches caches;
  const Runtime* runtime = runtimeOf(who->document.object.kind);
  to.system = std::string(runtime->system);
  runtime->give(reader, who, tenOClock, caches, to);
}

inline const char* const roleArn = "arn:aws:iam::111122223333:role/backup";

/// `statements`: in normal form, with ' for ".
inline HeldDocumentPtr addRole(Documents& to, const std::string& statements, SourceRole plane,
                               const std::string& more = {}) {
  return to.add("aws.role", roleArn,
                std::string("{'arn':'") + roleArn +
                    "','account':'111122223333','name':'backup','inline':{'p':{'version':'2012-10-17',"
                    "'statements':[" +
                    statements + "]}}" + more + "}",
                plane);
}

inline Compared awsCompared(const std::string& requested, const std::string& applied,
                            const std::string& moreRequested = {}, const std::string& moreApplied = {}) {
  Documents intent("terraform/x/intent"), live("aws/111122223333/live");
  PlaneGrants plane;
  give(intent, addRole(intent, requested, SourceRole::Intent, moreRequested), plane);
  give(live, addRole(live, applied, SourceRole::Live, moreApplied), plane);
  return compared(std::move(plane));
}

inline std::string statement(const std::string& effect, const std::string& actions,
                             const std::string& resources, const std::string& condition = {}) {
  return "{'effect':'" + effect + "','action':[" + actions + "],'resource':[" + resources + "]" +
         (condition.empty() ? "" : ",'condition':" + condition) + "}";
}
inline std::string allow(const std::string& actions, const std::string& resources,
                         const std::string& condition = {}) {
  return statement("Allow", actions, resources, condition);
}
inline std::string deny(const std::string& actions, const std::string& resources,
                        const std::string& condition = {}) {
  return statement("Deny", actions, resources, condition);
}

} // namespace countersign::test
