// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace countersign::kubernetes {

/// What a look over the top level of a text shows, without parsing it.
struct Peek {
  enum class Shape {
    Nothing, ///< neither of the others
    Object,  ///< one JSON object
    Array,   ///< one JSON array
    Values,  ///< several JSON values, one behind the other
    Yaml     ///< a YAML stream with `apiVersion:` at the left edge
  };
  Shape shape = Shape::Nothing;
  /// Members of the (first) object: the text of strings; "" for arrays, objects and what is cut off.
  std::map<std::string, std::string, std::less<>> members;
  /// The same for the first element of the array that the text is, or that `items`, `events` or `logEvents`
  /// of the object is.
  std::map<std::string, std::string, std::less<>> first;
  /// Raw JSON text of the member "metadata", where it is there as a whole.
  std::string metadata;
  bool cutOff = false;    ///< the (first) value does not end
  bool onOneLine = false; ///< the (first) value ends on the line on which it starts

  bool has(std::string_view name) const { return members.find(name) != members.end(); }
  std::string_view member(std::string_view name) const;
  std::string_view firstMember(std::string_view name) const;
};

/// Looks at a text or at its beginning. Walks over values at memory speed; time is linear, depth costs
/// nothing.
Peek peek(std::string_view text);

} // namespace countersign::kubernetes
