// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/vault/identity.h"
#include "models/identity/time.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::vault {

/// What `{{…}}` in a path can stand for.
struct TemplateValues {
  const Entity* entity = nullptr;   ///< nullptr: the token has none, unless `entityUnknown`
  std::vector<const Group*> groups; ///< direct and inherited
  bool entityUnknown = false;       ///< the token has one that was not imported
  bool groupsIncomplete = false;    ///< the entity is in groups that were not imported
  std::string namespaceId = "root";
  std::vector<std::string> blocked; ///< texts that no value may hold
  Instant now{};
};

struct Substitution {
  /// Filled: `text` is the path. Dropped: the engine leaves the path out, as a value is missing. Unknown:
  /// what would decide was not imported.
  enum class Outcome { Filled, Dropped, Unknown };
  Outcome outcome = Outcome::Filled;
  std::string text;
  std::string reason;
};

/// True where each `{{` is closed by one `}}`.
bool balancedTemplate(std::string_view text);
/// Replaces identity and time templates (sdk/helper/identitytpl/templating.go, ACL mode; "Templated
/// policies").
Substitution substitute(std::string_view text, const TemplateValues& values);

} // namespace countersign::vault
