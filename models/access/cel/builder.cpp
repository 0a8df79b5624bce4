// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/builder.h"

#include "models/access/cel/regex.h"
#include "models/access/cel/zone.h"

#include <algorithm>

namespace countersign::cel {
namespace {

constexpr std::size_t mostPatterns =
    64; ///< that are kept ready; the others are prepared when they are needed

bool isGetter(Fn fn) {
  return fn >= Fn::FullYear && fn <= Fn::Milliseconds;
}

} // namespace

std::uint32_t Builder::node(Op op, std::uint32_t at, std::span<const std::uint32_t> kids,
                            std::uint32_t data) {
  Node out;
  out.op = op;
  out.at = at;
  out.data = data;
  out.first = static_cast<std::uint32_t>(tree_.kids.size());
  out.count = static_cast<std::uint32_t>(kids.size());
  std::uint32_t depth = 0;
  for (const std::uint32_t kid : kids) {
    tree_.kids.push_back(kid);
    depth = std::max(depth, depths_[kid]);
  }
  depths_.push_back(depth + 1);
  deepest_ = std::max<std::size_t>(deepest_, depth + 1);
  tree_.nodes.push_back(out);
  return static_cast<std::uint32_t>(tree_.nodes.size() - 1);
}

std::uint32_t Builder::name(std::string_view text) {
  if (const auto known = names_.find(text); known != names_.end()) return known->second;
  const auto index = static_cast<std::uint32_t>(tree_.names.size());
  tree_.names.emplace_back(text);
  names_.emplace(text, index);
  return index;
}

std::uint32_t Builder::constant(std::uint32_t at, Value value) {
  tree_.constants.push_back(std::move(value));
  return node(Op::Const, at, {}, static_cast<std::uint32_t>(tree_.constants.size() - 1));
}

std::uint32_t Builder::ident(std::uint32_t at, std::string_view text) {
  return node(Op::Ident, at, {}, name(text));
}

std::uint32_t Builder::slot(std::uint32_t at, std::uint32_t slot) {
  return node(Op::Slot, at, {}, slot);
}

std::uint32_t Builder::select(std::uint32_t at, std::uint32_t operand, std::string_view field) {
  const std::uint32_t out = node(Op::Select, at, std::span(&operand, 1), name(field));
  if (field != "Timestamp" && field != "Duration") return out;
  const std::string_view type = knownType(path(out));
  return type.empty() ? out : constant(at, Value::type(type));
}

std::uint32_t Builder::leftOut(std::uint32_t at, std::string_view construct) {
  if (std::find(tree_.constructs.begin(), tree_.constructs.end(), construct) == tree_.constructs.end())
    tree_.constructs.emplace_back(construct);
  return node(Op::LeftOut, at, {}, name(construct));
}

std::uint32_t Builder::call(std::uint32_t at, std::string_view text, bool member,
                            std::span<const std::uint32_t> kids) {
  const Fn fn = functionNamed(text, member, kids.size());
  if (fn != Fn::None) {
    const std::uint32_t out = node(Op::Call, at, kids);
    tree_.nodes[out].fn = fn;
    prepare(tree_.nodes[out]);
    return out;
  }
  const std::string front = member ? path(kids.front()) : std::string();
  if (front == "cel" || front == "optional")
    return leftOut(at, front == "cel" ? "cel." + std::string(text) : "optional value");
  const std::uint32_t out = node(Op::Host, at, kids, name((member ? "." : "") + std::string(text)));
  if (!front.empty()) tree_.nodes[out].extra = name(front + '.' + std::string(text));
  return out;
}

void Builder::prepare(Node& node) {
  if (node.count < 2) return;
  const Node& last = tree_.kid(node, node.count - 1);
  if (last.op != Op::Const || !tree_.constants[last.data].is(Kind::String)) return;
  const std::string& text = tree_.constants[last.data].asText();
  if (node.fn == Fn::Matches && tree_.patterns.size() < mostPatterns) {
    tree_.patterns.push_back(std::make_shared<const Regex>(text));
    node.extra = static_cast<std::uint32_t>(tree_.patterns.size() - 1);
  } else if (isGetter(node.fn)) {
    if (auto found = findZone(text); found.zone != nullptr) {
      tree_.zones.push_back(std::move(found.zone));
      node.extra = static_cast<std::uint32_t>(tree_.zones.size() - 1);
    }
  }
}

bool Builder::toHas(std::uint32_t i) {
  if (tree_.nodes[i].op != Op::Select) return false;
  tree_.nodes[i].op = Op::Has;
  return true;
}

Tree Builder::finish(std::uint32_t root) {
  tree_.root = root;
  return std::move(tree_);
}

} // namespace countersign::cel
