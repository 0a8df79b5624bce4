// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace countersign::vault {

/// Members of the first JSON object of a text, with the raw text of each value, which may be cut off. Empty
/// where the text does not begin with an object. Walks at memory speed; a few hundred members are kept.
std::map<std::string, std::string_view, std::less<>> topOf(std::string_view text);

} // namespace countersign::vault
