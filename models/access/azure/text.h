// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/pattern_symbols.h"

#include <string>
#include <string_view>

namespace countersign::azure {

using pattern::lowered;

/// What stands behind the last '/', in lower case: the GUID of a role definition's resource id.
std::string lastSegment(std::string_view id);
/// Lower case without a trailing '/'; "/" for the top.
std::string normalScope(std::string_view scope);
/// Whether it is one of the permissions that are written with a word in front (answer(), decide.h): "data:",
/// "app-role:", "scope:", "directory:".
bool startsWithWord(std::string_view action);
/// An action pattern: `*` stands for any run of characters, everything else for itself, without case.
pattern::Symbols actionSymbols(std::string_view pattern);
/// `action` is in lower case.
bool actionMatches(std::string_view pattern, std::string_view action);

} // namespace countersign::azure
