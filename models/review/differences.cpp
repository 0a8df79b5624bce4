// SPDX-License-Identifier: Apache-2.0
#include "models/review/differences.h"

#include "models/review/refresh.h"
#include "models/store/log.h"
#include "models/store/sources.h"

#include <algorithm>
#include <map>

namespace countersign {
namespace {

constexpr std::size_t historyLimit = 400; ///< snapshots looked back at for a state that nobody signed

/// Documents of a known state, for asking the same questions as of a workspace.
class FixedReader final : public DocumentReader {
public:
  explicit FixedReader(Documents documents, DocumentStore& spellings)
      : documents_(std::move(documents)), spellings_(spellings) {
    for (const HeldDocumentPtr& d : documents_)
      descriptions_.push_back(describe(d->document));
  }
  Documents withKey(const std::string& key, const Kinds& kinds) override {
    return matching(key, kinds, true);
  }
  Documents naming(const std::string& key, const Kinds& kinds) override {
    return matching(key, kinds, false);
  }
  bool partImported(const std::string&, const std::string&, const std::string&, SourceRole) override {
    return true;
  }
  std::string spelling(const std::string& lower) override { return spellings_.spelling(lower); }
  void absent(const std::string&) override {}
  const Documents& all() const { return documents_; }
  const Description& description(std::size_t i) const { return descriptions_[i]; }

private:
  Documents matching(const std::string& key, const Kinds& kinds, bool self) const {
    Documents out;
    for (std::size_t i = 0; i < documents_.size(); ++i)
      if (std::find(kinds.begin(), kinds.end(), documents_[i]->document.object.kind) != kinds.end() &&
          hasKey(self ? descriptions_[i].selfKeys : descriptions_[i].namingKeys, key))
        out.push_back(documents_[i]);
    return out;
  }
  Documents documents_;
  std::vector<Description> descriptions_;
  DocumentStore& spellings_;
};

/// A state: its documents, by object.
using State = std::map<std::string, HeldDocumentPtr>;

std::string objectKey(const Document& d) {
  return d.source + '\n' + d.object.kind + '\n' + d.object.uid;
}

State stateOf(const Closure& closure) {
  State out;
  for (const auto& [digest, d] : closure.documents)
    out.emplace(objectKey(d->document), d);
  return out;
}

Result<State> stateOfText(DocumentStore& documents, const std::string& closure) {
  COUNTERSIGN_ASSIGN(const Json json, parseJson(closure));
  State out;
  for (const Json& hex : json["documents"].items()) {
    COUNTERSIGN_ASSIGN(const Digest digest, Digest::fromHex(hex.asString()));
    COUNTERSIGN_ASSIGN(const std::string bytes, documents.bytes(digest));
    COUNTERSIGN_ASSIGN(const Json content, parseJson(bytes));
    auto held = std::make_shared<HeldDocument>();
    COUNTERSIGN_ASSIGN(held->document, Document::fromJson(content));
    held->digest = digest;
    const std::string& source = held->document.source;
    held->role = sourceRoleFrom(source.substr(source.rfind('/') + 1)).value_or(SourceRole::Live);
    out.emplace(objectKey(held->document), held);
  }
  return out;
}

/// "allow|s3:GetObject|arn…|condition" → words.
using Grants = std::map<std::string, std::string>;

Grants grantsOf(const State& state, SourceRole plane, DocumentStore& spellings) {
  DocumentReader::Documents all;
  for (const auto& [key, d] : state)
    all.push_back(d);
  FixedReader reader(all, spellings);
  Grants out;
  const auto add = [&](const GrantList& list) {
    for (const Grant& g : list.grants)
      out.emplace(std::string(g.deny ? "deny" : "allow") + '|' + g.action + '|' + g.resource + '|' +
                      g.condition,
                  std::string(g.deny ? "denial of " : "") + g.shown + " on " + g.resource +
                      (g.condition.empty() ? "" : " if " + g.condition) + " (" + g.path + ")");
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!reader.description(i).principal || all[i]->role != plane) continue;
    const std::string& kind = all[i]->document.object.kind;
    if (kind == "aws.role" || kind == "aws.user")
      add(awsGrants(reader, all[i], plane));
    else if (kind == "k8s.serviceaccount")
      add(kubernetesGrants(reader, all[i], plane));
    for (const std::string& key : reader.description(i).nameKeys)
      add(neutralGrants(reader, key, plane));
  }
  return out;
}

void compareGrants(const State& from, const State& to, SourceRole plane, DocumentStore& spellings,
                   std::vector<Difference>& out) {
  const Grants a = grantsOf(from, plane, spellings), b = grantsOf(to, plane, spellings);
  const std::string where = plane == SourceRole::Live ? "" : " (requested)";
  for (const auto& [key, text] : b)
    if (a.count(key) == 0)
      out.push_back({Difference::Kind::Added, "permission", text + " added" + where, {}, text});
  for (const auto& [key, text] : a)
    if (b.count(key) == 0)
      out.push_back({Difference::Kind::Removed, "permission", text + " removed" + where, text, {}});
}

bool carriesGrants(const std::string& member) {
  return member == "inline" || member == "document" || member == "rules" || member == "otherVersions" ||
         member == "attached";
}

std::string area(const std::string& member) {
  if (member == "tags" || member == "labels" || member == "annotations" || member == "owners" ||
      member == "owner")
    return "owner and labels";
  if (member == "trust") return "trust";
  if (member == "keys" || member == "certificates" || member == "passwordEnabled" ||
      member == "passwordChanged")
    return "key";
  return "content";
}

std::string shortText(const Json& v) {
  std::string text = v.isString() ? v.asString() : canonicalJson(v).value_or("?");
  return text.size() > 400 ? text.substr(0, 400) + "…" : text;
}

void compareMembers(const std::string& name, const std::string& member, const Json& a, const Json& b,
                    std::vector<Difference>& out) {
  if (a == b) return;
  if (a.isObject() && b.isObject() && member != "trust") {
    std::map<std::string, std::pair<const Json*, const Json*>> both;
    for (const auto& [k, v] : a.members())
      both[k].first = &v;
    for (const auto& [k, v] : b.members())
      both[k].second = &v;
    for (const auto& [k, v] : both) {
      static const Json nothing;
      const Json& x = v.first != nullptr ? *v.first : nothing;
      const Json& y = v.second != nullptr ? *v.second : nothing;
      if (x == y) continue;
      const auto kind = x.isNull()   ? Difference::Kind::Added
                        : y.isNull() ? Difference::Kind::Removed
                                     : Difference::Kind::Changed;
      out.push_back({kind, area(member),
                     name + ": " + member + " " + k + ": " + (x.isNull() ? "none" : shortText(x)) + " → " +
                         (y.isNull() ? "none" : shortText(y)),
                     shortText(x), shortText(y)});
    }
    return;
  }
  const auto kind = a.isNull()   ? Difference::Kind::Added
                    : b.isNull() ? Difference::Kind::Removed
                                 : Difference::Kind::Changed;
  out.push_back({kind, area(member),
                 name + ": " + member + " " +
                     (a.isNull()   ? "added"
                      : b.isNull() ? "removed"
                                   : "changed"),
                 a.isNull() ? "" : shortText(a), b.isNull() ? "" : shortText(b)});
}

void compareDocuments(const State& from, const State& to, std::vector<Difference>& out) {
  for (const auto& [key, d] : to) {
    const std::string title = d->document.object.kind + " " + d->document.object.name;
    const auto before = from.find(key);
    if (before == from.end()) {
      out.push_back({Difference::Kind::Added, "document", title + " came", {}, d->document.object.uid});
      continue;
    }
    if (before->second->digest == d->digest) continue;
    if (before->second->document.object.uniqueId != d->document.object.uniqueId)
      out.push_back({Difference::Kind::Changed, "content", title + ": unique id",
                     before->second->document.object.uniqueId, d->document.object.uniqueId});
    std::set<std::string> members;
    for (const auto& [k, v] : before->second->document.content.members())
      members.insert(k);
    for (const auto& [k, v] : d->document.content.members())
      members.insert(k);
    for (const std::string& m : members)
      if (!carriesGrants(m))
        compareMembers(title, m, before->second->document.content[m], d->document.content[m], out);
  }
  for (const auto& [key, d] : from)
    if (to.count(key) == 0)
      out.push_back({Difference::Kind::Removed,
                     "document",
                     d->document.object.kind + " " + d->document.object.name + " is gone",
                     d->document.object.uid,
                     {}});
}

std::vector<Difference> compare(const State& from, const State& to, DocumentStore& spellings) {
  std::vector<Difference> out;
  compareGrants(from, to, SourceRole::Live, spellings, out);
  compareGrants(from, to, SourceRole::Intent, spellings, out);
  compareDocuments(from, to, out);
  return out;
}

Result<Closure> closureAt(Workspace& w, RecordId id, Instant now, std::optional<Instant> asOf) {
  EvaluationPass pass(w, now, asOf);
  COUNTERSIGN_TRY(pass.load(w));
  RecordStore records(w);
  COUNTERSIGN_ASSIGN(const auto members, records.members(id));
  const auto e = evaluate(pass.context, members);
  if (!e)
    return asOf && e.error().code == ErrorCode::Corrupt ? Result<Closure>(Closure{})
                                                        : Result<Closure>(failure(e.error()));
  return e->closure;
}

/// A state by its digest: the present one, one that was signed, or one that some snapshot showed.
Result<State> findState(Workspace& w, RecordId id, const Digest& digest, Instant now) {
  COUNTERSIGN_ASSIGN(const Closure present, closureAt(w, id, now, {}));
  if (present.digest() == digest) return stateOf(present);
  LogStore log(w);
  DocumentStore documents(w);
  COUNTERSIGN_ASSIGN(const auto kept, log.kept(digest));
  if (kept) return stateOfText(documents, *kept);
  SourceStore sources(w);
  COUNTERSIGN_ASSIGN(const auto snapshots, sources.snapshots());
  std::set<Instant, std::greater<>> times;
  for (const StoredSnapshot& s : snapshots)
    times.insert(s.capturedAt);
  std::size_t looked = 0;
  for (const Instant t : times) {
    if (++looked > historyLimit) break;
    COUNTERSIGN_ASSIGN(const Closure then, closureAt(w, id, now, t));
    if (then.digest() == digest) return stateOf(then);
  }
  return failure(ErrorCode::NotFound, "the state " + digest.brief() + " is not known any more");
}

} // namespace

