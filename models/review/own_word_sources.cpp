// SPDX-License-Identifier: Apache-2.0
#include "models/identity/decision_keys.h"
#include "models/review/own_words.h"

#include <algorithm>

namespace countersign {
namespace {

constexpr std::size_t actionCut = 200; ///< the connector cuts actions of events there

bool startsWith(const std::string& text, std::string_view start) {
  return text.compare(0, start.size(), start) == 0;
}

std::string scopeOf(const std::string& ns, const std::string& name) {
  return (ns.empty() ? std::string("cluster-wide") : "namespace " + ns) + (name.empty() ? "" : " / " + name);
}

/// "pods/exec" with the API group that the path of the request names; empty: it names none.
std::string withGroup(const std::string& what, const std::string& path) {
  if (startsWith(path, "/api/")) return what;
  constexpr std::string_view apis = "/apis/";
  if (!startsWith(path, apis)) return {};
  const std::string group = path.substr(apis.size(), path.find('/', apis.size()) - apis.size());
  if (group.empty()) return {};
  const auto slash = what.find('/');
  return what.substr(0, slash) + '.' + group + (slash == std::string::npos ? "" : what.substr(slash));
}

void readRequest(const Event& e, OwnWord& to) {
  const std::string &ns = e.details["namespace"].asString(), &name = e.details["name"].asString();
  const auto blank = e.action.find(' ');
  if (blank == std::string::npos || blank == 0 || blank + 1 >= e.action.size() ||
      e.action.size() >= actionCut) {
    to.unusable = "the event does not say in full what was asked";
    to.question.action = e.action;
    return;
  }
  const std::string verb = e.action.substr(0, blank), what = e.action.substr(blank + 1);
  if (what.front() == '/') {
    to.question.action = e.action;
    return;
  }
  const std::string full = withGroup(what, e.details["path"].asString());
  if (full.empty()) to.unusable = "the event does not say the API group";
  to.question.action = verb + ' ' + (full.empty() ? what : full);
  // The audit log takes the name of what was made out of the object; the authorizer is asked without one.
  const bool unnamed =
      (verb == "create" && what.find('/') == std::string::npos) || verb == "deletecollection";
  to.question.resource = scopeOf(ns, unnamed ? std::string() : name);
}

Trace traceOf(const StoredEvent& e) {
  Trace t;
  t.snapshot = e.snapshot;
  t.capturedAt = e.event.at;
  t.where = e.event.where;
  t.inner = "/annotations/authorization.k8s.io~1decision";
  return t;
}

OwnWord wordOf(const HeldDocumentPtr& d) {
  const Json& c = d->document.content;
  OwnWord out;
  out.question.action = c["action"].asString();
  out.question.resource = c["resource"].asString();
  for (const auto& [key, values] : c["context"].members())
    out.question.context[key] = values.strings();
  if (c.has("groups")) out.groups = c["groups"].strings();
  if (c["missingContext"].size() > 0) out.unusable = "it was asked without values that conditions look at";
  out.allowed = c["decision"].asString() == "allowed";
  out.reason = c["reason"].asString();
  const auto said = parseRfc3339(c["at"].asString());
  out.at = said ? *said : std::max(d->from, d->sighted.value_or(d->from));
  out.trace.source = d->sourceName;
  out.trace.snapshot = d->snapshot;
  out.trace.capturedAt = d->from;
  out.trace.where = d->where;
  if (const std::string& system = c["system"].asString(); system == "kubernetes")
    out.trace.inner = "/status";
  else if (system == "aws")
    out.trace.inner = "/EvalDecision";
  out.trace.document = d->digest.hex();
  return out;
}

std::string textOf(const OwnWord& w) {
  std::string out = w.question.action + '\n' + w.question.resource;
  for (const auto& [key, values] : w.question.context)
    for (const std::string& value : values)
      out += '\n' + key + '=' + value;
  for (const std::string& group : w.groups.value_or(std::vector<std::string>()))
    out += "\ng " + group;
  return out;
}

/// Newest first; the same question again says what held before.
void newestOfEach(std::vector<OwnWord>& words, bool& cut) {
  std::stable_sort(words.begin(), words.end(),
                   [](const OwnWord& a, const OwnWord& b) { return a.at > b.at; });
  cut = cut || words.size() > mostOwnWords;
  if (words.size() > mostOwnWords) words.resize(mostOwnWords);
  std::set<std::string> had;
  std::erase_if(words, [&](const OwnWord& w) { return !had.insert(textOf(w)).second; });
}

} // namespace

std::optional<OwnWord> wordOfEvent(const StoredEvent& stored) {
  const Event& e = stored.event;
  const std::string& decision = e.details["decision"].asString();
  if (decision != "allow" && decision != "forbid") return std::nullopt;
  // Whoever acts as another one is answered as that one.
  if (!e.details["impersonated"].asString().empty()) return std::nullopt;
  OwnWord out;
  out.allowed = decision == "allow";
  out.at = e.at;
  out.reason = e.details["reason"].asString();
  if (e.details.has("groups")) out.groups = e.details["groups"].strings();
  out.trace = traceOf(stored);
  readRequest(e, out);
  return out;
}

Result<std::vector<OwnWord>> ownWordsOf(EvaluationContext& x, const HeldDocumentPtr& principal, bool& cut) {
  DocumentStore& documents = x.reader.documents();
  const Description description = x.reader.description(principal);
  std::vector<OwnWord> out;
  std::set<std::string> names(description.nameKeys.begin(), description.nameKeys.end());
  names.insert(description.idKey);
  names.insert(description.selfKeys.begin(), description.selfKeys.end());
  std::set<std::int64_t> had;
  for (const std::string& key : names) {
    if (key.empty()) continue;
    COUNTERSIGN_ASSIGN(const auto found,
                       documents.newestNaming(keys::ownWord(key), decisionKind, mostOwnWords + 1));
    for (const HeldDocumentPtr& d : found)
      if (hasKey(x.reader.description(d).namingKeys, keys::ownWord(key)) && had.insert(d->object).second)
        out.push_back(wordOf(d));
  }
  if (description.system == "kubernetes") {
    const std::string& cluster = principal->document.content["cluster"].asString();
    COUNTERSIGN_ASSIGN(const bool audited,
                       documents.sourceImported("kubernetes", cluster, SourceRole::Audit));
    for (const std::string& key : audited ? description.nameKeys : std::vector<std::string>()) {
      COUNTERSIGN_ASSIGN(const auto events,
                         documents.events(key, DocumentStore::EventRelation::Actor, mostOwnWords + 1));
      cut = cut || events.size() > mostOwnWords;
      for (const StoredEvent& e : events)
        if (auto word = wordOfEvent(e)) out.push_back(std::move(*word));
    }
  }
  newestOfEach(out, cut);
  return out;
}

} // namespace countersign
