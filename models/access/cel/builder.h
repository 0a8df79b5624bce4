// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/cel/tree.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::cel {

/// Puts the nodes of a tree together.
class Builder {
public:
  explicit Builder(std::string_view text) { tree_.text = text; }

  std::uint32_t node(Op op, std::uint32_t at, std::span<const std::uint32_t> kids,
                     std::uint32_t data = nothing);
  std::uint32_t constant(std::uint32_t at, Value value);
  std::uint32_t ident(std::uint32_t at, std::string_view name);
  std::uint32_t slot(std::uint32_t at, std::uint32_t slot);
  std::uint32_t select(std::uint32_t at, std::uint32_t operand, std::string_view field);
  std::uint32_t leftOut(std::uint32_t at, std::string_view construct);
  /// A function of the language, or of the environment.
  std::uint32_t call(std::uint32_t at, std::string_view name, bool member,
                     std::span<const std::uint32_t> kids);
  /// Turns x.f into has(x.f); false where it is something else.
  bool toHas(std::uint32_t node);

  const Node& at(std::uint32_t i) const { return tree_.nodes[i]; }
  std::string path(std::uint32_t i) const { return tree_.path(tree_.nodes[i]); }
  std::size_t depth() const { return deepest_; }
  void needSlots(std::uint32_t n) { tree_.slots = tree_.slots < n ? n : tree_.slots; }
  Tree finish(std::uint32_t root);

private:
  std::uint32_t name(std::string_view text);
  void prepare(Node& node);

  Tree tree_;
  std::map<std::string, std::uint32_t, std::less<>> names_;
  std::vector<std::uint32_t> depths_; ///< of each node
  std::size_t deepest_ = 0;
};

} // namespace countersign::cel
