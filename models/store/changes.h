// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"
#include "models/store/documents.h"
#include "models/store/workspace.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace countersign {

struct StoredChange {
  std::int64_t id = 0, source = 0, snapshot = 0;
  Instant capturedAt{}; ///< of that snapshot
  Change change;
};

/// A change that a person named here to see how long it takes.
struct StoredProbe {
  std::int64_t id = 0;
  std::string name; ///< unique
  Instant at{};     ///< when it was made, or started
  Json json;        ///< what is followed; models/review writes and reads it
};

/// A state-changing audit event with the hashes (keyHash) of the keys that it is about.
struct StateChange {
  StoredEvent stored;
  std::vector<std::int64_t> about;
};

/// Requests, probes, and what audit sources say was changed.
class ChangeStore {
public:
  explicit ChangeStore(Workspace& w) : w_(w) {}

  /// Each request once, oldest snapshot first: of a ticket that several snapshots show, the newest; of plans
  /// each plan's own.
  Result<std::vector<StoredChange>> changes();

  Result<std::vector<StoredProbe>> probes();
  /// Error: InvalidArgument where there is one of that name.
  Result<void> addProbe(const std::string& name, Instant at, const Json& json);
  Result<void> removeProbe(const std::string& name);

  using Visit = std::function<Result<void>(const StateChange&)>;
  /// Events that changed state and succeeded, oldest first, between two times (both included). Holds one at a
  /// time.
  Result<void> forEachStateChange(Instant from, Instant to, const Visit& visit);

private:
  Workspace& w_;
};

} // namespace countersign
