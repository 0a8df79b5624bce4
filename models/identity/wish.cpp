// SPDX-License-Identifier: Apache-2.0
#include "models/identity/wish.h"

#include <array>
#include <utility>

namespace countersign {
namespace {

constexpr std::array kinds{
    std::pair(WishKind::Give, "give"),       std::pair(WishKind::Take, "take"),
    std::pair(WishKind::Create, "create"),   std::pair(WishKind::Remove, "remove"),
    std::pair(WishKind::Disable, "disable"), std::pair(WishKind::Enable, "enable"),
    std::pair(WishKind::Rotate, "rotate"),   std::pair(WishKind::Reassign, "reassign"),
    std::pair(WishKind::Edit, "edit"),
};
constexpr std::array origins{
    std::pair(ChangeOrigin::Ticket, "ticket"),         std::pair(ChangeOrigin::Plan, "plan"),
    std::pair(ChangeOrigin::Outside, "outside"),       std::pair(ChangeOrigin::Intent, "intent"),
    std::pair(ChangeOrigin::Revocation, "revocation"), std::pair(ChangeOrigin::Probe, "probe"),
};

template <class List, class Value>
std::string_view nameIn(const List& list, Value value) {
  for (const auto& [v, text] : list)
    if (v == value) return text;
  return {};
}

template <class List>
auto valueIn(const List& list, std::string_view text) {
  using Value = decltype(list.front().first);
  for (const auto& [v, name] : list)
    if (name == text) return std::optional<Value>(v);
  return std::optional<Value>();
}

} // namespace

std::string_view name(WishKind kind) {
  return nameIn(kinds, kind);
}
std::optional<WishKind> wishKindFrom(std::string_view text) {
  return valueIn(kinds, text);
}
std::string_view name(ChangeOrigin origin) {
  return nameIn(origins, origin);
}
std::optional<ChangeOrigin> changeOriginFrom(std::string_view text) {
  return valueIn(origins, text);
}

Json Wish::toJson() const {
  Json out = Json::object();
  out.set("kind", name(kind)).setUnlessEmpty("system", system).setUnlessEmpty("action", action);
  out.setUnlessEmpty("resource", resource).setUnlessEmpty("credential", credential);
  out.setUnlessEmpty("owner", owner);
  if (until) out.set("until", formatRfc3339(*until));
  if (breakGlass) out.set("breakGlass", true);
  if (probe) out.set("probe", true);
  return out;
}

Result<Wish> Wish::fromJson(const Json& json) {
  Wish out;
  const auto kind = wishKindFrom(json["kind"].asString());
  if (!kind) return failure(ErrorCode::Malformed, "'" + json["kind"].asString() + "' is no kind of change");
  out.kind = *kind;
  out.system = json["system"].asString();
  out.action = json["action"].asString();
  out.resource = json["resource"].asString();
  out.credential = json["credential"].asString();
  out.owner = json["owner"].asString();
  if (json.has("until")) {
    COUNTERSIGN_ASSIGN(const Instant until, parseRfc3339(json["until"].asString()));
    out.until = until;
  }
  out.breakGlass = json["breakGlass"].asBool();
  out.probe = json["probe"].asBool();
  return out;
}

} // namespace countersign
