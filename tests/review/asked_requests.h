// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/review/said_rows.h"

#include <set>

/// Concrete requests, drawn from patterns, and how the words of a row are held against them.
namespace countersign::second {

inline void fillIn(const std::string& pattern, const std::string& run, std::set<std::string>& to) {
  std::string out;
  for (const char c : pattern)
    out += c == '*' ? run : c == '?' ? std::string("k") : std::string(1, c);
  if (!out.empty()) to.insert(out);
}

/// Texts that a pattern matches, and some that it just does not.
inline void instances(const std::string& pattern, std::set<std::string>& to) {
  std::set<std::string> exact;
  for (const char* run : {"", "x", "Get"})
    fillIn(pattern, run, exact);
  for (const std::string& text : exact) {
    to.insert(text);
    to.insert(text + "z");
    if (text.size() > 1) to.insert(text.substr(0, text.size() - 1));
  }
}

inline Asked askedOf(const std::string& action, const std::string& resource) {
  return {[action](const std::string& p) { return matches(lower(p), lower(action)); },
          [resource](const std::string& p) { return matches(p, resource); }, action + " on " + resource};
}

/// "get pods.apps/log" as a row writes a rule.
inline bool fitsRule(const std::string& piece, const Access& a) {
  if (piece == "*") return true;
  const auto blank = piece.find(' ');
  Rule rule;
  rule.verbs = {piece.substr(0, blank)};
  const std::string what = blank == std::string::npos ? std::string() : piece.substr(blank + 1);
  if (!what.empty() && what.front() == '/') {
    rule.urls = {what};
    return isAbout(rule, a);
  }
  if (!a.url.empty()) return false;
  const auto slash = what.find('/');
  std::string resource = what.substr(0, slash), group;
  if (const auto dot = resource.find('.'); dot != std::string::npos) {
    group = resource.substr(dot + 1);
    resource.resize(dot);
  }
  rule.groups = {group};
  rule.resources = {resource + (slash == std::string::npos ? "" : what.substr(slash))};
  return isAbout(rule, a);
}

inline bool fitsPlace(const std::string& piece, const Access& a) {
  if (piece == "*" || piece == "cluster-wide" || piece == "non-resource URL") return true;
  const auto named = piece.find(" / ");
  if (named != std::string::npos && piece.substr(named + 3) != a.name) return false;
  const std::string where = piece.substr(0, named);
  return where == "cluster-wide" || (a.url.empty() && where == "namespace " + a.ns);
}

inline Asked askedOf(const Access& a) {
  return {[a](const std::string& p) { return fitsRule(p, a); },
          [a](const std::string& p) { return fitsPlace(p, a); },
          a.verb + " " +
              (a.url.empty() ? a.group + "/" + a.resource + " in " + a.ns + " named " + a.name : a.url)};
}

} // namespace countersign::second
