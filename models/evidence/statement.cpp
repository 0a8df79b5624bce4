// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/statement.h"

#include "models/evidence/json_fields.h"
#include "models/evidence/log.h"

#include <algorithm>
#include <array>

namespace countersign::evidence {
namespace {

constexpr std::size_t maxPayload = 3U << 20;
constexpr std::array<std::string_view, 7> kinds{
    "log-open", "attestation", "countersign", "key-enrol", "key-revoke", "revocation-outcome", "note"};

bool isKeyId(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Json keyJson(const AuthorisedKey& k) {
  return Json(Json::Object{{"certSha256", Json(k.certSha256.hex())},
                           {"id", Json(k.keyId)},
                           {"name", Json(k.name)},
                           {"role", Json(k.role)}});
}

Result<AuthorisedKey> readKey(const Json& json) {
  AuthorisedKey out{json["id"].asString(), json["name"].asString(), json["role"].asString(), {}};
  COUNTERSIGN_ASSIGN(out.certSha256, fields::digest(json["certSha256"]));
  return out;
}

/// Predicate members of one kind, and what the statement is about.
struct Body {
  Json predicate = Json::object();
  std::string subject;
  std::string digest;
};

Body write(const LogOpen& open, const EntryHeader& header) {
  Json keys = Json::array();
  for (const AuthorisedKey& k : open.keys)
    keys.push(keyJson(k));
  Body out{Json::object(), "log:" + header.origin, open.caSha256.hex()};
  out.predicate.set("caSha256", Json(open.caSha256.hex()));
  out.predicate.set("keys", std::move(keys));
  out.predicate.set("logKeyId", Json(open.logKeyId));
  out.predicate.set("purpose", Json(open.purpose));
  return out;
}
Body write(const Attestation& a, const EntryHeader&) {
  return {attestationJson(a), "nhi:" + a.recordId, a.digest.hex()};
}
Json entryJson(std::uint64_t seq, const Digest& hash) {
  return Json(Json::Object{{"entryHash", Json(hash.hex())}, {"seq", fields::number(seq)}});
}
Body write(const Countersign& c, const EntryHeader&) {
  Body out{Json::object(), "entry:" + std::to_string(c.seq), c.entryHash.hex()};
  out.predicate.set("comment", Json(c.comment));
  out.predicate.set("entry", entryJson(c.seq, c.entryHash));
  out.predicate.set("meaning", Json(c.meaning));
  return out;
}
Body write(const KeyEnrol& e, const EntryHeader&) {
  Body out{Json::object(), "key:" + e.key.keyId, e.key.keyId};
  out.predicate.set("key", keyJson(e.key));
  out.predicate.set("reason", Json(e.reason));
  return out;
}
Body write(const KeyRevoke& r, const EntryHeader&) {
  Body out{Json::object(), "key:" + r.keyId, r.keyId};
  out.predicate.set("reason", Json(r.reason));
  out.predicate.set("revokedKey", Json(r.keyId));
  return out;
}
Body write(const RevocationOutcome& o, const EntryHeader&) {
  Json snapshots = Json::array();
  for (const Digest& d : o.snapshots)
    snapshots.push(Json(Json::Object{{"snapshot", Json(d.hex())}}));
  Body out{Json::object(), "entry:" + std::to_string(o.seq), o.entryHash.hex()};
  out.predicate.set("entry", entryJson(o.seq, o.entryHash));
  out.predicate.set("outcome", Json(o.outcome));
  out.predicate.set("recordDigest", Json(o.digest.hex()));
  out.predicate.set("snapshots", std::move(snapshots));
  out.predicate.set("summary", Json(o.summary));
  return out;
}
Body write(const Note& n, const EntryHeader&) {
  Body out{Json::object(), "note", sha256(n.text).hex()};
  out.predicate.set("text", Json(n.text));
  return out;
}

Result<void> check(const LogOpen& open, const EntryHeader& header) {
  bool ok = isKeyId(open.logKeyId) && !open.keys.empty() && header.seq == 0;
  bool signer = false;
  for (std::size_t i = 0; i < open.keys.size(); ++i) {
    ok = ok && isKeyId(open.keys[i].keyId) && (i == 0 || open.keys[i - 1].keyId < open.keys[i].keyId);
    signer = signer || open.keys[i].keyId == header.signer.keyId;
  }
  if (!ok || !signer)
    return failure(ErrorCode::InvalidArgument,
                   "a log opens with a list of keys, sorted by key id, that its signer stands in");
  return {};
}
Result<void> check(const Attestation& a, const EntryHeader&) {
  return checkAttestation(a);
}
Result<void> check(const Countersign& c, const EntryHeader& header) {
  if (c.seq >= header.seq || c.meaning.empty())
    return failure(ErrorCode::InvalidArgument,
                   "a countersignature is about an earlier entry and says what it means");
  return {};
}
Result<void> check(const KeyEnrol& e, const EntryHeader&) {
  if (!isKeyId(e.key.keyId) || e.key.name.empty())
    return failure(ErrorCode::InvalidArgument, "a key is enrolled with its id and a name");
  return {};
}
Result<void> check(const KeyRevoke& r, const EntryHeader&) {
  if (!isKeyId(r.keyId) || r.reason.empty())
    return failure(ErrorCode::InvalidArgument, "a key is revoked by its id, with a reason");
  return {};
}
Result<void> check(const RevocationOutcome& o, const EntryHeader& header) {
  const bool known = o.outcome == "landed" || o.outcome == "held" || o.outcome == "returned";
  const bool sorted =
      std::adjacent_find(o.snapshots.begin(), o.snapshots.end(), std::greater_equal<>()) == o.snapshots.end();
  if (!known || o.seq >= header.seq || o.snapshots.empty() || !sorted)
    return failure(
        ErrorCode::InvalidArgument,
        "the outcome of a revocation is landed, held or returned, and names the snapshots that show it");
  return {};
}
Result<void> check(const Note& n, const EntryHeader&) {
  if (n.text.empty()) return failure(ErrorCode::InvalidArgument, "the note is empty");
  return {};
}

Result<void> checkHeader(const EntryHeader& h) {
  if (!validOrigin(h.origin) || !isKeyId(h.signer.keyId) || h.signer.name.empty())
    return failure(ErrorCode::InvalidArgument,
                   "the entry does not say in which log it stands, or who signs it");
  if (!fields::wholeSeconds(h.claimedAt) || (h.lowerBound && !fields::wholeSeconds(h.lowerBound->genTime)))
    return failure(ErrorCode::InvalidArgument, "times are signed in whole seconds");
  const auto year = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(h.claimedAt)).year();
  if (int(year) < 1970 || int(year) > 9999)
    return failure(ErrorCode::InvalidArgument, "the computer's clock is outside the years 1970 to 9999",
                   "Set the clock");
  return {};
}

void writeHeader(Json& predicate, const EntryHeader& h) {
  predicate.set("log", Json(Json::Object{{"origin", Json(h.origin)},
                                         {"prevEntryHash", Json(h.previous.hex())},
                                         {"seq", fields::number(h.seq)}}));
  predicate.set("signer", Json(Json::Object{{"certSha256", Json(h.signer.certSha256.hex())},
                                            {"keyId", Json(h.signer.keyId)},
                                            {"name", Json(h.signer.name)},
                                            {"role", Json(h.signer.role)}}));
  Json time = Json::object();
  time.set("claimedAt", fields::time(h.claimedAt));
  time.setUnlessEmpty("clockWarnings", fields::strings(h.clockWarnings));
  if (h.lowerBound)
    time.set("lowerBound", Json(Json::Object{{"checkpointSize", fields::number(h.lowerBound->checkpointSize)},
                                             {"genTime", fields::time(h.lowerBound->genTime)},
                                             {"tsrSha256", Json(h.lowerBound->tokenSha256.hex())}}));
  predicate.set("time", std::move(time));
}

Result<EntryHeader> readHeader(const Json& predicate) {
  EntryHeader h;
  const Json &log = predicate["log"], &signer = predicate["signer"], &time = predicate["time"];
  h.origin = log["origin"].asString();
  COUNTERSIGN_ASSIGN(h.previous, fields::digest(log["prevEntryHash"]));
  COUNTERSIGN_ASSIGN(h.seq, fields::number(log["seq"]));
  h.signer = {signer["keyId"].asString(), signer["name"].asString(), signer["role"].asString(), {}};
  COUNTERSIGN_ASSIGN(h.signer.certSha256, fields::digest(signer["certSha256"]));
  COUNTERSIGN_ASSIGN(h.claimedAt, fields::time(time["claimedAt"]));
  h.clockWarnings = time["clockWarnings"].strings();
  if (time.has("lowerBound")) {
    LowerBound bound;
    COUNTERSIGN_ASSIGN(bound.checkpointSize, fields::number(time["lowerBound"]["checkpointSize"]));
    COUNTERSIGN_ASSIGN(bound.genTime, fields::time(time["lowerBound"]["genTime"]));
    COUNTERSIGN_ASSIGN(bound.tokenSha256, fields::digest(time["lowerBound"]["tsrSha256"]));
    h.lowerBound = bound;
  }
  return h;
}

Result<StatementBody> readLogOpen(const Json& p) {
  LogOpen out;
  COUNTERSIGN_ASSIGN(out.caSha256, fields::digest(p["caSha256"]));
  out.logKeyId = p["logKeyId"].asString();
  out.purpose = p["purpose"].asString();
  for (const Json& k : p["keys"].items()) {
    COUNTERSIGN_ASSIGN(AuthorisedKey key, readKey(k));
    out.keys.push_back(std::move(key));
  }
  return StatementBody(std::move(out));
}
Result<StatementBody> readAttestation(const Json& p) {
  Json own = Json::object();
  for (const auto& [name, member] : p.members())
    if (name != "log" && name != "signer" && name != "time") own.mutableMembers().emplace_back(name, member);
  COUNTERSIGN_ASSIGN(Attestation out, attestationFromJson(own));
  return StatementBody(std::move(out));
}
Result<StatementBody> readCountersign(const Json& p) {
  Countersign out;
  COUNTERSIGN_ASSIGN(out.seq, fields::number(p["entry"]["seq"]));
  COUNTERSIGN_ASSIGN(out.entryHash, fields::digest(p["entry"]["entryHash"]));
  out.comment = p["comment"].asString();
  out.meaning = p["meaning"].asString();
  return StatementBody(std::move(out));
}
Result<StatementBody> readOutcome(const Json& p) {
  RevocationOutcome out;
  COUNTERSIGN_ASSIGN(out.seq, fields::number(p["entry"]["seq"]));
  COUNTERSIGN_ASSIGN(out.entryHash, fields::digest(p["entry"]["entryHash"]));
  COUNTERSIGN_ASSIGN(out.digest, fields::digest(p["recordDigest"]));
  out.outcome = p["outcome"].asString();
  out.summary = p["summary"].asString();
  for (const Json& s : p["snapshots"].items()) {
    COUNTERSIGN_ASSIGN(const Digest digest, fields::digest(s["snapshot"]));
    out.snapshots.push_back(digest);
  }
  return StatementBody(std::move(out));
}

Result<StatementBody> readBody(std::string_view kind, const Json& p) {
  if (kind == "log-open") return readLogOpen(p);
  if (kind == "attestation") return readAttestation(p);
  if (kind == "countersign") return readCountersign(p);
  if (kind == "key-enrol") {
    COUNTERSIGN_ASSIGN(AuthorisedKey key, readKey(p["key"]));
    return StatementBody(KeyEnrol{std::move(key), p["reason"].asString()});
  }
  if (kind == "key-revoke")
    return StatementBody(KeyRevoke{p["revokedKey"].asString(), p["reason"].asString()});
  if (kind == "revocation-outcome") return readOutcome(p);
  return StatementBody(Note{p["text"].asString()});
}

/// The kind in a predicate type, or nothing where this version does not know it.
std::string_view kindOf(std::string_view predicateType) {
  for (const std::string_view kind : kinds)
    if (predicateType == std::string(predicateTypeBase) + std::string(kind) + "/v1") return kind;
  return {};
}

} // namespace

std::string_view statementKind(const StatementBody& body) {
  return kinds[body.index()];
}

Result<std::string> writeStatement(const Statement& statement) {
  COUNTERSIGN_TRY(checkHeader(statement.header));
  COUNTERSIGN_TRY(std::visit([&](const auto& b) { return check(b, statement.header); }, statement.body));
  Body body = std::visit([&](const auto& b) { return write(b, statement.header); }, statement.body);
  writeHeader(body.predicate, statement.header);
  Json out = Json::object();
  out.set("_type", Json(statementType));
  out.set("predicate", std::move(body.predicate));
  out.set("predicateType",
          Json(std::string(predicateTypeBase) + std::string(statementKind(statement.body)) + "/v1"));
  Json subject = Json::object();
  subject.set("digest", Json(Json::Object{{"sha256", Json(body.digest)}}));
  subject.set("name", Json(body.subject));
  out.set("subject", Json(Json::Array{std::move(subject)}));
  return canonicalJson(out);
}

Result<Statement> readStatement(std::string_view payload) {
  JsonLimits limits;
  limits.maxBytes = maxPayload;
  limits.maxDepth = 12;
  COUNTERSIGN_ASSIGN(const Json json, parseJson(payload, limits));
  const std::string& type = json["predicateType"].asString();
  const std::string_view kind = kindOf(type);
  if (kind.empty())
    return failure(ErrorCode::Unsupported,
                   "the entry is of a kind that this version does not know: '" + type.substr(0, 120) + "'",
                   "Use a newer version of the program");
  Statement out;
  COUNTERSIGN_ASSIGN(out.header, readHeader(json["predicate"]));
  COUNTERSIGN_ASSIGN(out.body, readBody(kind, json["predicate"]));
  const auto again = writeStatement(out);
  if (!again)
    return failure(ErrorCode::Malformed, "the entry does not hold together: " + again.error().message);
  if (*again != payload)
    return failure(ErrorCode::Malformed, "the entry has a member too few, too many, or in another form");
  return out;
}

} // namespace countersign::evidence
