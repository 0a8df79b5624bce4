// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/pattern_language.h"

#include <cstddef>
#include <string>
#include <vector>

namespace countersign::pattern {

/// Pairs of an action and a resource: each action of the one with each resource of the other.
struct Region {
  Language actions, resources;
};

/// Patterns that are alternatives, or everything but them.
struct GlobList {
  std::vector<Glob> globs;
  bool negated = false;
};

/// Each of the actions with each of the resources: what a statement is about.
struct Area {
  GlobList actions, resources;
};

/// The patterns of a list that have something in common with a language.
GlobList relevant(const GlobList& list, const Language& language);
inline bool isNothing(const GlobList& list) {
  return list.globs.empty() && !list.negated;
}

/// "s3:* but not s3:Get*", for people.
std::string languageText(const Language& language);

/// Parts of what is left of a language. Undecided ones (too many steps) are kept, and `undecided` becomes
/// true.
struct Splitter {
  bool undecided = false;
  bool tooMany =
      false; ///< there were more than `limit` regions, or too many steps: what came out says nothing
  std::size_t limit = 2'000;

  std::vector<Language> within(const Language& language, const GlobList& list);
  std::vector<Language> without(const Language& language, const GlobList& list);
  std::vector<Region> within(const Region& region, const Area& area);
  std::vector<Region> without(const Region& region, const Area& area);
  std::vector<Region> without(const std::vector<Region>& regions, const Area& area);
  /// The same with another region in the place of an area; what comes out does not overlap.
  std::vector<Region> within(const Region& region, const Region& other);
  std::vector<Region> without(const Region& region, const Region& other);

private:
  std::vector<Language> within(Language language, const Language& other);
  std::vector<Language> without(Language language, const Language& other);
  bool pay(const Language& language, const GlobList& list);
  bool isThere(const Language& language);
  void add(std::vector<Region>& out, Region region);

  std::size_t work_ = 0;
};

} // namespace countersign::pattern
