// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/effects.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign {

/// The catalogues of what actions do, which are part of the program (docs/formats/catalogues.md). All of
/// these may be called from any thread; the first question about a system reads its catalogue. Systems: aws,
/// azure (also entra), gcp (also google), kubernetes, postgresql, vault (also openbao).

/// What an action does, or the actions together that match a pattern with `*` and `?`. Without regard to
/// case. Kubernetes: "verb resource.group"; Vault: "capability path". An action that is not in the catalogue,
/// and a pattern that matches nothing in it, is unknown.
Effects effectsOf(std::string_view system, std::string_view action);
/// What everything does but the actions that these patterns match (NotAction).
Effects effectsOfAllBut(std::string_view system, const std::vector<std::string>& patterns);
/// What the action lets somebody do, in words for people: "Read objects". Empty where the catalogue has none.
std::string sentenceOf(std::string_view system, std::string_view action);

/// Where a catalogue is from.
struct CatalogueVersion {
  std::string system, date, source, licence;
  std::size_t entries = 0;
};
/// Nothing for a system that has no catalogue.
std::optional<CatalogueVersion> catalogueVersion(std::string_view system);
/// All catalogues of actions and of roles, for evidence: "aws 2026-09-26 (source); …".
std::string catalogueVersions();

/// A policy or role that the runtime itself defines, as its catalogue has it.
struct RoleContents {
  std::string name, version; ///< the version may be empty
  std::string content; ///< JSON: of AWS the policy document, of Azure and Google as the role's definition
  CatalogueVersion from;
};
/// aws: "arn:aws:iam::aws:policy/ReadOnlyAccess"; azure: the role's GUID, or an id that ends with it; gcp:
/// "roles/viewer". Nothing where it is not in the catalogue, or there is none.
std::optional<RoleContents> roleContents(std::string_view system, std::string_view role);

} // namespace countersign
