// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"

#include <string>
#include <string_view>

namespace countersign::azure {

/// What is known of a kind that is read (docs/formats/documents.md).
struct KindInfo {
  std::string_view kind, part;
  std::string_view collection; ///< as Graph's @odata.context calls the list of all; empty: there is none
};

/// The kind of an object, by its members; nullptr for one that is not read. `context` is the @odata.context
/// of the list that it is in.
const KindInfo* kindOf(const Json& object, std::string_view context);
/// The kind of all that a list of this @odata.context holds; nullptr where it does not say or is of a part.
const KindInfo* kindOfList(std::string_view context);
/// True for the contexts of Microsoft Graph.
bool isGraphContext(std::string_view context);
/// "a1b2" of "…$metadata#applications('a1b2')/federatedIdentityCredentials", else empty.
std::string ownerInContext(std::string_view context);

} // namespace countersign::azure
