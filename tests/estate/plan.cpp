// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/plan.h"

#include "tests/estate/company.h"
#include "tests/estate/fault_drawing.h"

#include <algorithm>

namespace countersign::estate {

namespace {
constexpr std::string_view base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
enum Purpose : std::uint64_t { PurposeTier = 1, PurposeDeclared, PurposeUniqueId, PurposeTeam, PurposeClock };
} // namespace

std::string_view name(FaultKind kind) {
  switch (kind) {
  case FaultKind::None:
    return "none";
  case FaultKind::Orphaned:
    return "orphaned";
  case FaultKind::OwnerContradiction:
    return "owner-contradiction";
  case FaultKind::Moved:
    return "moved";
  case FaultKind::Contradicted:
    return "contradicted";
  case FaultKind::Unseen:
    return "unseen";
  case FaultKind::Undeclared:
    return "undeclared";
  case FaultKind::Recreated:
    return "recreated";
  case FaultKind::FederationClaimed:
    return "federation-claimed";
  case FaultKind::FederationOpen:
    return "federation-open";
  case FaultKind::Gone:
    return "gone";
  case FaultKind::DeletedPartial:
    return "deleted-partial";
  case FaultKind::Tombstone:
    return "tombstone";
  case FaultKind::OwnerGone:
    return "owner-gone";
  case FaultKind::OwnerGoneUnused:
    return "owner-gone-unused";
  }
  return "none";
}

Plan::Plan(const EstateOptions& options)
    : options_(options), roles_((options.identities * 55 + 50) / 100),
      users_(std::max<std::size_t>(1, options.identities / 10)),
      serviceAccounts_(options.identities - roles_ - users_) {
  if (options.faults) FaultDrawing(*this).draw();
}

std::size_t Plan::count(Kind kind) const {
  return kind == Kind::Role ? roles_ : kind == Kind::User ? users_ : serviceAccounts_;
}

std::size_t Plan::indexOf(Kind kind, std::size_t ordinal) const {
  return ordinal + (kind == Kind::Role ? 0 : kind == Kind::User ? roles_ : roles_ + users_);
}

std::size_t Plan::scopeOf(Kind kind, std::size_t ordinal) const {
  switch (kind) {
  case Kind::Role:
    return ordinal % 3 == 2 ? 1 : 0;
  case Kind::User:
    return ordinal % 4 == 3 ? 1 : 0;
  case Kind::ServiceAccount:
    return ordinal % 2;
  }
  return 0;
}

// The p-th federated pair is role 4p+1 and service account 6(p/2)+p%2.
std::optional<std::size_t> Plan::peerOf(std::size_t index) const {
  if (index < roles_) {
    if (index % 4 != 1) return {};
    const std::size_t pair = index / 4, account = 6 * (pair / 2) + pair % 2;
    return account < serviceAccounts_ ? std::optional(indexOf(Kind::ServiceAccount, account)) : std::nullopt;
  }
  if (index < roles_ + users_) return {};
  const std::size_t ordinal = index - roles_ - users_;
  if (ordinal % 6 > 1) return {};
  const std::size_t role = 4 * (2 * (ordinal / 6) + ordinal % 6) + 1;
  return role < roles_ ? std::optional(role) : std::nullopt;
}

std::string Plan::tierOf(std::size_t index) const {
  // Whatever an owner says: what administers is critical.
  if (const Change* change = changeOf(index); change && change->kind == Case::RotatedIdle) return "critical";
  // Both sides of a federation are one identity and have one tier.
  if (index >= roles_) index = peerOf(index).value_or(index);
  static constexpr const char* tiers[] = {"critical", "high",   "high", "medium", "medium",
                                          "medium",   "medium", "low",  "low",    "low"};
  return tiers[hash(PurposeTier, index) % 10];
}

Fault Plan::faultOf(std::size_t index) const {
  const auto found = faults_.find(index);
  return found == faults_.end() ? Fault{} : found->second;
}

void Plan::nameIt(Identity& id) const {
  constexpr std::size_t names = subjects.size() * functions.size();
  // A service account and the role that it may assume are one service of one team, and one identity.
  const bool follows = id.kind == Kind::ServiceAccount && id.peer;
  const std::size_t number = follows ? *id.peer : id.ordinal;
  const std::size_t spot = (number * 73 + options_.seed % names) % names;
  const Subject& subject = subjects[spot % subjects.size()];
  id.name = std::string(subject.name) + "-" + functions[spot / subjects.size()];
  if (number >= names) id.name += "-" + std::to_string(number / names + 1);
  if (follows) id.name += "-sa";
  id.team = subject.team;
  const std::uint64_t unique = hash(PurposeUniqueId, id.index), again = hash(PurposeUniqueId, id.index, 1);
  const bool recreated = id.fault.kind == FaultKind::Recreated;
  if (id.kind == Kind::ServiceAccount) {
    id.ns = id.team;
    id.uid =
        "k8s:" + std::string(clusters[id.scope].name) + ":system:serviceaccount:" + id.ns + ":" + id.name;
    id.uniqueId = drawUuid(unique);
    id.newUniqueId = recreated ? drawUuid(again) : id.uniqueId;
    return;
  }
  const bool role = id.kind == Kind::Role;
  if (!role) id.name.insert(0, "svc-");
  id.path = id.ordinal % 5 == 4 ? "/" + id.team + "/" : "/";
  id.arn =
      "arn:aws:iam::" + std::string(accounts[id.scope].id) + (role ? ":role" : ":user") + id.path + id.name;
  id.uid = "aws:" + id.arn;
  const std::string prefix = role ? "AROA" : "AIDA";
  id.uniqueId = prefix + estate::draw(unique, 17, base32);
  id.newUniqueId = recreated ? prefix + estate::draw(again, 17, base32) : id.uniqueId;
}

void Plan::ownIt(Identity& id) const {
  const std::uint64_t declared = hash(PurposeDeclared, id.index) % 3;
  id.inTerraform = declared != 1;
  id.inInventory = declared != 0;
  if (const Change* change = changeOf(id.index); change && change->kind == Case::Destroyed) {
    id.inTerraform = true;
    id.inInventory = false;
  }
  switch (id.fault.kind) {
  case FaultKind::Undeclared:
    id.inTerraform = id.inInventory = false;
    break;
  // A state file names the unique id of what it made; what is made again by hand is only in the inventory.
  case FaultKind::Recreated:
    id.inTerraform = false, id.inInventory = true;
    break;
  case FaultKind::OwnerContradiction:
    (id.fault.variant % 2 == 0 ? id.inInventory : id.inTerraform) = true;
    break;
  default:
    break;
  }
  if (id.fault.kind == FaultKind::Orphaned) return;
  const bool ownerGone = id.fault.kind == FaultKind::OwnerGone || id.fault.kind == FaultKind::OwnerGoneUnused;
  id.liveOwner = id.terraformOwner = id.inventoryOwner = teamAddress(ownerGone ? dissolvedTeam : id.team);
  if (id.fault.kind != FaultKind::OwnerContradiction) return;
  const auto own = std::find(teams.begin(), teams.end(), std::string_view(id.team)) - teams.begin();
  const std::size_t step = 1 + hash(PurposeTeam, id.index) % (teams.size() - 1);
  const std::string other = teamAddress(teams[(static_cast<std::size_t>(own) + step) % teams.size()]);
  (id.fault.variant % 2 == 0 ? id.inventoryOwner : id.terraformOwner) = other;
}

Identity Plan::identity(std::size_t index) const {
  Identity id;
  id.index = index;
  id.kind = index < roles_ ? Kind::Role : index < roles_ + users_ ? Kind::User : Kind::ServiceAccount;
  id.ordinal = index - indexOf(id.kind, 0);
  id.scope = scopeOf(id.kind, id.ordinal);
  id.fault = faultOf(index);
  id.peer = peerOf(index);
  id.tier = tierOf(index);
  nameIt(id);
  ownIt(id);
  return id;
}

Identity Plan::identityOn(Kind kind, std::size_t ordinal, int day) const {
  Identity id = identity(kind, ordinal);
  const Change* change = inForce(id.index, day);
  if (change == nullptr) return id;
  if (change->kind == Case::Reassigned) id.liveOwner = id.terraformOwner = id.inventoryOwner = newOwner(id);
  if (change->kind == Case::Destroyed) id.inTerraform = false;
  return id;
}

const Change* Plan::changeOf(std::size_t index) const {
  const auto found = changes_.find(index);
  return found == changes_.end() ? nullptr : &found->second;
}

const Change* Plan::inForce(std::size_t index, int day) const {
  const Change* change = changeOf(index);
  return change != nullptr && change->inForce(day) ? change : nullptr;
}

std::chrono::seconds Plan::ahead(std::size_t cluster) const {
  return std::chrono::seconds(skewedCluster_ == cluster ? 90 + hash(PurposeClock) % 80 : 0);
}

bool Plan::live(const Identity& id, int day) const {
  if (const Change* change = inForce(id.index, day); change && change->kind == Case::DeletedPartly)
    return false;
  switch (id.fault.kind) {
  case FaultKind::Unseen:
    return false;
  case FaultKind::Gone:
  case FaultKind::DeletedPartial:
    return day < lastDay();
  default:
    return true;
  }
}

bool Plan::edited(const Identity& id, int day) const {
  return id.fault.kind == FaultKind::Moved && day == lastDay();
}

std::string Plan::uniqueId(const Identity& id, int day) const {
  return day == lastDay() ? id.newUniqueId : id.uniqueId;
}

std::string newOwner(const Identity& id) {
  const auto own = std::find(teams.begin(), teams.end(), std::string_view(id.team)) - teams.begin();
  return teamAddress(teams[(static_cast<std::size_t>(own) + 3) % teams.size()]);
}

Instant Plan::capture(int day) const {
  using std::chrono::hours;
  using std::chrono::minutes;
  const auto whole = std::chrono::floor<std::chrono::seconds>(options_.now);
  return whole - minutes(6) - hours(24) * (options_.days - day);
}

bool Plan::sharedPolicyEdited(std::size_t account, std::size_t block, int day) const {
  return editedPolicy_ && day == lastDay() && editedPolicy_->account == account &&
         editedPolicy_->block == block;
}
bool Plan::groupEdited(std::size_t account, std::size_t block, int day) const {
  return editedGroup_ && day == lastDay() && editedGroup_->account == account && editedGroup_->block == block;
}
bool Plan::holdsEditedPolicy(const Identity& id) const {
  return editedPolicy_ && id.kind == Kind::Role && hasSharedPolicy(id.ordinal) &&
         editedPolicy_->account == id.scope && editedPolicy_->block == policyBlock(id.ordinal);
}
bool Plan::inEditedGroup(const Identity& id) const {
  return editedGroup_ && id.kind == Kind::User && editedGroup_->account == id.scope &&
         editedGroup_->block == groupBlock(id.ordinal);
}
bool Plan::underEditedGuardrail(const Identity& id) const {
  return guardrailEdited_ && id.kind != Kind::ServiceAccount && id.scope == 1 && liveInTheEnd(id);
}
bool Plan::exported(std::size_t cluster, int day) const {
  return staleCluster_ != cluster || day < lastDay();
}
bool Plan::partialAccount(std::size_t account, int day) const {
  return partialAccount_ == account && day == lastDay();
}
bool Plan::partialCluster(std::size_t cluster, int day) const {
  return partialCluster_ == cluster && day == lastDay();
}

} // namespace countersign::estate
