// SPDX-License-Identifier: Apache-2.0
#include "models/review/evaluate.h"

#include "models/identity/keys.h"
#include "models/review/certificates.h"

#include <algorithm>

namespace countersign {
namespace {

bool isKubernetes(const HeldDocumentPtr& d) {
  return d->document.object.kind == "k8s.serviceaccount" || d->document.object.kind == "k8s.subject";
}

/// The unique id that a document gives, wherever its kind keeps it.
std::string uniqueIdOf(StoreReader& reader, const HeldDocumentPtr& d) {
  return reader.description(d).idKey;
}

Result<Member> loadMember(EvaluationContext& x, const StoredMember& stored) {
  Member m{stored, nullptr, nullptr};
  DocumentStore& documents = x.reader.documents();
  COUNTERSIGN_ASSIGN(HeldDocumentPtr now, documents.ofObject(stored.object));
  if (now && (stored.uniqueId.empty() || uniqueIdOf(x.reader, now).empty() ||
              uniqueIdOf(x.reader, now) == stored.uniqueId)) {
    m.document = std::move(now);
    return m;
  }
  COUNTERSIGN_ASSIGN(const auto history, documents.history(stored.object));
  for (const HeldDocumentPtr& d : history)
    if (stored.uniqueId.empty() || uniqueIdOf(x.reader, d) == stored.uniqueId) m.last = d;
  return m;
}

/// A complete list of users, or a complete credential report, in which an AWS user is missing says that it is
/// gone: what another list showed of it before that says nothing of now.
Result<void> dropLeftovers(EvaluationContext& x, std::vector<Member>& members) {
  std::optional<Instant> gone;
  for (const Member& m : members) {
    const std::string kind = m.last ? m.last->document.object.kind : std::string();
    if ((kind == "aws.user" || kind == "aws.credential-report-row") && m.last->role == SourceRole::Live &&
        m.last->to)
      gone = std::max(gone.value_or(*m.last->to), *m.last->to);
  }
  if (!gone) return {};
  for (Member& m : members) {
    const std::string kind = m.document ? m.document->document.object.kind : std::string();
    if (m.document == nullptr || m.document->role != SourceRole::Live ||
        (kind != "aws.user" && kind != "aws.access-keys" && kind != "aws.credential-report-row"))
      continue;
    COUNTERSIGN_ASSIGN(const LastSeen seen, lastSeen(x.reader.documents(), *m.document));
    if (seen.at && *seen.at < *gone) {
      m.last = m.document;
      m.document = nullptr;
    }
  }
  return {};
}

/// A name in a binding stands for a service account only as long as no list of accounts was imported: the
/// list knows better, and a binding may name an account that is not there.
void dropMentions(RecordingReader& reader, std::vector<Member>& members) {
  for (Member& m : members)
    if (m.document != nullptr && m.document->document.object.kind == "k8s.subject" &&
        reader.partImported("kubernetes", m.document->document.content["cluster"].asString(),
                            "serviceaccounts", SourceRole::Live)) {
      m.last = m.document;
      m.document = nullptr;
    }
}

void sortMembers(EvaluationContext& x, std::vector<Member>& members) {
  std::erase_if(members, [](const Member& m) { return !m.shown(); });
  std::sort(members.begin(), members.end(), [&](const Member& a, const Member& b) {
    const auto key = [&](const Member& m) {
      return std::tuple(m.document == nullptr, x.reader.description(m.shown()).rank,
                        static_cast<int>(m.shown()->role), m.stored.object);
    };
    return key(a) < key(b);
  });
}

void addOwner(EvaluationContext& x, RecordingReader& reader, const HeldDocumentPtr& d, Evaluation& e) {
  const Description description = x.reader.description(d);
  if (description.owner) {
    e.owners.push_back({*description.owner, d});
    return;
  }
  if (!isKubernetes(d)) return;
  const Json& c = d->document.content;
  for (const HeldDocumentPtr& ns : reader.withKey(
           keys::k8sNamespace(c["cluster"].asString(), c["namespace"].asString()), {"k8s.namespace"})) {
    if (ns->role != d->role) continue;
    if (auto claim = x.reader.description(ns).owner) {
      claim->basis = "namespace " + claim->basis;
      e.owners.push_back({*claim, ns});
    }
  }
}

void addOwnership(Evaluation& e) {
  std::stable_sort(e.owners.begin(), e.owners.end(), [](const OwnerFact& a, const OwnerFact& b) {
    return a.document->role == SourceRole::Live && b.document->role != SourceRole::Live;
  });
  for (const OwnerFact& a : e.owners)
    for (const OwnerFact& b : e.owners)
      if (!sameOwner(a.claim.owner, b.claim.owner)) e.ownerContradicted = true;
}

/// Why a record is Unseen, in words; empty where a live source shows it.
void addUnseen(Evaluation& e) {
  const bool anything =
      std::any_of(e.members.begin(), e.members.end(), [](const Member& m) { return m.document != nullptr; });
  e.ended = !anything;
  if (e.live()) return;
  std::string declared, gone;
  for (const Member& m : e.members) {
    if (m.document)
      declared += (declared.empty() ? "" : ", ") + m.document->sourceName;
    else if (m.last && m.last->role == SourceRole::Live)
      gone = "gone from " + m.last->sourceName +
             (m.last->to ? " since " + formatRfc3339Seconds(*m.last->to)
                         : std::string(", by what its other lists show"));
  }
  if (!gone.empty())
    e.unseen = gone + (declared.empty() ? "" : "; still declared by " + declared);
  else
    e.unseen = "declared by " + declared + ", never seen live";
}

Result<void> addAudited(EvaluationContext& x, Evaluation& e) {
  for (const Member& m : e.members) {
    const Description d = x.reader.description(m.shown());
    COUNTERSIGN_ASSIGN(const bool covered,
                       x.reader.documents().sourceImported(d.system, {}, SourceRole::Audit));
    if (!covered) continue;
    const std::string place =
        d.system == "kubernetes" ? m.shown()->document.content["cluster"].asString() : d.place;
    COUNTERSIGN_ASSIGN(const bool here,
                       x.reader.documents().sourceImported(d.system, place, SourceRole::Audit));
    e.audited = e.audited || here;
  }
  return {};
}

} // namespace

bool Evaluation::live() const {
  return std::any_of(members.begin(), members.end(),
                     [](const Member& m) { return m.document && m.document->role == SourceRole::Live; });
}

std::string placeOf(const Description& d) {
  if (d.system == "aws") {
    keys::Arn arn;
    const std::string account =
        keys::splitArn(std::string_view(d.neutralUid).substr(std::min<std::size_t>(4, d.neutralUid.size())),
                       arn)
            ? std::string(arn.account)
            : d.place;
    return account.empty() ? std::string() : "aws/" + account;
  }
  if (d.system == "kubernetes") {
    const auto end = d.neutralUid.find(":system:serviceaccount:");
    return end == std::string::npos || end <= 4 ? std::string()
                                                : "kubernetes/" + d.neutralUid.substr(4, end - 4);
  }
  return d.system;
}

Result<LastSeen> lastSeen(DocumentStore& documents, const HeldDocument& d) {
  COUNTERSIGN_ASSIGN(const auto complete, documents.partComplete(d.part));
  LastSeen out;
  // A version that holds was there at every complete look since it was opened.
  if (complete && *complete >= d.from && (!d.to || *complete < *d.to)) {
    out.at = complete;
  } else {
    out.at = d.from;
    out.single = true;
  }
  if (d.sighted && *d.sighted > *out.at) {
    out.at = d.sighted;
    out.single = true;
  }
  return out;
}

Result<Evaluation> evaluate(EvaluationContext& x, const std::vector<StoredMember>& stored) {
  Evaluation e;
  for (const StoredMember& s : stored) {
    COUNTERSIGN_ASSIGN(Member m, loadMember(x, s));
    e.members.push_back(std::move(m));
  }
  COUNTERSIGN_TRY(dropLeftovers(x, e.members));
  RecordingReader reader(x.reader);
  dropMentions(reader, e.members);
  sortMembers(x, e.members);
  if (e.members.empty())
    return failure(ErrorCode::Corrupt, "a record has no principal that was ever seen",
                   "Run 'countersign workspace check'");
  e.name = e.members.front().shown()->document.object.name;

  for (const Member& m : e.members) {
    if (!m.document) continue;
    reader.read(m.document);
    addOwner(x, reader, m.document, e);
    addAccess(x, reader, m.document, e);
    for (const Federation& f : x.grouping.federations(m.document))
      e.federations.push_back(f);
  }
  addNeutralAccess(x, reader, e);
  readCertificates(reader);
  settleEffective(e);
  addOwnership(e);
  addUnseen(e);
  COUNTERSIGN_TRY(addAudited(x, e));
  e.closure = reader.closure();
  e.asked = reader.asked();
  if (!x.statesOnly) {
    addTimeFlip(x, e);
    COUNTERSIGN_TRY(addContradictions(x, e));
    COUNTERSIGN_TRY(addOwnWords(x, e));
    COUNTERSIGN_TRY(addFindings(x, e));
  }
  if (x.reader.error()) return failure(*x.reader.error());
  return e;
}

} // namespace countersign
