// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"

#include <map>
#include <string>
#include <string_view>

namespace countersign::terraform {

/// The members of the object that a text is, without a look into them. Takes text that ends early.
struct TopMembers {
  bool object = false; ///< the text starts as an object
  bool whole = false;  ///< and that object ends
  /// Raw text of each value; what is cut off goes to the end of the text.
  std::map<std::string, std::string_view, std::less<>> values;

  bool has(std::string_view name) const { return values.find(name) != values.end(); }
  /// A string or number of at most 4 KiB; null for everything else.
  Json scalar(std::string_view name) const;
};

/// Walks at memory speed; at most 1000 members are kept.
TopMembers topMembers(std::string_view text);

} // namespace countersign::terraform
