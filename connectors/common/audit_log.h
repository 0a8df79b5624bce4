// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"
#include "connectors/common/elements.h"

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

namespace countersign {

/// Keeps apart the entries that an audit log has of one request. The one that tells how it ended is taken as
/// it comes; of the others the latest is kept, and counts only where the log has no last one. May be called
/// from several threads.
class RequestEvents {
public:
  void ended(const std::string& request, Event event, Batch& batch);
  void underWay(const std::string& request, Event event);
  /// Of the requests without an end, in the order of the input. Once, when all has been read.
  std::vector<Event> unended();

private:
  std::mutex mutex_;
  std::unordered_set<std::size_t> ended_; ///< hashes of the requests' ids
  std::map<std::string, Event> underWay_;
};

/// How a log was read.
struct LogEnd {
  bool truncated = false;
  bool unread = false; ///< an entry could not be read
  const char* why;     ///< unless told otherwise, a log is not all there was: why
  const char* whyUnread;
};
/// The one part of an audit log, "events".
ReadResult eventsRead(const LogEnd& end, const ReadOptions& options);

} // namespace countersign
