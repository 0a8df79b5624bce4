// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/path_classes.h"

#include <deque>
#include <set>
#include <string_view>
#include <utility>

namespace countersign::vault {
namespace {

bool isSegmentWildcard(const std::string& pattern, std::size_t at) {
  return pattern[at] == '+' && (at == 0 || pattern[at - 1] == '/') &&
         (at + 1 == pattern.size() || pattern[at + 1] == '/');
}
bool isGlob(const std::string& pattern, std::size_t at) {
  return pattern[at] == '*' && at + 1 == pattern.size();
}

/// Each pattern is a machine whose states are the places in it: one letter leads to one place or to none. All
/// are followed at once, breadth first, over the letters that any of them looks for and one that none does.
class Classes {
public:
  Classes(const std::vector<std::string>& patterns, std::size_t maxSteps)
      : patterns_(patterns), stepsLeft_(maxSteps) {}

  bool run(const std::function<void(const std::string&)>& visit) {
    State start;
    for (std::size_t i = 0; i < patterns_.size(); ++i)
      start.emplace_back(i, 0);
    open_.emplace_back(std::move(start), std::string());
    visit({});
    while (!open_.empty()) {
      const auto [state, path] = std::move(open_.front());
      open_.pop_front();
      if (!path.empty() && path.back() != '/') visit(path + '/');
      for (const char c : letters(state, path)) {
        const std::size_t steps = state.size() + path.size();
        if (stepsLeft_ < steps) return false;
        stepsLeft_ -= steps;
        State next = follow(state, c);
        if (next.empty() || !seen_.emplace(next, c == '/').second) continue;
        if (c != '/') visit(path + c);
        open_.emplace_back(std::move(next), path + c);
      }
    }
    return true;
  }

private:
  using State = std::vector<std::pair<std::size_t, std::size_t>>; ///< pattern, place in it

  /// What some pattern looks for next, a letter that none does, and `/`. No empty segment that no pattern
  /// spells out: servers take them out of the path of a request.
  std::set<char> letters(const State& state, const std::string& path) const {
    std::set<char> out;
    for (const auto& [pattern, at] : state) {
      const std::string& text = patterns_[pattern];
      if (at < text.size() && !isSegmentWildcard(text, at) && !isGlob(text, at)) out.insert(text[at]);
    }
    static constexpr std::string_view others =
        "xyzwvutsrqponmlkjihgfedcba0123456789-_.~XYZWVUTSRQPONMLKJIHGFEDCBA";
    for (const char c : others)
      if (out.count(c) == 0) {
        out.insert(c);
        break;
      }
    if (path.empty())
      out.erase('/');
    else if (path.back() != '/')
      out.insert('/');
    return out;
  }

  State follow(const State& state, char c) const {
    State out;
    for (const auto& [pattern, at] : state) {
      const std::string& text = patterns_[pattern];
      if (at >= text.size()) continue;
      if (isGlob(text, at) || (isSegmentWildcard(text, at) && c != '/'))
        out.emplace_back(pattern, at);
      else if (isSegmentWildcard(text, at))
        afterWildcard(text, pattern, at, out);
      else if (text[at] == c)
        out.emplace_back(pattern, at + 1);
    }
    return out;
  }

  /// A `/` closes the segment; the pattern goes on with one, or is at its end.
  static void afterWildcard(const std::string& text, std::size_t pattern, std::size_t at, State& out) {
    if (at + 1 < text.size()) out.emplace_back(pattern, at + 2);
  }

  const std::vector<std::string>& patterns_;
  std::size_t stepsLeft_;
  std::set<std::pair<State, bool>> seen_; ///< and whether it was reached by a `/`
  std::deque<std::pair<State, std::string>> open_;
};

} // namespace

bool visitPathClasses(const std::vector<std::string>& patterns, std::size_t maxSteps,
                      const std::function<void(const std::string&)>& visit) {
  return Classes(patterns, maxSteps).run(visit);
}

} // namespace countersign::vault
