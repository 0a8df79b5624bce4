// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/decide.h"

#include "models/access/azure/text.h"

#include <algorithm>

namespace countersign::azure {
namespace {

bool anyMatches(const Texts& patterns, std::string_view action) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return actionMatches(pattern, action); });
}

class Decider {
public:
  Decider(const Tenant& tenant, const Request& request)
      : tenant_(tenant), request_(request), who_(tenant.objectId(request.principal)),
        action_(lowered(request.action)), scope_(normalScope(request.scope)), groups_(tenant.groupsOf(who_)) {
    // A group can be asked about as well: what it has, each of its members has.
    groups_.emplace(who_, Membership{});
    input_ = {action_, &request_.values, request_.valuesComplete};
  }

  Decision run() {
    out_.standing = tenant_.standing(who_);
    for (const DenyAssignment& deny : tenant_.objects().denies)
      look(deny);
    for (const RoleAssignment& assignment : tenant_.objects().assignments)
      look(assignment);
    decide();
    return std::move(out_);
  }

private:
  /// Whether one of the ids is the principal, or a group that it is in.
  Membership among(const Texts& ids) const {
    Membership out{Truth::No, {}};
    for (const std::string& id : ids) {
      if (id == everyone) return {};
      const auto found = groups_.find(id);
      if (found != groups_.end() && found->second.certain > out.certain) out = found->second;
    }
    return out;
  }

  template <class Found>
  void scope(const std::string& outer, Truth contains, Found& found) const {
    found.truth = both(found.truth, contains);
    if (contains == Truth::Undecided) found.missing.push_back("whether " + scope_ + " lies below " + outer);
  }

  template <class Found>
  void member(const Membership& in, Found& found) const {
    found.truth = both(found.truth, in.certain);
    if (in.certain == Truth::Undecided) found.missing.push_back(in.via);
  }

  template <class Found>
  void condition(const std::string& text, Found& found) const {
    std::string why;
    Truth truth = conditionTruth(text, input_, &why);
    if (truth == Truth::If || truth == Truth::Undecided) found.conditions.push_back(text);
    if (truth == Truth::Undecided) {
      found.missing.push_back("how the condition turns out" + (why.empty() ? "" : ": " + why));
      truth = Truth::If;
    }
    found.truth = both(found.truth, truth);
  }

  void look(const DenyAssignment& deny) {
    const Truth contains = deny.childScopes       ? tenant_.scopes().contains(deny.scope, scope_)
                           : deny.scope == scope_ ? Truth::Yes
                                                  : Truth::No;
    const Membership in = among(deny.principals), out = among(deny.excluded);
    if (contains == Truth::No || in.certain == Truth::No || out.certain == Truth::Yes) return;
    for (std::size_t i = 0; i < deny.blocks.size(); ++i) {
      if (!concerns(deny.blocks[i], request_.data, action_)) continue;
      Forbidden found{&deny, i, Truth::Yes, {}, {}};
      scope(deny.scope, contains, found);
      member(in, found);
      if (out.certain != Truth::No) member({inverse(out.certain), out.via}, found);
      condition(deny.condition, found);
      condition(deny.blocks[i].condition, found);
      if (found.truth != Truth::No) out_.deniedBy.push_back(std::move(found));
    }
  }

  /// False where it does not hold now.
  bool inTime(const RoleAssignment& a) {
    const auto change = [&](Instant at) {
      if (at > request_.now && (!out_.until || at < *out_.until)) out_.until = at;
    };
    if (a.from) change(*a.from);
    if (a.until) change(*a.until);
    return (!a.from || *a.from <= request_.now) && (!a.until || *a.until > request_.now);
  }

  void look(const RoleAssignment& a) {
    const auto in = groups_.find(a.principal);
    if (in == groups_.end()) return;
    const Truth contains = tenant_.scopes().contains(a.scope, scope_);
    if (contains == Truth::No) return;
    Held found{&a, tenant_.role(a.role), 0, in->first == who_ ? "" : in->second.via, Truth::Yes, {}, {}};
    scope(a.scope, contains, found);
    member(in->second, found);
    if (found.role == nullptr) {
      found.truth = both(found.truth, Truth::Undecided);
      found.missing.push_back("role definition " + a.role + " is in no snapshot");
      if (inTime(a)) out_.by.push_back(std::move(found));
      return;
    }
    for (std::size_t i = 0; i < found.role->blocks.size(); ++i)
      if (concerns(found.role->blocks[i], request_.data, action_)) add(found, i);
  }

