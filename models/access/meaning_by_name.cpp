// SPDX-License-Identifier: Apache-2.0
#include "models/access/meaning_by_name.h"

#include <algorithm>
#include <array>

namespace countersign {
namespace {

template <std::size_t N>
bool startsWithAny(std::string_view text, const std::array<std::string_view, N>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view p) { return text.substr(0, p.size()) == p; });
}

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

Reach awsVerb(std::string_view verb) {
  constexpr std::array<std::string_view, 3> lists{"list", "describe", "search"};
  constexpr std::array<std::string_view, 9> reads{"get",  "batchget", "query", "scan", "select",
                                                  "head", "lookup",   "view",  "read"};
  constexpr std::array<std::string_view, 6> deletes{"delete", "terminate",  "remove",
                                                    "purge",  "deregister", "batchdelete"};
  if (verb.empty() || verb.front() == '*' || verb.front() == '?') return Reach::Administer;
  if (startsWithAny(verb, lists)) return Reach::List;
  if (startsWithAny(verb, reads)) return Reach::Read;
  if (startsWithAny(verb, deletes)) return Reach::Delete;
  return Reach::Write;
}

Reach awsAction(std::string_view action) {
  constexpr std::array<std::string_view, 4> identity{"iam:", "organizations:", "sso:", "sts:"};
  const auto colon = action.find(':');
  const Reach verb = awsVerb(colon == std::string_view::npos ? "" : action.substr(colon + 1));
  return verb >= Reach::Write && startsWithAny(action, identity) ? Reach::Administer : verb;
}

Reach plainAction(std::string_view action) {
  const auto has = [&](std::string_view word) { return action.find(word) != std::string_view::npos; };
  if (action == "*" || has("admin") || has("owner")) return Reach::Administer;
  if (has("impersonat")) return Reach::Impersonate;
  if (has("secret") || has("token")) return Reach::ReadSecret;
  if (has("delete") || has("drop")) return Reach::Delete;
  if (has("list")) return Reach::List;
  if (has("read") || has("get") || has("select") || has("view")) return Reach::Read;
  return Reach::Write;
}

} // namespace

std::string sentenceFromName(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool upper = c >= 'A' && c <= 'Z';
    const bool before = i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z';
    if (upper && before) out += ' ';
    out += upper && before ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

Reach reachByName(std::string_view system, std::string_view action) {
  const std::string name = lowered(action);
  return system == "aws" ? awsAction(name) : plainAction(name);
}

} // namespace countersign
