// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/record_secrets.h"

#include "models/identity/json_text.h"

#include <algorithm>
#include <array>

namespace countersign::neutral {
namespace {

/// Letters and digits in lower case: "Client-Secret" and "client_secret" are the same name.
std::string folded(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z')
      out += static_cast<char>(c - 'A' + 'a');
    else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      out += c;
  }
  return out;
}

bool ends(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

/// How far a name may go without being a secret.
struct Allowed {
  bool value = false;
};

void walk(Json& at, const std::string& pointer, Allowed allowed, std::vector<std::string>& found) {
  if (at.isArray()) {
    for (std::size_t i = 0; i < at.items().size(); ++i)
      walk(at.mutableItems()[i], pointer + '/' + std::to_string(i), allowed, found);
    return;
  }
  if (!at.isObject()) return;
  auto& members = at.mutableMembers();
  for (auto member = members.begin(); member != members.end();) {
    auto& [name, value] = *member;
    std::string here = pointer;
    appendPointer(here, name);
    const bool harmless = value.isNull() || value.isBool() || (allowed.value && folded(name) == "value");
    if (!harmless && namesSecret(name)) {
      found.push_back(std::move(here));
      member = members.erase(member);
      continue;
    }
    const bool raw = pointer.empty() && (name == "conditions_raw" || name == "document_raw");
    walk(value, here, Allowed{raw || (allowed.value && !pointer.empty())}, found);
    ++member;
  }
}

} // namespace

bool namesSecret(std::string_view name) {
  std::string text = folded(name);
  if (name.substr(0, 2) == "x_") text.erase(0, 1);
  constexpr std::array<std::string_view, 8> whole{"value",       "material", "pwd",       "hash",
                                                  "credentials", "pem",      "secretkey", "apikey"};
  constexpr std::array<std::string_view, 9> endings{"secret",          "password",     "passwd",
                                                    "passphrase",      "token",        "privatekey",
                                                    "secretaccesskey", "passwordhash", "secrethash"};
  return std::find(whole.begin(), whole.end(), text) != whole.end() ||
         std::any_of(endings.begin(), endings.end(), [&](std::string_view e) { return ends(text, e); });
}

std::vector<std::string> takeOutSecrets(Json& record, std::string_view type) {
  std::vector<std::string> found;
  walk(record, {}, Allowed{type == "alias"}, found);
  return found;
}

} // namespace countersign::neutral
