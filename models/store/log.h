// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/digest.h"
#include "models/identity/time.h"
#include "models/store/workspace.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace countersign {

/// One entry of the log as it is kept: the signed envelope and what lists show of it.
struct StoredEntry {
  std::int64_t seq = 0;
  Digest leaf;          ///< RFC 6962 leaf hash of the envelope
  std::string envelope; ///< exact DSSE bytes
  std::string kind;     ///< "log-open", "attestation", "countersign", "key-enrol" …
  Instant at{};
  std::int64_t record = 0; ///< 0: not about a record
  std::string what, about, who, keyId;
};

struct StoredCheckpoint {
  std::int64_t size = 0;
  Instant at{};
  std::string body, signature, note, token;
};

struct StoredReviewer {
  std::string keyId, name, email, role, certificate; ///< PEM
  std::vector<std::string> aliases;                  ///< names and keys of this person in other systems
  std::int64_t enrolledSeq = 0;
  std::optional<std::int64_t> revokedSeq;
};

struct StoredStaged {
  std::int64_t id = 0, record = 0;
  Instant at{};
  std::string json, refusal;
};

/// The log (append-only by triggers; what proves it is its hashes), texts that entries refer to by digest,
/// reviewers, decisions that are staged, saved views.
class LogStore {
public:
  explicit LogStore(Workspace& w) : w_(w) {}

  Result<std::int64_t> size();
  Result<std::optional<StoredEntry>> entry(std::int64_t seq);
  /// From `fromSeq` downwards, newest first.
  Result<std::vector<StoredEntry>> newest(std::int64_t fromSeq, std::size_t count);
  /// All in order.
  Result<void> forEach(const std::function<Result<void>(const StoredEntry&)>& visit);
  Result<std::vector<StoredEntry>> ofRecord(std::int64_t record);
  /// Inside a transaction. Error: Corrupt where `seq` is not the next.
  Result<void> append(const StoredEntry& entry);

  Result<std::vector<StoredCheckpoint>> checkpoints();
  Result<void> addCheckpoint(const StoredCheckpoint& checkpoint);

  /// Keeps a text that an entry names by digest ("closure", "view", "population").
  Result<void> keep(const std::string& kind, const std::string& text);
  Result<std::optional<std::string>> kept(const Digest& digest);

  Result<std::vector<StoredReviewer>> reviewers();
  Result<std::optional<StoredReviewer>> reviewer(const std::string& keyId);
  Result<void> saveReviewer(const StoredReviewer& reviewer);

  Result<std::int64_t> stage(std::int64_t record, Instant at, const std::string& json);
  Result<void> unstage(std::int64_t id);
  Result<void> setRefusal(std::int64_t id, const std::string& refusal);
  Result<std::vector<StoredStaged>> staged();

  Result<std::vector<std::pair<std::string, std::string>>> savedViews();
  Result<void> saveView(const std::string& name, const std::string& json);
  Result<void> removeView(const std::string& name);

private:
  Workspace& w_;
};

} // namespace countersign