  void add(Held found, std::size_t block) {
    const RoleAssignment& a = *found.assignment;
    if (!inTime(a)) return;
    found.block = block;
    if (a.eligible) {
      found.truth = both(found.truth, Truth::If);
      found.conditions.push_back("the eligible assignment " + a.id + " is activated");
    }
    condition(a.condition, found);
    condition(found.role->blocks[block].condition, found);
    if (found.truth != Truth::No) out_.by.push_back(std::move(found));
  }

  void decide() {
    Truth given = Truth::No, forbidden = Truth::No;
    for (const Held& held : out_.by)
      given = either(given, held.truth);
    for (const Forbidden& deny : out_.deniedBy)
      forbidden = either(forbidden, deny.truth);
    if (given == Truth::No && !tenant_.wasShown("azure.role-assignment")) {
      given = Truth::Undecided;
      out_.missing.emplace_back("not all role assignments were imported");
    }
    explain(given, forbidden);
    if (given != Truth::No && forbidden == Truth::No && !tenant_.wasShown("azure.deny-assignment")) {
      forbidden = Truth::If;
      out_.conditions.emplace_back("no deny assignment forbids it");
      out_.missing.emplace_back("deny assignments were not imported");
    }
    switch (both(both(given, inverse(forbidden)), out_.standing.usable)) {
    case Truth::Yes:
      out_.verdict = Verdict::Allowed;
      break;
    case Truth::If:
      out_.verdict = Verdict::Conditional;
      break;
    case Truth::Undecided:
      out_.verdict = Verdict::NotEvaluated;
      break;
    case Truth::No:
      out_.verdict = Verdict::Denied;
      out_.conditions.clear();
      out_.missing.clear();
    }
  }

  void append(Texts& to, const Texts& from) const { to.insert(to.end(), from.begin(), from.end()); }

  void explain(Truth given, Truth forbidden) {
    if (forbidden != Truth::Yes) {
      for (const Forbidden& deny : out_.deniedBy) {
        out_.conditions.push_back("deny assignment " + deny.assignment->name + " does not apply");
        append(out_.missing, deny.missing);
      }
      append(out_.conditions, out_.standing.conditions);
      append(out_.missing, out_.standing.missing);
    }
    // Where one assignment gives it for certain, what others would take does not count.
    for (const Held& held : out_.by)
      if (given != Truth::Yes && held.truth == given) {
        append(out_.conditions, held.conditions);
        append(out_.missing, held.missing);
      }
  }

  const Tenant& tenant_;
  const Request& request_;
  std::string who_, action_, scope_;
  Memberships groups_;
  ConditionInput input_;
  Decision out_;
};

} // namespace

bool concerns(const Block& block, bool data, std::string_view action) {
  return anyMatches(data ? block.dataActions : block.actions, action) &&
         !anyMatches(data ? block.notDataActions : block.notActions, action);
}

Decision decide(const Tenant& tenant, const Request& request) {
  return Decider(tenant, request).run();
}

std::vector<Whoever> whoCan(const Tenant& tenant, const Request& request, std::size_t most, bool* whole) {
  std::set<std::string, std::less<>> candidates;
  const std::string scope = normalScope(request.scope), action = lowered(request.action);
  for (const RoleAssignment& a : tenant.objects().assignments) {
    if (tenant.scopes().contains(a.scope, scope) == Truth::No) continue;
    const RoleDefinition* role = tenant.role(a.role);
    const bool about = role == nullptr ||
                       std::any_of(role->blocks.begin(), role->blocks.end(),
                                   [&](const Block& block) { return concerns(block, request.data, action); });
    if (!about) continue;
    candidates.insert(a.principal);
    for (std::string& member : tenant.membersOf(a.principal))
      candidates.insert(std::move(member));
  }
  std::vector<Whoever> out;
  if (whole != nullptr) *whole = candidates.size() <= most;
  for (const std::string& id : candidates) {
    if (most-- == 0) break;
    Request asked = request;
    asked.principal = id;
    Whoever one{id, decide(tenant, asked)};
    if (one.decision.verdict != Verdict::Denied) out.push_back(std::move(one));
  }
  return out;
}

} // namespace countersign::azure
