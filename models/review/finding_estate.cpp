// SPDX-License-Identifier: Apache-2.0
#include "models/review/finding_facts.h"
#include "models/store/sources.h"

namespace countersign {
namespace {

/// The part in which a live source would show what this intent document declares; empty: none is known.
std::string_view livePartOf(std::string_view kind) {
  if (kind == "aws.role") return "roles";
  if (kind == "aws.user") return "users";
  if (kind == "k8s.serviceaccount") return "serviceaccounts";
  return {};
}

/// Sentences by which importers say that they left a secret out.
bool tellsSecret(const std::string& message) {
  return message.find(": what is secret in ") != std::string::npos ||
         message == "a member that holds a secret by its name was left out";
}

} // namespace

Result<void> FactGatherer::load() {
  if (!x_.estate) x_.estate = std::make_shared<FindingEstate>();
  FindingEstate& estate = *x_.estate;
  if (estate.loaded) return {};
  SourceStore sources(x_.workspace);
  COUNTERSIGN_ASSIGN(const auto all, sources.sources());
  for (const StoredSource& s : all) {
    if (s.system == "aws") estate.accounts.insert(s.scope);
    if (s.role != SourceRole::Live) continue;
    COUNTERSIGN_ASSIGN(const auto parts, sources.parts(s.id));
    for (const StoredPart& p : parts)
      if (p.lastComplete) estate.parts.push_back({s.system, s.scope, p.name, s.name, p.id});
  }
  estate.loaded = true;
  return {};
}

/// A live part that was complete after the declaration was first seen lacks what it declares.
std::string FactGatherer::lackedBy(const HeldDocumentPtr& d) {
  const std::string_view name = livePartOf(d->document.object.kind);
  if (name.empty() || d->document.content["planned"].asBool()) return {};
  const bool aws = d->document.object.kind.starts_with("aws.");
  const std::string& scope = d->document.content[aws ? "account" : "cluster"].asString();
  if (scope.empty()) return {};
  for (const FindingEstate::LivePart& p : x_.estate->parts) {
    if (p.system != (aws ? "aws" : "kubernetes") || p.scope != scope || p.name != name) continue;
    const auto at = x_.reader.documents().partComplete(p.id);
    if (!at)
      fail(at.error());
    else if (*at && **at >= d->from)
      return std::string(name) + " of " + p.source;
  }
  return {};
}

/// Secrets that stood at the place of one of its documents, in the file that showed it first.
void FactGatherer::leakedSecrets() {
  std::set<std::string> said; // a resource makes several documents
  for (const auto& [digest, d] : e_.closure.documents) {
    if (d->role != SourceRole::Intent && !d->document.object.kind.starts_with("neutral.")) continue;
    const auto [at, fresh] = x_.estate->secrets.try_emplace(d->snapshot);
    if (fresh) {
      const auto gaps = SourceStore(x_.workspace).gaps(d->snapshot);
      if (!gaps) {
        fail(gaps.error());
        return;
      }
      for (const StoredGap& g : *gaps)
        if (tellsSecret(g.error.message))
          at->second.push_back({g.error.place.pointer, g.error.place.line.value_or(0), g.error.message});
    }
    for (const FindingEstate::LeakedSecret& s : at->second) {
      const bool here =
          d->where.pointer.empty() ? s.line != 0 && s.line == d->where.line : s.pointer == d->where.pointer;
      if (here && said.insert(s.text).second)
        f_.leakedSecrets.push_back({"A secret was in " + d->sourceName + ": " + s.text, {d, {}, nullptr}});
    }
  }
}

} // namespace countersign
