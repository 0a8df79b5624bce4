// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/estate/changes.h"
#include "tests/estate/estate.h"
#include "tests/estate/prng.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace countersign::estate {

enum class Kind { Role, User, ServiceAccount };

/// Faults of single identities. Those of whole sources or shared objects are members of `Plan`.
enum class FaultKind {
  None,
  Orphaned,           ///< no owner anywhere
  OwnerContradiction, ///< live says one team, intent another
  Moved,              ///< its own content changes on the last day
  Contradicted,       ///< a change in the audit trail is newer than the capture
  Unseen,             ///< in intent only
  Undeclared,         ///< live only
  Recreated,          ///< same name, new unique id on the last day
  FederationClaimed,  ///< annotated with a role that does not trust it
  FederationOpen,     ///< trusts a service account that is not annotated
  Gone,               ///< deleted on the last day, still declared
  DeletedPartial,     ///< absent on the last day from an export that is not complete
  Tombstone,          ///< the repository that may become it is deleted on the last day
  OwnerGone,          ///< its owner is dissolved on the last day, and it is used
  OwnerGoneUnused     ///< the same, and it is not used
};
std::string_view name(FaultKind kind); ///< "owner-contradiction" …

struct Fault {
  FaultKind kind = FaultKind::None;
  std::size_t other = 0;   ///< the counterpart of a federation fault
  std::size_t variant = 0; ///< which form it takes
};

/// One identity, as its index says it is. Nothing of it is kept.
struct Identity {
  std::size_t index = 0, ordinal = 0; ///< ordinal: among its kind
  Kind kind = Kind::Role;
  std::size_t scope = 0; ///< account or cluster
  std::string name, ns, path;
  std::string arn, uid;              ///< uid in neutral form
  std::string uniqueId, newUniqueId; ///< the latter from the last day on where it is recreated
  std::string team, tier;
  std::string liveOwner, terraformOwner, inventoryOwner; ///< addresses, empty: says nothing
  bool inTerraform = false, inInventory = false;
  Fault fault;
  std::optional<std::size_t> peer; ///< the other side of a confirmed federation
};

/// Whose an identity becomes that is reassigned.
std::string newOwner(const Identity& identity);

/// What the estate is, computed from options alone: any identity at any day without keeping them all.
class Plan {
public:
  explicit Plan(const EstateOptions& options);

  const EstateOptions& options() const { return options_; }
  int lastDay() const { return options_.days; }
  std::size_t size() const { return roles_ + users_ + serviceAccounts_; }
  std::size_t count(Kind kind) const;
  std::size_t indexOf(Kind kind, std::size_t ordinal) const;
  Identity identity(std::size_t index) const;
  Identity identity(Kind kind, std::size_t ordinal) const { return identity(indexOf(kind, ordinal)); }
  /// As the exports of a day have it: with the owner and the declarations of that day.
  Identity identityOn(Kind kind, std::size_t ordinal, int day) const;
  std::size_t scopeOf(Kind kind, std::size_t ordinal) const;
  std::string tierOf(std::size_t index) const;
  std::optional<std::size_t> peerOf(std::size_t index) const;
  Fault faultOf(std::size_t index) const;

  /// Days count from 1. Whether the export of that day shows it.
  bool live(const Identity& identity, int day) const;
  bool edited(const Identity& identity, int day) const;
  /// Whether the record is live by what is known on the last day.
  bool liveInTheEnd(const Identity& identity) const {
    return live(identity, lastDay()) || identity.fault.kind == FaultKind::DeletedPartial;
  }
  std::string uniqueId(const Identity& identity, int day) const;
  Instant capture(int day) const;
  std::uint64_t hash(std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0) const {
    return mix(options_.seed, a, b, c);
  }

  /// Shared managed policies: one for each block of twelve roles and account.
  static std::size_t policyBlock(std::size_t roleOrdinal) { return roleOrdinal / 12; }
  static bool hasSharedPolicy(std::size_t roleOrdinal) { return roleOrdinal % 2 == 0; }
  /// Whether the exports say of a role that it was used.
  static bool usedRole(std::size_t roleOrdinal) { return roleOrdinal % 11 != 7; }
  std::size_t policyBlocks() const { return (roles_ + 11) / 12; }
  /// Groups: one for each block of six users and account.
  static std::size_t groupBlock(std::size_t userOrdinal) { return userOrdinal / 6; }
  std::size_t groupBlocks() const { return (users_ + 5) / 6; }
  bool sharedPolicyEdited(std::size_t account, std::size_t block, int day) const;
  bool groupEdited(std::size_t account, std::size_t block, int day) const;
  bool guardrailEdited(int day) const { return guardrailEdited_ && day == lastDay(); }
  /// Whether the directory says that day that the team is gone.
  bool dissolved(int day) const { return lastDay() > 1 && day == lastDay() && options_.faults; }
  /// Whether a cluster is exported on that day.
  bool exported(std::size_t cluster, int day) const;
  /// Whether that day's export of the account or cluster says that it is not complete.
  bool partialAccount(std::size_t account, int day) const;
  bool partialCluster(std::size_t cluster, int day) const;

  struct Block {
    std::size_t account = 0, block = 0;
  };
  std::optional<Block> editedPolicy() const { return editedPolicy_; }
  std::optional<Block> editedGroup() const { return editedGroup_; }
  std::optional<std::size_t> staleCluster() const { return staleCluster_; }
  bool guardrailEdited() const { return guardrailEdited_; }
  /// Whether an identity is below what was edited.
  bool holdsEditedPolicy(const Identity& identity) const;
  bool inEditedGroup(const Identity& identity) const;
  bool underEditedGuardrail(const Identity& identity) const;
  const std::map<std::size_t, Fault>& faults() const { return faults_; }
  /// By identity; what changes both sides of a federation is with the role.
  const std::map<std::size_t, Change>& changes() const { return changes_; }
  const Change* changeOf(std::size_t index) const;
  const Change* inForce(std::size_t index, int day) const; ///< that the exports of a day have
  /// By how much the clock of a cluster's audit log runs ahead.
  std::chrono::seconds ahead(std::size_t cluster) const;

private:
  friend class FaultDrawing;
  friend class ChangeDrawing;
  void nameIt(Identity& identity) const;
  void ownIt(Identity& identity) const;

  EstateOptions options_;
  std::size_t roles_, users_, serviceAccounts_;
  std::map<std::size_t, Fault> faults_;
  std::map<std::size_t, Change> changes_;
  std::optional<Block> editedPolicy_, editedGroup_;
  std::optional<std::size_t> staleCluster_, partialAccount_, partialCluster_;
  std::optional<std::size_t> skewedCluster_;
  bool guardrailEdited_ = false;
};

} // namespace countersign::estate
