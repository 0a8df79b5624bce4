// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/area.h"

namespace countersign::iam {
namespace {

GlobList listOf(const PatternList& list, const GlobReader& read) {
  GlobList out;
  out.negated = list.negated;
  for (const TextPattern& pattern : list.patterns)
    out.globs.push_back(read(pattern));
  return out;
}

} // namespace

Glob widest(const TextPattern& pattern) {
  return Glob(pattern.symbols([](const PolicyVariable&) { return anyRun; }), pattern.text());
}

Area areaOf(const Statement& statement, const GlobReader& read) {
  return {listOf(statement.actions, read), listOf(statement.resources, read)};
}

} // namespace countersign::iam
