// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/tree.h"

#include <algorithm>
#include <array>

namespace countersign::cel {
namespace {

struct Signature {
  std::string_view name;
  Fn fn;
  bool member, global;
  std::size_t least, most; ///< arguments, with the receiver
};

constexpr std::array<Signature, 28> signatures{{{"size", Fn::Size, true, true, 1, 1},
                                                {"contains", Fn::Contains, true, false, 2, 2},
                                                {"startsWith", Fn::StartsWith, true, false, 2, 2},
                                                {"endsWith", Fn::EndsWith, true, false, 2, 2},
                                                {"matches", Fn::Matches, true, true, 2, 2},
                                                {"extract", Fn::Extract, true, false, 2, 2},
                                                {"lowerAscii", Fn::LowerAscii, true, false, 1, 1},
                                                {"upperAscii", Fn::UpperAscii, true, false, 1, 1},
                                                {"int", Fn::ToInt, false, true, 1, 1},
                                                {"uint", Fn::ToUint, false, true, 1, 1},
                                                {"double", Fn::ToDouble, false, true, 1, 1},
                                                {"string", Fn::ToString, false, true, 1, 1},
                                                {"bytes", Fn::ToBytes, false, true, 1, 1},
                                                {"bool", Fn::ToBool, false, true, 1, 1},
                                                {"timestamp", Fn::ToTimestamp, false, true, 1, 1},
                                                {"duration", Fn::ToDuration, false, true, 1, 1},
                                                {"type", Fn::TypeOf, false, true, 1, 1},
                                                {"dyn", Fn::Dyn, false, true, 1, 1},
                                                {"getFullYear", Fn::FullYear, true, false, 1, 2},
                                                {"getMonth", Fn::Month, true, false, 1, 2},
                                                {"getDayOfYear", Fn::DayOfYear, true, false, 1, 2},
                                                {"getDayOfMonth", Fn::DayOfMonth, true, false, 1, 2},
                                                {"getDate", Fn::Date, true, false, 1, 2},
                                                {"getDayOfWeek", Fn::DayOfWeek, true, false, 1, 2},
                                                {"getHours", Fn::Hours, true, false, 1, 2},
                                                {"getMinutes", Fn::Minutes, true, false, 1, 2},
                                                {"getSeconds", Fn::Seconds, true, false, 1, 2},
                                                {"getMilliseconds", Fn::Milliseconds, true, false, 1, 2}}};

} // namespace

std::string Tree::path(const Node& node) const {
  if (node.op == Op::Ident) return names[node.data];
  if (node.op != Op::Select) return {};
  std::vector<const Node*> chain;
  const Node* at = &node;
  for (; at->op == Op::Select; at = &kid(*at, 0))
    chain.push_back(at);
  if (at->op != Op::Ident) return {};
  std::string out = names[at->data];
  for (auto part = chain.rbegin(); part != chain.rend(); ++part)
    out += '.' + names[(*part)->data];
  return out;
}

Fn functionNamed(std::string_view name, bool member, std::size_t arguments) {
  const auto* const at = std::find_if(signatures.begin(), signatures.end(), [&](const Signature& s) {
    return s.name == name && (member ? s.member : s.global) && arguments >= s.least && arguments <= s.most;
  });
  return at == signatures.end() ? Fn::None : at->fn;
}

} // namespace countersign::cel
