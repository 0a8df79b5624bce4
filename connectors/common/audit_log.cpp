// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/audit_log.h"

#include <algorithm>
#include <functional>

namespace countersign {

void RequestEvents::ended(const std::string& request, Event event, Batch& batch) {
  const std::lock_guard lock(mutex_);
  ended_.insert(std::hash<std::string>()(request));
  underWay_.erase(request);
  batch.events.push_back(std::move(event));
}

void RequestEvents::underWay(const std::string& request, Event event) {
  const std::lock_guard lock(mutex_);
  if (ended_.contains(std::hash<std::string>()(request))) return;
  const auto [at, isNew] = underWay_.try_emplace(request);
  if (isNew || at->second.at < event.at) at->second = std::move(event);
}

std::vector<Event> RequestEvents::unended() {
  const std::lock_guard lock(mutex_);
  std::vector<Event> out;
  for (auto& [id, event] : underWay_)
    if (!ended_.contains(std::hash<std::string>()(id))) out.push_back(std::move(event));
  std::sort(out.begin(), out.end(),
            [](const Event& a, const Event& b) { return a.where.offset < b.where.offset; });
  return out;
}

ReadResult eventsRead(const LogEnd& end, const ReadOptions& options) {
  const auto& whole = options.completeParts;
  std::string why = end.why;
  if (end.truncated)
    why = "the file ends early";
  else if (end.unread)
    why = end.whyUnread;
  else if (std::find(whole.begin(), whole.end(), "events") != whole.end())
    why.clear();
  const bool complete = why.empty();
  return ReadResult{{PartState{"events", complete, std::move(why)}}};
}

} // namespace countersign
