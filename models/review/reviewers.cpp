// SPDX-License-Identifier: Apache-2.0
#include "models/review/reviewers.h"

#include "models/store/log.h"

#include <algorithm>

namespace countersign {
namespace {

constexpr std::size_t leastDigits = 4;

Result<StoredReviewer> find(LogStore& log, const std::string& keyId) {
  COUNTERSIGN_ASSIGN(auto all, log.reviewers());
  std::vector<StoredReviewer> found;
  if (keyId.size() >= leastDigits)
    std::copy_if(all.begin(), all.end(), std::back_inserter(found),
                 [&](const StoredReviewer& r) { return r.keyId.compare(0, keyId.size(), keyId) == 0; });
  if (found.size() != 1)
    return failure(ErrorCode::NotFound,
                   found.empty() ? "no enrolled key begins with '" + keyId + "'"
                                 : "more than one key begins with '" + keyId + "'",
                   "'countersign key list' shows who is enrolled");
  return std::move(found.front());
}

template <class Edit>
Result<void> change(Workspace& workspace, const std::string& keyId, Edit edit) {
  return workspace.transaction([&]() -> Result<void> {
    LogStore log(workspace);
    COUNTERSIGN_ASSIGN(StoredReviewer reviewer, find(log, keyId));
    edit(reviewer);
    return log.saveReviewer(reviewer);
  });
}

} // namespace

Result<std::vector<Reviewer>> reviewers(Workspace& workspace) {
  LogStore log(workspace);
  COUNTERSIGN_ASSIGN(const auto all, log.reviewers());
  std::vector<Reviewer> out;
  for (const StoredReviewer& r : all)
    out.push_back({r.keyId, r.name, r.email, r.role, r.aliases, r.enrolledSeq, r.revokedSeq});
  return out;
}

Result<void> setReviewerAliases(Workspace& workspace, const std::string& keyId,
                                const std::vector<std::string>& aliases) {
  return change(workspace, keyId, [&](StoredReviewer& r) { r.aliases = aliases; });
}

Result<void> setReviewerRole(Workspace& workspace, const std::string& keyId, const std::string& role) {
  return change(workspace, keyId, [&](StoredReviewer& r) { r.role = role; });
}

} // namespace countersign
