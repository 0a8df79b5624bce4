// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"
#include "connectors/vault/answer.h"

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace countersign::vault {

/// What decides whether a part is complete. A table of mounts says all of them. Policies, entities and groups
/// are complete where the file has the server's list of them and everything on it; roles of auth methods
/// where it has the table of auth methods, and a list with everything on it for each. May be called from
/// several threads.
class Completeness {
public:
  void saw(const Answer& answer, bool used);
  /// The part that a gap about this answer is of.
  static std::string partFor(const Answer& answer);
  std::vector<PartState> states(bool failed, bool truncated, const ReadOptions& options) const;

private:
  bool listed(const std::string& path, const std::set<std::string>& have, std::string& why) const;
  std::string whyPartial(const std::string& part) const;
  std::string whyRolesPartial() const;

  mutable std::mutex mutex_;
  std::set<std::string> parts_, faulty_;
  std::map<std::string, std::set<std::string>> lists_; ///< by path
  std::map<std::string, std::set<std::string>> have_;  ///< by part: names, ids or paths
  std::set<std::string> authMounts_;
  bool mountTable_ = false;
};

} // namespace countersign::vault