Result<std::vector<Difference>> differencesOf(Workspace& w, RecordId id, const Digest& from, const Digest& to,
                                              Instant now) {
  if (from == to) return std::vector<Difference>{};
  COUNTERSIGN_ASSIGN(const State b, findState(w, id, to, now));
  DocumentStore documents(w);
  const auto a = findState(w, id, from, now);
  if (!a && a.error().code == ErrorCode::NotFound)
    return std::vector<Difference>{{Difference::Kind::Changed,
                                    "content",
                                    a.error().message + ", so what moved cannot be shown",
                                    {},
                                    {}}};
  if (!a) return failure(a.error());
  return compare(*a, b, documents);
}

Result<std::vector<Difference>> differencesBetweenTimes(Workspace& w, RecordId id, Instant from, Instant to,
                                                        Instant now) {
  COUNTERSIGN_ASSIGN(const Closure a, closureAt(w, id, now, from));
  COUNTERSIGN_ASSIGN(const Closure b, closureAt(w, id, now, to));
  DocumentStore documents(w);
  return compare(stateOf(a), stateOf(b), documents);
}

Result<Windows> windowsOf(Workspace& w) {
  Windows out;
  const auto read = [&](const char* tier, Seconds& to) -> Result<void> {
    COUNTERSIGN_ASSIGN(const std::string text,
                       w.setting(std::string("window.") + tier, std::to_string(to.count())));
    to = Seconds(std::stoll(text));
    return {};
  };
  COUNTERSIGN_TRY(read("critical", out.critical));
  COUNTERSIGN_TRY(read("high", out.high));
  COUNTERSIGN_TRY(read("medium", out.medium));
  COUNTERSIGN_TRY(read("low", out.low));
  return out;
}

} // namespace countersign
