// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/log.h"

#include "models/evidence/json_fields.h"

#include <algorithm>

namespace countersign::evidence {
namespace {

Instant wholeSecond(Instant t) {
  return std::chrono::floor<std::chrono::seconds>(t);
}

std::vector<std::string> clockFindings(const LogHead& head, Instant now) {
  std::vector<std::string> out;
  if (head.lastClaimedAt && now < *head.lastClaimedAt)
    out.push_back("the computer's clock is behind the entry before, which claims " +
                  formatRfc3339Seconds(*head.lastClaimedAt));
  if (head.token && now < head.token->genTime)
    out.push_back("the computer's clock is behind the last time-stamp token, of " +
                  formatRfc3339Seconds(head.token->genTime));
  return out;
}

} // namespace

bool validOrigin(std::string_view origin) {
  return !origin.empty() && origin.size() <= 200 &&
         origin.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-") ==
             std::string_view::npos;
}

Json LogHead::json() const {
  Json out = Json::object();
  out.set("lastLeaf", Json(lastLeaf.hex()));
  out.set("origin", Json(origin));
  out.set("tree", Json(toHex(tree.bytes())));
  if (lastClaimedAt) out.set("lastClaimedAt", fields::time(*lastClaimedAt));
  if (token)
    out.set("token", Json(Json::Object{{"checkpointSize", fields::number(token->checkpointSize)},
                                       {"genTime", fields::time(token->genTime)},
                                       {"tsrSha256", Json(token->tokenSha256.hex())}}));
  return out;
}

Result<LogHead> LogHead::fromJson(const Json& json) {
  LogHead out;
  out.origin = json["origin"].asString();
  if (!validOrigin(out.origin))
    return failure(ErrorCode::Malformed, "the head of the log does not name its log");
  COUNTERSIGN_ASSIGN(out.lastLeaf, fields::digest(json["lastLeaf"]));
  COUNTERSIGN_ASSIGN(const std::string tree, countersign::fromHex(json["tree"].asString()));
  COUNTERSIGN_ASSIGN(out.tree, CompactRange::fromBytes(tree));
  if (json.has("lastClaimedAt")) {
    COUNTERSIGN_ASSIGN(out.lastClaimedAt, fields::time(json["lastClaimedAt"]));
  }
  if (const Json& t = json["token"]; !t.isNull()) {
    LowerBound bound;
    COUNTERSIGN_ASSIGN(bound.checkpointSize, fields::number(t["checkpointSize"]));
    COUNTERSIGN_ASSIGN(bound.genTime, fields::time(t["genTime"]));
    COUNTERSIGN_ASSIGN(bound.tokenSha256, fields::digest(t["tsrSha256"]));
    out.token = bound;
  }
  return out;
}

Result<Appended> appendEntry(const LogHead& head, const StatementBody& body, const Signer& signer,
                             const SigningKey& key, Instant now, std::vector<std::string> clockWarnings) {
  if (!validOrigin(head.origin))
    return failure(ErrorCode::InvalidArgument, "the log has no usable name",
                   "Use letters, digits, dots, dashes and slashes only");
  if (std::holds_alternative<LogOpen>(body) != (head.size() == 0))
    return failure(ErrorCode::InvalidArgument, "a log begins with the list of its keys, and has just one");
  if (signer.keyId != key.keyId())
    return failure(ErrorCode::InvalidArgument, "the signer is not the one whose key this is");
  Statement statement;
  EntryHeader& h = statement.header;
  h = {head.origin, head.size(), head.lastLeaf, wholeSecond(now), head.token, std::move(clockWarnings),
       signer};
  for (std::string& finding : clockFindings(head, h.claimedAt))
    h.clockWarnings.push_back(std::move(finding));
  statement.body = body;
  COUNTERSIGN_ASSIGN(std::string payload, writeStatement(statement));
  COUNTERSIGN_ASSIGN(const Envelope envelope, signEnvelope(std::move(payload), key));
  Appended out{{head.size(), envelope.bytes(), {}}, head};
  out.entry.leaf = leafHash(out.entry.envelope);
  out.head.tree.append(out.entry.leaf);
  out.head.lastLeaf = out.entry.leaf;
  out.head.lastClaimedAt = h.claimedAt;
  return out;
}

Result<LogHead> headAfter(const LogHead& head, std::string_view envelope) {
  COUNTERSIGN_ASSIGN(const Envelope read, readEnvelope(envelope));
  COUNTERSIGN_ASSIGN(const Statement statement, readStatement(read.payload));
  const EntryHeader& h = statement.header;
  if (h.origin != head.origin || h.seq != head.size() || h.previous != head.lastLeaf)
    return failure(ErrorCode::Corrupt,
                   "entry " + std::to_string(head.size()) + " of the log does not follow the one before");
  LogHead out = head;
  out.lastLeaf = leafHash(envelope);
  out.tree.append(out.lastLeaf);
  out.lastClaimedAt = h.claimedAt;
  if (h.lowerBound) out.token = h.lowerBound;
  return out;
}

} // namespace countersign::evidence
