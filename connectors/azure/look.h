// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"

#include <string>
#include <string_view>

namespace countersign::azure {

/// What a look over the beginning of a text shows, which may end anywhere.
struct Look {
  enum class Shape { Nothing, Array, Page, Object, Values };
  Shape shape = Shape::Nothing; ///< Page: an object with its list in `value`; Values: several, one by one
  Json first;                   ///< the first object: its members that are there as a whole
  Json top;                     ///< of an object: the members beside `value`
  std::string context;          ///< @odata.context of the (first) page
};
Look look(std::string_view text);

} // namespace countersign::azure
