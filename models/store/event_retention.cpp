// SPDX-License-Identifier: Apache-2.0
#include "models/store/event_retention.h"

#include "models/store/ingest.h"

#include <algorithm>

namespace countersign::store {

void EventRetention::take(Event&& event) {
  const std::uint64_t order = order_++;
  if (event.stateChanging || event.details.has("decision")) {
    always_.emplace_back(order, std::move(event));
    return;
  }
  if (free_.empty() && slots_.size() >= mostKept) {
    ++dropped_;
    return;
  }
  std::size_t slot = slots_.size();
  if (free_.empty()) {
    slots_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  slots_[slot] = {std::move(event), order, 1};
  for (const auto* keys :
       {&slots_[slot].event.actorKeys, &slots_[slot].event.aboutKeys, &slots_[slot].event.credentialKeys})
    for (const std::string& key : *keys)
      name(key, slot);
  release(slot); // what no key names among its newest is not kept
}

void EventRetention::name(const std::string& key, std::size_t slot) {
  Newest& newest = uses_[keyHash(key)];
  const auto older = [](const auto& a, const auto& b) { return a > b; };
  const Instant at = slots_[slot].event.at;
  if (newest.size() >= mostUses) {
    if (at <= newest.front().first) return;
    std::pop_heap(newest.begin(), newest.end(), older);
    release(newest.back().second);
    newest.pop_back();
  }
  ++slots_[slot].named;
  newest.emplace_back(at, slot);
  std::push_heap(newest.begin(), newest.end(), older);
}

void EventRetention::release(std::size_t slot) {
  if (--slots_[slot].named > 0) return;
  slots_[slot].event = Event();
  free_.push_back(slot);
  ++dropped_;
}

std::vector<Event> EventRetention::finish() {
  for (Slot& slot : slots_)
    if (slot.named > 0) always_.emplace_back(slot.order, std::move(slot.event));
  slots_.clear();
  free_.clear();
  uses_.clear();
  std::sort(always_.begin(), always_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Event> out;
  out.reserve(always_.size());
  for (auto& [order, event] : always_)
    out.push_back(std::move(event));
  always_.clear();
  return out;
}

} // namespace countersign::store
