// SPDX-License-Identifier: Apache-2.0
#include "models/store/change_json.h"

namespace countersign::store {
namespace {

bool startsWith(const std::string& text, std::string_view start) {
  return text.compare(0, start.size(), start) == 0;
}

Result<std::optional<Instant>> timeIn(const Json& json, const char* member) {
  if (!json.has(member)) return std::optional<Instant>();
  COUNTERSIGN_ASSIGN(const Instant at, parseRfc3339(json[member].asString()));
  return std::optional(at);
}

/// What the actions of a plan come to.
WishKind kindOf(const std::vector<std::string>& actions) {
  if (actions.size() == 1 && actions.front() == "create") return WishKind::Create;
  if (actions.size() == 1 && actions.front() == "delete") return WishKind::Remove;
  return WishKind::Edit;
}

} // namespace

Json changeJson(const Change& c) {
  Json out = Json::object();
  out.set("by", c.by).set("ref", c.ref).set("summary", c.summary);
  out.set("actions", Json::stringSet(c.actions)).set("about", Json::stringSet(c.aboutKeys));
  out.set("details", c.details).set("origin", name(c.origin)).set("wish", c.wish.toJson());
  out.setUnlessEmpty("identity", c.about).setUnlessEmpty("approvedBy", c.approvedBy);
  if (c.approvedAt) out.set("approvedAt", formatRfc3339(*c.approvedAt));
  if (c.closedAt) out.set("closedAt", formatRfc3339(*c.closedAt));
  if (c.where.line != 0) out.set("line", static_cast<std::int64_t>(c.where.line));
  return out;
}

Result<void> readChangeJson(const Json& json, Change& c) {
  c.by = json["by"].asString();
  c.ref = json["ref"].asString();
  c.summary = json["summary"].asString();
  c.actions = json["actions"].strings();
  c.aboutKeys = json["about"].strings();
  c.details = json["details"];
  c.where.line = static_cast<std::uint64_t>(json["line"].asInt());
  c.about = json["identity"].asString();
  c.approvedBy = json["approvedBy"].asString();
  COUNTERSIGN_ASSIGN(c.approvedAt, timeIn(json, "approvedAt"));
  COUNTERSIGN_ASSIGN(c.closedAt, timeIn(json, "closedAt"));
  if (!json.has("origin")) {
    c.origin = startsWith(c.id, "plan:")    ? ChangeOrigin::Plan
               : startsWith(c.id, "drift:") ? ChangeOrigin::Outside
                                            : ChangeOrigin::Ticket;
    c.wish.kind = kindOf(c.actions);
    return {};
  }
  const auto origin = changeOriginFrom(json["origin"].asString());
  if (!origin) return failure(ErrorCode::Malformed, "a change has an origin that this program does not know");
  c.origin = *origin;
  COUNTERSIGN_ASSIGN(c.wish, Wish::fromJson(json["wish"]));
  return {};
}

} // namespace countersign::store
