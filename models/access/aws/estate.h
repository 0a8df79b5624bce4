// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/evaluate.h"
#include "models/access/aws/sharing.h"
#include "models/access/meaning.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace countersign::iam {

/// What a principal comes to in the end, by its own policies.
struct PrincipalSummary {
  Reach reach = Reach::None; ///< the worst of what is not denied
  bool administers = false;
  bool escalates = false; ///< there are known ways to more
  std::uint32_t effective = 0, conditional = 0, denied = 0, notEvaluated = 0; ///< rows of Allow statements
  bool complete = true;
  bool operator==(const PrincipalSummary&) const = default;
};
PrincipalSummary summaryOf(const std::string& arn, const PolicySet& policies, Instant now);

/// Many principals, held by their distinct sets of policies: principals of one account and kind with the same
/// policies are worked out once, unless a policy asks who it is. Policies have to outlive it.
class AwsEstate {
public:
  explicit AwsEstate(Instant now = {}) : now_(now) {}

  /// `policies.resource`, `resourceControl` and `endpoint` are a question's and not taken.
  void add(std::string id, std::string arn, const PolicySet& policies);
  std::size_t size() const { return principals_.size(); }
  std::size_t sets() const { return groups_.size(); }
  const std::string& id(std::size_t principal) const { return principals_[principal].id; }

  /// Works out all summaries, on so many threads.
  void summarize(unsigned threads = 1);
  const PrincipalSummary& summary(std::size_t principal) const; ///< summarize() comes first

  struct Asked {
    std::string action, resource, resourceAccount;
    bool resourceIsPattern = false;
    Context context;
    const Policy* resourcePolicy = nullptr;
    std::vector<OrganizationLevel> resourceControl;
    std::vector<const Policy*> endpoint;
    bool resourceInManagementAccount = false;
    std::vector<std::string> notImported; ///< beside what is not imported of the principal
  };
  struct Found {
    std::size_t principal;
    Verdict verdict; ///< Allowed, Conditional or NotEvaluated
  };
  /// Everyone who is not denied, in the order in which they were added.
  std::vector<Found> whoCan(const Asked& asked) const;
  /// What evaluate() says of one of them.
  Evaluation explain(const Asked& asked, std::size_t principal) const;

private:
  struct Held {
    std::string id, arn;
    std::uint32_t group;
  };
  struct Group {
    std::string arn; ///< of one of them
    PolicySet set;
    std::vector<std::uint32_t> members;
    PrincipalSummary summary;
  };
  struct Indexed {
    PolicySharing sharing;
    std::vector<std::uint32_t> groups; ///< that have it among their identity-based policies
  };

  Indexed& indexed(const Policy* policy);
  void index(const Policy* policy);
  std::vector<std::uint32_t> groupsThatMay(const Request& request) const;
  static void putPolicies(const Asked& asked, const PolicySet& own, PolicySet& out);

  Instant now_;
  std::vector<Held> principals_;
  std::vector<Group> groups_;
  std::unordered_map<std::string, std::uint32_t> byKey_;
  std::unordered_map<const Policy*, Indexed> policies_;
  std::unordered_map<std::string, std::vector<const Policy*>> byService_;
  std::vector<const Policy*> ofAnyService_;
};

} // namespace countersign::iam
