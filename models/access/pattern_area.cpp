// SPDX-License-Identifier: Apache-2.0
#include "models/access/pattern_area.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace countersign::pattern {
namespace {

/// Adds a pattern that has to match; one that says less is dropped.
void require(Language& language, const Glob& glob) {
  const auto says = [&](const Glob& there) { return coversPlainly(glob, there); };
  if (std::any_of(language.all.begin(), language.all.end(), says)) return;
  auto& all = language.all;
  all.erase(
      std::remove_if(all.begin(), all.end(), [&](const Glob& there) { return coversPlainly(there, glob); }),
      all.end());
  all.push_back(glob);
  auto& none = language.none; // patterns that no text matches any more that is left
  none.erase(std::remove_if(none.begin(), none.end(),
                            [&](const Glob& there) { return overlaps(there, glob) == Truth::No; }),
             none.end());
}

bool apart(const Language& language, const Glob& glob) {
  return std::any_of(language.all.begin(), language.all.end(),
                     [&](const Glob& there) { return overlaps(there, glob) == Truth::No; });
}

/// Adds a pattern that must not match.
void refuse(Language& language, const Glob& glob) {
  const auto says = [&](const Glob& there) { return coversPlainly(there, glob); };
  if (apart(language, glob) || std::any_of(language.none.begin(), language.none.end(), says)) return;
  auto& none = language.none;
  none.erase(
      std::remove_if(none.begin(), none.end(), [&](const Glob& there) { return coversPlainly(glob, there); }),
      none.end());
  none.push_back(glob);
}

} // namespace

GlobList relevant(const GlobList& list, const Language& language) {
  GlobList out;
  out.negated = list.negated;
  std::copy_if(list.globs.begin(), list.globs.end(), std::back_inserter(out.globs),
               [&](const Glob& glob) { return !apart(language, glob); });
  return out;
}

std::string languageText(const Language& language) {
  std::string out;
  for (const Glob& glob : language.all)
    out += (out.empty() ? "" : " and ") + glob.text();
  if (out.empty()) out = "*";
  const char* before = " but not ";
  for (const Glob& glob : language.none) {
    if (glob.text().empty() && !glob.tokens().empty()) continue; // nobody wrote it
    out += std::exchange(before, ", ") + glob.text();
  }
  return out;
}

bool Splitter::isThere(const Language& language) {
  if (language.all.size() <= 1 && language.none.empty()) return true;
  if (const Truth plainly = plainlyThere(language); plainly != Truth::Undecided) return plainly == Truth::Yes;
  constexpr std::size_t priceOfStep = 250;
  const SomeText found = someText(language);
  work_ += found.steps * priceOfStep;
  undecided = undecided || found.exists == Truth::Undecided;
  return found.exists != Truth::No;
}

/// Accounts for comparing a list with a language; false where too much has been spent.
bool Splitter::pay(const Language& language, const GlobList& list) {
  constexpr std::size_t budget = 100'000'000, least = 64;
  std::size_t length = least;
  for (const auto* globs : {&language.all, &language.none})
    for (const Glob& glob : *globs)
      length += glob.tokens().size();
  for (const Glob& glob : list.globs)
    work_ += length * (glob.tokens().size() + 1);
  tooMany = tooMany || work_ > budget;
  return work_ <= budget;
}

void Splitter::add(std::vector<Region>& out, Region region) {
  if (out.size() < limit)
    out.push_back(std::move(region));
  else
    tooMany = true;
}

std::vector<Language> Splitter::within(const Language& language, const GlobList& list) {
  std::vector<Language> out;
  if (!pay(language, list)) return {language};
  if (list.negated) {
    Language part = language;
    for (const Glob& glob : list.globs)
      refuse(part, glob);
    if (isThere(part)) out.push_back(std::move(part));
    return out;
  }
  for (const Glob& glob : list.globs) {
    if (apart(language, glob)) continue;
    Language part = language;
    require(part, glob);
    if (isThere(part)) out.push_back(std::move(part));
  }
  return out;
}

std::vector<Language> Splitter::without(const Language& language, const GlobList& list) {
  return within(language, {list.globs, !list.negated});
}

std::vector<Region> Splitter::within(const Region& region, const Area& area) {
  std::vector<Region> out;
  const std::vector<Language> inside = within(region.actions, area.actions); // mostly none, and soon told
  if (inside.empty()) return out;
  const std::vector<Language> resources = within(region.resources, area.resources);
  for (const Language& actions : inside)
    for (const Language& part : resources)
      add(out, {actions, part});
  return out;
}

std::vector<Region> Splitter::without(const Region& region, const Area& area) {
  const std::vector<Language> inside = within(region.actions, area.actions);
  if (inside.empty() || within(region.resources, area.resources).empty()) return {region};
  std::vector<Region> out;
  for (Language& actions : without(region.actions, area.actions))
    add(out, {std::move(actions), region.resources});
  const std::vector<Language> resources = without(region.resources, area.resources);
  for (const Language& actions : inside)
    for (const Language& part : resources)
      add(out, {actions, part});
  return out;
}

std::vector<Region> Splitter::without(const std::vector<Region>& regions, const Area& area) {
  std::vector<Region> out;
  for (const Region& region : regions)
    for (Region& part : without(region, area))
      add(out, std::move(part));
  return out;
}

std::vector<Language> Splitter::within(Language language, const Language& other) {
  for (const bool negated : {false, true})
    for (const Glob& glob : negated ? other.none : other.all) {
      std::vector<Language> inside = within(language, GlobList{{glob}, negated});
      if (inside.empty()) return {};
      language = std::move(inside.front());
    }
  return {std::move(language)};
}

std::vector<Language> Splitter::without(Language language, const Language& other) {
  std::vector<Language> out;
  for (const bool negated : {false, true})
    for (const Glob& glob : negated ? other.none : other.all) {
      for (Language& outside : within(language, GlobList{{glob}, !negated}))
        out.push_back(std::move(outside));
      std::vector<Language> inside = within(language, GlobList{{glob}, negated});
      if (inside.empty()) return out;
      language = std::move(inside.front());
    }
  return out;
}

std::vector<Region> Splitter::within(const Region& region, const Region& other) {
  std::vector<Region> out;
  for (const Language& actions : within(region.actions, other.actions))
    for (Language& resources : within(region.resources, other.resources))
      add(out, {actions, std::move(resources)});
  return out;
}

std::vector<Region> Splitter::without(const Region& region, const Region& other) {
  const std::vector<Language> inside = within(region.actions, other.actions);
  if (inside.empty() || within(region.resources, other.resources).empty()) return {region};
  std::vector<Region> out;
  for (Language& actions : without(region.actions, other.actions))
    add(out, {std::move(actions), region.resources});
  for (Language& resources : without(region.resources, other.resources))
    add(out, {inside.front(), std::move(resources)});
  return out;
}

} // namespace countersign::pattern
