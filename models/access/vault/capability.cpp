// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/capability.h"

#include <array>
#include <utility>

namespace countersign::vault {
namespace {

/// In the order of their names.
constexpr std::array<std::pair<std::string_view, Capability>, 11> names{{{"create", Capability::Create},
                                                                         {"delete", Capability::Delete},
                                                                         {"deny", Capability::Deny},
                                                                         {"list", Capability::List},
                                                                         {"patch", Capability::Patch},
                                                                         {"read", Capability::Read},
                                                                         {"recover", Capability::Recover},
                                                                         {"scan", Capability::Scan},
                                                                         {"subscribe", Capability::Subscribe},
                                                                         {"sudo", Capability::Sudo},
                                                                         {"update", Capability::Update}}};

bool known(Capability capability, const Engine& engine) {
  switch (capability) {
  case Capability::Patch:
    return engine.hasPatch();
  case Capability::Scan:
    return engine.hasScan();
  case Capability::Subscribe:
    return engine.hasSubscribe();
  case Capability::Recover:
    return engine.hasRecover();
  default:
    return true;
  }
}

} // namespace

std::optional<Capability> capabilityNamed(std::string_view name, const Engine& engine) {
  for (const auto& [known_name, capability] : names)
    if (known_name == name && known(capability, engine)) return capability;
  return std::nullopt;
}

std::vector<std::string> capabilityNames(Capabilities set) {
  if (set.empty() || set.has(Capability::Deny)) return {"deny"};
  std::vector<std::string> out;
  for (const auto& [name, capability] : names)
    if (set.has(capability)) out.emplace_back(name);
  return out;
}

std::optional<Capabilities> legacyPolicy(std::string_view name) {
  Capabilities set;
  if (name == "deny") {
    set.add(Capability::Deny);
    return set;
  }
  if (name != "read" && name != "write" && name != "sudo") return std::nullopt;
  set.add(Capability::Read);
  set.add(Capability::List);
  if (name == "read") return set;
  for (const Capability c : {Capability::Create, Capability::Update, Capability::Delete})
    set.add(c);
  if (name == "sudo") set.add(Capability::Sudo);
  return set;
}

} // namespace countersign::vault
