// SPDX-License-Identifier: Apache-2.0
#include "models/identity/vault_keys.h"
#include "models/identity/x509_keys.h"
#include "models/review/certificates.h"
#include "models/review/finding_facts.h"

#include <algorithm>

namespace countersign {
namespace {

bool overlaps(const std::set<std::string>& own, const std::vector<std::string>& keys) {
  return std::any_of(keys.begin(), keys.end(), [&](const std::string& key) { return own.count(key) != 0; });
}

/// Kinds whose documents are the identity itself: another one in the closure is another identity's.
bool ownOnly(std::string_view kind) {
  return kind == "azure.application" || kind == "azure.service-principal" || kind == "pg.role";
}

/// Identities that cannot have a credential that stands (IAM User Guide, "IAM roles": "does not have standard
/// long-term credentials"; Microsoft Entra documentation, "managed identities").
std::string cannotHave(const HeldDocumentPtr& d) {
  const Document& doc = d->document;
  if (doc.object.kind == "aws.role") return "a role has no credential that stands";
  if (doc.object.kind == "azure.service-principal" &&
      doc.content["servicePrincipalType"].asString() == "ManagedIdentity")
    return "a managed identity has no credential that stands";
  return {};
}

bool listsCredentials(std::string_view kind) {
  return kind == "aws.access-keys" || kind == "aws.credential-report-row" || kind == "azure.application" ||
         kind == "gcp.service-account-keys" || kind == "neutral.credential" || kind == "pg.role" ||
         kind == "x509.certificate";
}

} // namespace

bool FactGatherer::ofThisRecord(const HeldDocumentPtr& d) {
  return d->role == SourceRole::Live && (!ownOnly(d->document.object.kind) || isMember(d));
}

std::string FactGatherer::systemOf(const HeldDocumentPtr& d) {
  if (std::string system = x_.reader.description(d).system; !system.empty()) return system;
  const std::string_view kind = d->document.object.kind;
  if (kind.starts_with("neutral."))
    for (const findings::Principal& p : f_.principals)
      if (p.kind == "neutral.identity") return p.system;
  const std::string_view prefix = kind.substr(0, kind.find('.'));
  return prefix == "neutral" && !f_.principals.empty() ? f_.principals.front().system : std::string(prefix);
}

void FactGatherer::addCredential(const HeldDocumentPtr& d, Credential credential, findings::Spot spot) {
  findings::HeldCredential held;
  held.system = systemOf(d);
  held.source = d->sourceName;
  held.ofObject = true;
  held.spot = std::move(spot);
  if (!credential.useName.empty())
    for (const StoredObservation& o : observations(d))
      if (o.name == credential.useName) credential.lastUse = lastUseFrom(o.name, o.value);
  held.credential = std::move(credential);
  if (d->document.object.kind == "x509.certificate") certificate(d, held);
  f_.credentials.push_back(std::move(held));
}

/// What lists and registers say of it, who accepts it, and whether it was used after it had ended.
void FactGatherer::certificate(const HeldDocumentPtr& d, findings::HeldCredential& held) {
  const CertificateState state = stateOf(d->document.content, wordsOn(reader_, d), x_.now);
  if (state.revoked) held.revoked = state.text;
  const std::vector<std::string> own = x_.reader.description(d).selfKeys;
  for (const auto& [digest, other] : e_.closure.documents)
    for (const std::string& key : namedCertificates(other->document))
      if (hasKey(own, key) && held.namedBy.empty())
        held.namedBy = other->document.object.name + " in " + other->sourceName;
  const bool over = held.credential.expires && *held.credential.expires <= x_.now;
  if (!over && held.revoked.empty()) return;
  for (const std::string& key : own) {
    const auto events = x_.reader.documents().events(key, DocumentStore::EventRelation::Credential, 1);
    if (!events)
      fail(events.error());
    else if (!events->empty() && over && events->front().event.at > *held.credential.expires)
      held.usedAfter = events->front().event.at;
  }
}

void FactGatherer::credentials() {
  for (const auto& [digest, d] : e_.closure.documents) {
    const std::string& kind = d->document.object.kind;
    if (!ofThisRecord(d)) continue;
    f_.credentialsListed = f_.credentialsListed || listsCredentials(kind);
    for (Credential& c : credentialsOf(d->document)) {
      std::string inner = c.inner;
      addCredential(d, std::move(c), {d, std::move(inner), nullptr});
    }
  }
  bool others = false; // that can have one
  for (const Member& m : e_.members) {
    if (!m.document || m.document->role != SourceRole::Live) continue;
    const HeldDocumentPtr& d = m.document;
    if (const std::string why = cannotHave(d); why.empty())
      others = true;
    else
      f_.noCredentials = why;
    for (const StoredObservation& o : observations(d))
      if (auto token = legacyToken(o.name, o.value)) addCredential(d, std::move(*token), spotOf(o, d));
    if (d->document.object.kind != "vault.auth-role") continue;
    const std::vector<std::string> names = x_.reader.description(d).nameKeys;
    for (const std::string& key : names)
      for (const HeldDocumentPtr& id : reader_.naming(key, {"vault.secret-id"}))
        for (Credential& c : credentialsOf(id->document))
          addCredential(id, std::move(c), {id, {}, nullptr});
  }
  if (others) f_.noCredentials.clear();
  mergeAccessKeys();
  sharedKeys();
}

/// A list of keys names what a credential report has in slots: the one that was made when the slot was last
/// "rotated" is the same key (IAM User Guide, credential report: access_key_1_last_rotated).
void FactGatherer::mergeAccessKeys() {
  auto& all = f_.credentials;
  const auto isKey = [](const findings::HeldCredential& c, std::string_view kind) {
    return c.credential.kind == CredentialKind::AccessKey && c.spot.document &&
           c.spot.document->document.object.kind == kind;
  };
  for (findings::HeldCredential& listed : all) {
    if (!isKey(listed, "aws.access-keys") || !listed.credential.created) continue;
    const auto slot = std::find_if(all.begin(), all.end(), [&](const findings::HeldCredential& c) {
      return isKey(c, "aws.credential-report-row") && c.credential.rotated &&
             std::chrono::floor<Seconds>(*c.credential.rotated) ==
                 std::chrono::floor<Seconds>(*listed.credential.created);
    });
    if (slot == all.end()) continue;
    if (listed.credential.lastUse.state == LastUse::State::Unknown)
      listed.credential.lastUse = slot->credential.lastUse;
    slot->ofObject = false; // it is the listed one
    slot->credential.state = Credential::State::Inactive;
  }
}

/// Other identities of which a document has the same exact name of a key.
void FactGatherer::sharedKeys() {
  static const DocumentReader::Kinds kinds{"aws.access-keys", "x509.certificate", "azure.application",
                                           "azure.service-principal", "neutral.credential"};
  constexpr std::size_t most = 5;
  for (findings::HeldCredential& held : f_.credentials)
    for (const std::string& key : held.credential.keys)
      for (const HeldDocumentPtr& other : reader_.withKey(key, kinds)) {
        if (isMember(other) || other == held.spot.document || held.others.size() >= most) continue;
        const Description& d = x_.reader.description(other);
        const bool credentialOnly = other->document.object.kind == "neutral.credential";
        if ((!d.principal && !credentialOnly) || overlaps(names_, d.nameKeys) ||
            (credentialOnly && overlaps(names_, d.namingKeys)))
          continue;
        std::string name =
            credentialOnly ? other->document.content["identity"].asString() : other->document.object.name;
        if (std::find(held.others.begin(), held.others.end(), name) == held.others.end())
          held.others.push_back(std::move(name));
      }
}

} // namespace countersign
