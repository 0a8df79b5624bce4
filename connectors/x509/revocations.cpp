// SPDX-License-Identifier: Apache-2.0
#include "connectors/x509/revocations.h"

#include <algorithm>
#include <unordered_set>

namespace countersign::x509 {
namespace {

constexpr std::size_t mostEntries = 500'000; ///< of one folder

/// Reads one list again for its entries.
class Entries final : public Holdings {
public:
  Entries(const ListPlace& place, Emission& emission, std::unordered_set<std::string>& said)
      : place_(place), emission_(emission), said_(said) {}

  Result<void> certificate(X509*, std::string_view) override { return {}; }
  void privateKey(std::string_view) override {}
  void fault(Error, bool) override {} // was said when the list was read first
  Result<void> revocationList(X509_CRL* list, std::string_view der) override {
    if (fingerprint(der) != place_.sha256) return {};
    const std::size_t left = mostEntries - std::min(mostEntries, said_.size());
    const int count = sk_X509_REVOKED_num(X509_CRL_get_REVOKED(list));
    if (count > 0 && static_cast<std::size_t>(count) > left)
      emission_.gap({ErrorCode::Limit,
                     "more than 500,000 revoked certificates; the others were left out",
                     "Import the lists in folders of their own",
                     {}},
                    where(), false);
    return forEachEntry(list, left, [&](Document entry) -> Result<void> {
      if (!said_.insert(entry.object.uid).second) return {};
      if (entry.content["reason"].asString() == "removeFromCRL") return {};
      return emission_.add(std::move(entry), where());
    });
  }

private:
  Locator where() const { return {place_.block.offset, place_.block.length, {}, place_.block.line}; }
  const ListPlace& place_;
  Emission& emission_;
  std::unordered_set<std::string>& said_;
};

} // namespace

Result<void> emitRevocations(Emission& emission) {
  std::vector<const ListPlace*> order;
  const auto& lists = emission.lists();
  for (const auto& [series, place] : lists) {
    const auto whole = lists.find(place.base);
    // A delta that is older than the whole list says nothing that is not in it.
    if (!place.delta || whole == lists.end() || whole->second.thisUpdate < place.thisUpdate)
      order.push_back(&place);
  }
  std::stable_sort(order.begin(), order.end(), [](const ListPlace* a, const ListPlace* b) {
    return a->thisUpdate > b->thisUpdate; // without a time: last
  });
  std::unordered_set<std::string> said;
  for (const ListPlace* place : order) {
    emission.enter(*place->file);
    Entries entries(*place, emission, said);
    COUNTERSIGN_TRY(readBlock(place->block, entries));
  }
  return {};
}

} // namespace countersign::x509
