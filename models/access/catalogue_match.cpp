// SPDX-License-Identifier: Apache-2.0
#include "models/access/catalogue_file.h"
#include "models/access/pattern.h"

#include <algorithm>
#include <iterator>

namespace countersign::catalogue {
namespace {

const Effects nothingKnown{0, true};

/// "*", "* *": a line for everything, which stands for itself alone.
bool isEverything(std::string_view pattern) {
  return !pattern.empty() && pattern.find_first_not_of("* ") == std::string_view::npos;
}

/// Compares verb with verb and object with object: a `*` of the one never stands for a part of the other.
template <class Compare>
bool byWords(std::string_view a, std::string_view b, const Compare& compare) {
  const auto i = a.find(' '), j = b.find(' ');
  if (i == std::string_view::npos || j == std::string_view::npos) return compare(a, b);
  return compare(a.substr(0, i), b.substr(0, j)) && compare(a.substr(i + 1), b.substr(j + 1));
}

/// Services whose name the pattern matches.
template <class Visit>
void eachService(const File& file, std::string_view pattern, const Visit& visit) {
  if (isPattern(pattern)) {
    for (const Service& s : file.services)
      if (matches(pattern, s.key)) visit(s);
    return;
  }
  const auto range = std::equal_range(file.services.begin(), file.services.end(), Service{pattern, 0, 0, {}},
                                      [](const Service& a, const Service& b) { return a.key < b.key; });
  std::for_each(range.first, range.second, visit);
}

/// Entries of a service whose name the pattern matches: only those are looked at that begin as it does.
template <class Visit>
void eachAction(const File& file, const Service& service, std::string_view pattern, const Visit& visit) {
  const std::string_view prefix = pattern.substr(0, pattern.find_first_of("*?"));
  const auto end = file.entries.begin() + static_cast<std::ptrdiff_t>(service.last);
  auto at = std::lower_bound(file.entries.begin() + static_cast<std::ptrdiff_t>(service.first), end, prefix,
                             [](const Entry& e, std::string_view p) { return e.key < p; });
  for (; at != end && at->key.substr(0, prefix.size()) == prefix; ++at)
    if (matches(pattern, at->key)) visit(*at);
}

/// Effects of the actions of a list that match "service:action".
Effects ofActions(const File& file, std::string_view pattern) {
  const auto colon = pattern.find(':');
  Effects out;
  bool found = false;
  const auto take = [&](Effects effects) {
    found = true;
    out.add(effects);
  };
  if (isEverything(pattern) || colon == std::string_view::npos) {
    for (const Service& s : file.services)
      if (isEverything(pattern)) take(s.all);
    return found ? out : nothingKnown; // without a service only "*" is an action
  }
  const std::string_view action = pattern.substr(colon + 1);
  eachService(file, pattern.substr(0, colon), [&](const Service& s) {
    if (isEverything(action))
      take(s.all);
    else
      eachAction(file, s, action, [&](const Entry& e) { take(e.effects); });
  });
  return found ? out : nothingKnown;
}

/// The line that a single action falls under: the first that matches it.
const Entry* ruleOf(const File& file, std::string_view action) {
  const auto found = std::find_if(file.entries.begin(), file.entries.end(), [&](const Entry& e) {
    return e.key == action || (!isEverything(e.key) && isPattern(e.key) && byWords(e.key, action, matches));
  });
  return found == file.entries.end() ? nullptr : &*found;
}

/// Effects of the lines that have something in common with a pattern, up to the first that covers it.
Effects ofRules(const File& file, std::string_view pattern) {
  if (!isPattern(pattern)) {
    const Entry* entry = ruleOf(file, pattern);
    return entry ? entry->effects : nothingKnown;
  }
  Effects out;
  bool found = false;
  for (const Entry& e : file.entries) {
    const bool all = isEverything(e.key);
    if (all ? !isEverything(pattern) : !byWords(e.key, pattern, overlaps)) continue;
    found = true;
    out.add(e.effects);
    if (all || byWords(e.key, pattern, covers)) break;
  }
  return found ? out : nothingKnown;
}

} // namespace

Effects effects(const File& file, std::string_view pattern) {
  constexpr std::size_t longest = 1024; // of a path of Vault; actions of all others are shorter
  if (pattern.empty() || pattern.size() > longest || file.kind == Kind::Roles) return nothingKnown;
  return file.kind == Kind::Actions ? ofActions(file, pattern) : ofRules(file, pattern);
}

Effects effectsOfAllBut(const File& file, const std::vector<std::string>& patterns) {
  constexpr std::size_t most = 1'000;
  Effects out;
  out.unknown = patterns.size() > most || file.kind == Kind::Roles;
  const auto left = [&](std::string_view name) {
    return patterns.size() > most || std::none_of(patterns.begin(), patterns.end(),
                                                  [&](const std::string& p) { return matches(p, name); });
  };
  if (file.kind == Kind::Actions) {
    std::string name;
    for (const Service& s : file.services)
      for (std::size_t i = s.first; i < s.last; ++i) {
        name.assign(s.key).append(1, ':').append(file.entries[i].key);
        if (left(name)) out.add(file.entries[i].effects);
      }
  } else {
    for (const Entry& e : file.entries) // a line of which a pattern leaves a part counts whole
      if (!isEverything(e.key) && std::none_of(patterns.begin(), patterns.end(), [&](const std::string& p) {
            return byWords(p, e.key, covers);
          }))
        out.add(e.effects);
  }
  return out;
}

std::string_view sentence(const File& file, std::string_view action) {
  if (file.kind == Kind::Roles) return {};
  if (file.kind == Kind::Rules) {
    const auto same = std::find_if(file.entries.begin(), file.entries.end(),
                                   [&](const Entry& e) { return e.key == action; });
    if (same != file.entries.end()) return same->sentence;
    const Entry* entry = isPattern(action) ? nullptr : ruleOf(file, action);
    return entry ? entry->sentence : std::string_view();
  }
  std::string_view out;
  const auto colon = action.find(':');
  if (colon == std::string_view::npos || isPattern(action)) return out;
  eachService(file, action.substr(0, colon), [&](const Service& s) {
    eachAction(file, s, action.substr(colon + 1), [&](const Entry& e) {
      if (e.key == action.substr(colon + 1)) out = e.sentence;
    });
  });
  return out;
}

const Entry* role(const File& file, std::string_view key) {
  const auto at = std::lower_bound(file.entries.begin(), file.entries.end(), key,
                                   [](const Entry& e, std::string_view k) { return e.key < k; });
  return file.kind == Kind::Roles && at != file.entries.end() && at->key == key ? &*at : nullptr;
}

} // namespace countersign::catalogue
