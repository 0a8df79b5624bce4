// SPDX-License-Identifier: Apache-2.0
// links: countersign_drift
#include "models/drift/compare.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace countersign;

/// Lines become grants: "-action|resource|scope|condition", "-" for a denial; a line "=" begins the other
/// side.
void read(std::string_view text, PlaneGrants& to) {
  GrantList* side = &to.applied;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line == "=") {
      side = &to.requested;
      continue;
    }
    Grant g;
    if ((g.deny = !line.empty() && line.front() == '-')) line.remove_prefix(1);
    for (std::string* field : {&g.action, &g.resource, &g.scope, &g.condition}) {
      const auto end = std::min(line.find('|'), line.size());
      *field = line.substr(0, end);
      line.remove_prefix(std::min(line.size(), end + 1));
    }
    side->known = true;
    side->grants.push_back(std::move(g));
  }
}

void check(const std::vector<GrantParts>& all, std::size_t grants) {
  if (all.size() != grants) std::abort();
  for (const GrantParts& parts : all) {
    if (parts.empty()) std::abort();
    for (const GrantPart& part : parts)
      if ((part.given == Tri::Unknown || part.given == Tri::Conditional) && part.reason.empty()) std::abort();
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const char* system : {"aws", "kubernetes", "broker", "vault"}) {
    PlaneGrants plane;
    plane.system = system;
    read({reinterpret_cast<const char*>(data), size}, plane);
    RuntimeCaches caches;
    drift::Comparer comparer(caches);
    const auto compared = comparer.compare(plane);
    check(compared->applied, plane.applied.grants.size());
    check(compared->requested, plane.requested.grants.size());
  }
  return 0;
}
