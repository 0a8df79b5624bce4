// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/escalation.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace countersign::iam {

/// What a permission rests on beside its row: nothing, guardrails that were not imported, anything else.
enum class Doubt { None, Guardrails, Other };

/// A row that gives one permission of a path.
struct Candidate {
  const GrantRow* row = nullptr;
  std::string_view action;
  Language resources; ///< those of the row that the permission is about
  Doubt doubt = Doubt::None;
  std::string why; ///< of the doubt
};

struct Candidates {
  std::vector<Candidate> list; ///< sure ones first
  bool whole = true;           ///< false: there are more
};

/// Finds the rows that give the permissions of paths; each permission is looked for once.
class CandidateSearch {
public:
  /// `principal`: an ARN, which says of whose partition and account the permissions are; may be empty.
  CandidateSearch(const GrantRows& rows, const std::string& principal);
  const Candidates& of(const PathNeed& need);
  /// The policies are so long that it was given up.
  bool tooMuch() const { return tooMuch_; }

private:
  struct Permission {
    std::string_view action;
    GlobList named, kind; ///< the action, and its resources
    bool other = false;
  };
  void setPrincipal(const std::string& arn);
  GlobList kindOf(std::string_view resource, std::string_view action) const;
  const Candidates& search(const PathNeed& need);
  void add(Candidates& out, const GrantRow& row, const Permission& wanted);

  std::string partition_, account_; ///< of the principal, where it is known
  GlobList self_;
  std::vector<const GrantRow*> rows_;
  std::unordered_map<std::string, Candidates> known_;
  std::unordered_map<const PathNeed*, const Candidates*> byNeed_;
  std::size_t work_ = 0;
  bool tooMuch_ = false;
};

} // namespace countersign::iam
