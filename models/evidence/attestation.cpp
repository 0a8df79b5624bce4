// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/attestation.h"

#include "models/evidence/json_fields.h"

#include <algorithm>

namespace countersign::evidence {
namespace {

template <class T, class Less, class Same>
void sortUnique(std::vector<T>& values, Less less, Same same) {
  std::stable_sort(values.begin(), values.end(), less);
  values.erase(std::unique(values.begin(), values.end(), same), values.end());
}

template <class T, class Key>
bool strictlyAscending(const std::vector<T>& values, Key key) {
  for (std::size_t i = 1; i < values.size(); ++i)
    if (!(key(values[i - 1]) < key(values[i]))) return false;
  return true;
}

Json documentsJson(const std::vector<SignedDocument>& documents) {
  Json out = Json::array();
  for (const SignedDocument& d : documents) {
    Json item = Json::object();
    item.set("document", Json(d.sha256.hex()));
    if (d.seenAt) item.set("seenAt", fields::time(*d.seenAt));
    out.push(std::move(item));
  }
  return out;
}

Json sealJson(const SignedSeal& seal) {
  Json windows = Json::array();
  for (const SignedWindow& w : seal.windows)
    windows.push(Json(
        Json::Object{{"appliesTo", Json(w.appliesTo)}, {"seconds", Json(std::int64_t{w.length.count()})}}));
  return Json(Json::Object{{"computedAt", fields::time(seal.computedAt)},
                           {"notes", fields::strings(seal.notes)},
                           {"state", Json(name(seal.state))},
                           {"windows", std::move(windows)}});
}

Json decisionJson(const Attestation& a) {
  Json out = Json::object();
  out.set("batchSize", fields::number(a.batchSize));
  if (!a.grants.empty()) {
    Json grants = Json::array();
    for (const SignedGrant& g : a.grants)
      grants.push(Json(Json::Object{{"action", Json(g.action)},
                                    {"path", Json(g.path)},
                                    {"principal", Json(g.principal)},
                                    {"resource", Json(g.resource)}}));
    out.set("grants", std::move(grants));
  }
  out.set("kind", Json(name(a.decision)));
  out.setUnlessEmpty("owner", Json(a.owner));
  if (a.prior) out.set("prior", Json(a.prior->hex()));
  out.set("reason", Json(a.reason));
  if (a.until) out.set("until", fields::time(*a.until));
  return out;
}

Result<void> readSeal(const Json& json, SignedSeal& seal) {
  const auto state = sealStateFrom(json["state"].asString());
  if (!state) return failure(ErrorCode::Malformed, "'" + json["state"].asString() + "' is no seal");
  seal.state = *state;
  COUNTERSIGN_ASSIGN(seal.computedAt, fields::time(json["computedAt"]));
  for (const Json& w : json["windows"].items())
    seal.windows.push_back({w["appliesTo"].asString(), Seconds(w["seconds"].asInt())});
  seal.notes = json["notes"].strings();
  return {};
}

Result<void> readDecision(const Json& json, Attestation& a) {
  const auto kind = decisionFrom(json["kind"].asString());
  if (!kind) return failure(ErrorCode::Malformed, "'" + json["kind"].asString() + "' is no decision");
  a.decision = *kind;
  COUNTERSIGN_ASSIGN(a.batchSize, fields::number(json["batchSize"]));
  for (const Json& g : json["grants"].items())
    a.grants.push_back(
        {g["principal"].asString(), g["action"].asString(), g["resource"].asString(), g["path"].asString()});
  a.owner = json["owner"].asString();
  a.reason = json["reason"].asString();
  if (json.has("prior")) {
    COUNTERSIGN_ASSIGN(a.prior, fields::digest(json["prior"]));
  }
  if (json.has("until")) {
    COUNTERSIGN_ASSIGN(a.until, fields::time(json["until"]));
  }
  return {};
}

Result<void> readClosure(const Json& json, Attestation& a) {
  for (const Json& d : json["documents"].items()) {
    SignedDocument document;
    COUNTERSIGN_ASSIGN(document.sha256, fields::digest(d["document"]));
    if (d.has("seenAt")) {
      COUNTERSIGN_ASSIGN(document.seenAt, fields::time(d["seenAt"]));
    }
    a.documents.push_back(document);
  }
  a.absences = json["absences"].strings();
  return {};
}

tl::unexpected<Error> incomplete(std::string what) {
  return failure(ErrorCode::InvalidArgument, std::move(what));
}

Result<void> checkDecision(const Attestation& a) {
  const bool exception = a.decision == Decision::Exception;
  if (a.decision != Decision::Certify && a.reason.empty()) return incomplete("the decision needs a reason");
  if (exception && (!a.until || a.owner.empty()))
    return incomplete("an exception needs an owner and an end date");
  if (a.decision == Decision::Reassign && a.owner.empty())
    return incomplete("a reassignment needs somebody to reassign to");
  if (!exception && a.decision != Decision::Reassign && !a.owner.empty())
    return incomplete("only an exception or a reassignment names somebody who answers for it");
  if (a.decision != Decision::Revoke && !a.grants.empty())
    return incomplete("only a revocation names grants");
  const Independence& i = a.independence;
  if (a.decision == Decision::Certify && (i.owner || i.creator || i.lastChanger || i.holdsCredential))
    return incomplete(
        "nobody certifies an identity that they own, created, last changed or hold a credential of");
  return {};
}

} // namespace

void normalise(Attestation& a) {
  const auto bySha = [](const SignedDocument& x, const SignedDocument& y) {
    return x.sha256 != y.sha256 ? x.sha256 < y.sha256 : x.seenAt < y.seenAt; // never seen, then oldest first
  };
  sortUnique(a.documents, bySha, [](const auto& x, const auto& y) { return x.sha256 == y.sha256; });
  sortUnique(a.absences, std::less<>(), std::equal_to<>());
  sortUnique(a.grants, std::less<>(), std::equal_to<>());
  sortUnique(
      a.seal.windows, [](const auto& x, const auto& y) { return x.appliesTo < y.appliesTo; },
      [](const auto& x, const auto& y) { return x.appliesTo == y.appliesTo; });
}

Result<void> checkAttestation(const Attestation& a) {
  if (a.recordId.empty() || a.recordName.empty() || a.meaning.empty())
    return incomplete("the attestation does not say which record it is about, or what it means");
  if (a.batchSize < 1) return incomplete("a batch has at least one record");
  COUNTERSIGN_TRY(checkDecision(a));
  if (!strictlyAscending(a.documents, [](const auto& d) { return d.sha256; }) ||
      !strictlyAscending(a.absences, [](const auto& t) { return t; }) ||
      !strictlyAscending(a.grants, [](const auto& g) { return g; }) ||
      !strictlyAscending(a.seal.windows, [](const auto& w) { return w.appliesTo; }))
    return incomplete("the attestation's lists are not sorted, or repeat something");
  bool whole = fields::wholeSeconds(a.seal.computedAt) && (!a.until || fields::wholeSeconds(*a.until));
  for (const SignedDocument& d : a.documents)
    whole = whole && (!d.seenAt || fields::wholeSeconds(*d.seenAt));
  if (!whole) return incomplete("times are signed in whole seconds");
  return {};
}

Json attestationJson(const Attestation& a) {
  Json closure = Json::object();
  closure.set("absences", fields::strings(a.absences));
  closure.set("documents", documentsJson(a.documents));
  Json out = Json::object();
  out.set("closure", std::move(closure));
  out.set("decision", decisionJson(a));
  out.set("independence", Json(Json::Object{{"creator", Json(a.independence.creator)},
                                            {"holdsCredential", Json(a.independence.holdsCredential)},
                                            {"lastChanger", Json(a.independence.lastChanger)},
                                            {"owner", Json(a.independence.owner)},
                                            {"rule", Json(a.independence.rule)}}));
  out.set("meaning", Json(a.meaning));
  out.set("record", Json(Json::Object{{"digest", Json(a.digest.hex())},
                                      {"id", Json(a.recordId)},
                                      {"name", Json(a.recordName)},
                                      {"tier", Json(name(a.tier))}}));
  out.set("seal", sealJson(a.seal));
  out.set("versions", Json(Json::Object{{"application", Json(a.versions.application)},
                                        {"catalogue", Json(a.versions.catalogue)},
                                        {"evaluator", Json(a.versions.evaluator)},
                                        {"policyModel", Json(a.versions.policyModel)}}));
  out.set("view",
          Json(Json::Object{{"locale", Json(a.view.locale)}, {"viewSha256", Json(a.view.sha256.hex())}}));
  return out;
}

Result<Attestation> attestationFromJson(const Json& json) {
  Attestation a;
  const Json &record = json["record"], &versions = json["versions"], &part = json["independence"];
  COUNTERSIGN_ASSIGN(a.digest, fields::digest(record["digest"]));
  a.recordId = record["id"].asString();
  a.recordName = record["name"].asString();
  const auto tier = tierFrom(record["tier"].asString());
  if (!tier) return failure(ErrorCode::Malformed, "'" + record["tier"].asString() + "' is no tier");
  a.tier = *tier;
  COUNTERSIGN_TRY(readClosure(json["closure"], a));
  COUNTERSIGN_TRY(readSeal(json["seal"], a.seal));
  COUNTERSIGN_TRY(readDecision(json["decision"], a));
  a.independence = {part["owner"].asBool(), part["creator"].asBool(), part["lastChanger"].asBool(),
                    part["holdsCredential"].asBool(), part["rule"].asString()};
  a.meaning = json["meaning"].asString();
  a.versions = {versions["application"].asString(), versions["evaluator"].asString(),
                versions["catalogue"].asString(), versions["policyModel"].asString()};
  COUNTERSIGN_ASSIGN(a.view.sha256, fields::digest(json["view"]["viewSha256"]));
  a.view.locale = json["view"]["locale"].asString();
  COUNTERSIGN_ASSIGN(const std::string given, canonicalJson(json));
  COUNTERSIGN_ASSIGN(const std::string again, canonicalJson(attestationJson(a)));
  if (given != again)
    return failure(ErrorCode::Malformed,
                   "the attestation has a member too few, too many, or in another form");
  if (auto ok = checkAttestation(a); !ok) return failure(ErrorCode::Malformed, ok.error().message);
  return a;
}

} // namespace countersign::evidence
