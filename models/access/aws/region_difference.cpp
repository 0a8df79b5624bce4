// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/region_difference.h"

#include <iterator>
#include <utility>

namespace countersign::iam {
namespace {

using pattern::Glob;
using pattern::GlobList;
using pattern::Language;
using pattern::Region;
using pattern::Splitter;
using Languages = std::vector<Language>;

struct DividedLanguage {
  Languages inside, outside;
};

void append(Languages& to, Languages&& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/// Texts are inside where they match all of the one kind of patterns and none of the other: each pattern
/// sends some out.
DividedLanguage divided(const Language& language, const Language& by, Splitter& split) {
  DividedLanguage out{{language}, {}};
  const auto pass = [&](const Glob& glob, bool has) {
    const GlobList list{{glob}, false};
    Languages stay;
    for (const Language& part : out.inside) {
      append(stay, has ? split.within(part, list) : split.without(part, list));
      append(out.outside, has ? split.without(part, list) : split.within(part, list));
    }
    out.inside = std::move(stay);
  };
  for (const Glob& glob : by.all)
    pass(glob, true);
  for (const Glob& glob : by.none)
    pass(glob, false);
  return out;
}

} // namespace

Divided dividedBy(const Region& region, const Region& by, Splitter& split) {
  Divided out;
  const bool before = std::exchange(split.undecided, false);
  const DividedLanguage actions = divided(region.actions, by.actions, split);
  if (actions.inside.empty()) {
    split.undecided = split.undecided || before;
    out.outside = {region};
    return out;
  }
  const DividedLanguage resources = divided(region.resources, by.resources, split);
  if (split.undecided || resources.inside.empty()) {
    out.outside = {region};
  } else {
    for (const Language& action : actions.outside)
      out.outside.push_back({action, region.resources});
    for (const Language& action : actions.inside) {
      for (const Language& resource : resources.outside)
        out.outside.push_back({action, resource});
      for (const Language& resource : resources.inside)
        out.inside.push_back({action, resource});
    }
  }
  split.undecided = split.undecided || before;
  return out;
}

} // namespace countersign::iam
