// SPDX-License-Identifier: Apache-2.0
#include "models/access/pattern.h"

#include <vector>

namespace countersign {

bool covers(std::string_view wide, std::string_view narrow) {
  // row[j]: does wide[i..] cover narrow[j..]? Filled from the end of `wide`.
  const std::size_t n = narrow.size();
  std::vector<char> below(n + 1, 0), row(n + 1, 0);
  below[n] = 1;
  for (std::size_t i = wide.size(); i-- > 0;) {
    const char w = wide[i];
    row[n] = w == '*' ? below[n] : 0;
    for (std::size_t j = n; j-- > 0;) {
      const char c = narrow[j];
      if (w == '*')
        row[j] = below[j] != 0 || row[j + 1] != 0 ? 1 : 0;
      else if (c == '*')
        row[j] = 0;
      else
        row[j] = (w == '?' || w == c) && below[j + 1] != 0 ? 1 : 0;
    }
    below.swap(row);
  }
  return below[0] != 0;
}

bool overlaps(std::string_view a, std::string_view b) {
  // row[j]: do a[i..] and b[j..] have a text in common? Filled from the end of `a`.
  const std::size_t n = b.size();
  std::vector<char> below(n + 1, 0), row(n + 1, 0);
  for (std::size_t i = a.size() + 1; i-- > 0;) {
    const bool end = i == a.size();
    for (std::size_t j = n + 1; j-- > 0;) {
      if (end && j == n) {
        row[j] = 1;
        continue;
      }
      const char x = end ? '\0' : a[i], y = j == n ? '\0' : b[j];
      bool meet = false;
      if (!end && x == '*') meet = below[j] != 0 || (j < n && row[j + 1] != 0);
      if (!meet && j < n && y == '*') meet = row[j + 1] != 0 || (!end && below[j] != 0);
      if (!meet && !end && j < n && x != '*' && y != '*')
        meet = (x == y || x == '?' || y == '?') && below[j + 1] != 0;
      row[j] = meet ? 1 : 0;
    }
    below.swap(row);
  }
  return below[0] != 0;
}

bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*')
    ++p;
  return p == pattern.size();
}

} // namespace countersign
