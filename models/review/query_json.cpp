// SPDX-License-Identifier: Apache-2.0
#include "models/review/query_json.h"

#include <array>

namespace countersign {
namespace {

constexpr std::array<std::string_view, 9> columns{"name",     "known-as",  "owner",     "tier", "seal",
                                                  "standing", "seen-live", "attention", "reach"};

template <class Enum>
Json names(const std::vector<Enum>& values) {
  Json out = Json::array();
  for (const Enum v : values)
    out.push(name(v));
  return out;
}

template <class Enum, class From>
Result<std::vector<Enum>> values(const Json& list, From from) {
  std::vector<Enum> out;
  for (const std::string& text : list.strings()) {
    const auto v = from(text);
    if (!v) return failure(ErrorCode::Malformed, "'" + text + "' is no value of this facet");
    out.push_back(*v);
  }
  return out;
}

Json strings(const std::vector<std::string>& list) {
  Json out = Json::array();
  for (const std::string& s : list)
    out.push(s);
  return out;
}

} // namespace

std::string recordQueryToJson(const RecordQuery& q) {
  Json out = Json::object();
  out.setUnlessEmpty("text", q.text)
      .setUnlessEmpty("seal", names(q.seals))
      .setUnlessEmpty("standing", names(q.standings));
  out.setUnlessEmpty("tier", names(q.tiers))
      .setUnlessEmpty("system", strings(q.systems))
      .setUnlessEmpty("attention", strings(q.attention))
      .setUnlessEmpty("reach", strings(q.reaches));
  out.set("sort", columns[static_cast<std::size_t>(q.sortBy)]).set("descending", q.descending);
  if (q.asOf) out.set("asOf", formatRfc3339(*q.asOf));
  return canonicalJsonOrThrow(out);
}

Result<RecordQuery> recordQueryFromJson(const std::string& json) {
  COUNTERSIGN_ASSIGN(const Json j, parseJson(json));
  RecordQuery q;
  q.text = j["text"].asString();
  COUNTERSIGN_ASSIGN(q.seals, values<SealState>(j["seal"], sealStateFrom));
  COUNTERSIGN_ASSIGN(q.standings, values<StandingState>(j["standing"], standingStateFrom));
  COUNTERSIGN_ASSIGN(q.tiers, values<Tier>(j["tier"], tierFrom));
  q.systems = j["system"].strings();
  q.attention = j["attention"].strings();
  q.reaches = j["reach"].strings();
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i] == j["sort"].asString()) q.sortBy = static_cast<RecordColumn>(i);
  q.descending = j["descending"].asBool();
  if (j.has("asOf")) {
    COUNTERSIGN_ASSIGN(q.asOf, parseRfc3339(j["asOf"].asString()));
  }
  return q;
}

std::string decisionToJson(const DecisionRequest& r) {
  Json out = Json::object();
  out.set("record", r.record)
      .set("shown", r.shown.hex())
      .set("decision", name(r.decision))
      .set("reason", r.reason);
  out.set("owner", r.owner)
      .set("grants", strings(r.grants))
      .set("view", r.viewText)
      .set("sawDifference", r.sawDifference);
  if (r.until) out.set("until", formatRfc3339(*r.until));
  return canonicalJsonOrThrow(out);
}

Result<DecisionRequest> decisionFromJson(const std::string& json) {
  COUNTERSIGN_ASSIGN(const Json j, parseJson(json));
  DecisionRequest r;
  r.record = j["record"].asInt();
  COUNTERSIGN_ASSIGN(r.shown, Digest::fromHex(j["shown"].asString()));
  const auto decision = decisionFrom(j["decision"].asString());
  if (!decision) return failure(ErrorCode::Malformed, "no such decision");
  r.decision = *decision;
  r.reason = j["reason"].asString();
  r.owner = j["owner"].asString();
  r.grants = j["grants"].strings();
  r.viewText = j["view"].asString();
  r.sawDifference = j["sawDifference"].asBool();
  if (j.has("until")) {
    COUNTERSIGN_ASSIGN(r.until, parseRfc3339(j["until"].asString()));
  }
  return r;
}

} // namespace countersign
