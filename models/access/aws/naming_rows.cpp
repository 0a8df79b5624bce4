// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/naming_rows.h"

#include "models/access/aws/region_difference.h"
#include "models/access/aws/service_rules.h"
#include "models/access/aws/sieve.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace countersign::iam {
namespace {

constexpr std::size_t mostRows = 10'000;

Area areaOf(const char* action) {
  return Area{{{Glob(wildcardSymbols(action))}, false}, {{Glob(wildcardSymbols("*"))}, false}};
}

std::vector<Language> languagesOf(const GlobList& list) {
  if (list.negated) return {Language{{}, list.globs}};
  std::vector<Language> out;
  for (const Glob& glob : list.globs)
    out.push_back(Language{{glob}, {}});
  return out;
}

/// A statement without Resource is about the resource that its policy is attached to.
Policy withResource(const Policy& policy, const std::string& arn) {
  Policy out = policy;
  for (Statement& statement : out.statements)
    if (!statement.resources.present) {
      statement.resources.present = true;
      statement.resources.patterns = {TextPattern(arn, TextPattern::Rules{false, false, false})};
    }
  return out;
}

class NamingWalk {
public:
  NamingWalk(const NamedPrincipal& principal, Instant now)
      : principal_(principal), who_(principalOf(principal.arn)) {
    context_ = requestOf(who_, {}, {}, {}, false, {}).context;
    context_.now = now;
    const PolicySet& own = principal.own;
    identity_ = limitOf("identity policy", own.identity, false);
    boundary_ = limitOf("permissions boundary", own.boundary, true);
    if (isServiceLinkedRole(who_)) return;
    if (!own.principalInManagementAccount)
      for (const OrganizationLevel& level : own.serviceControl)
        guards_.push_back(limitOf("SCP at " + level.target, level.policies, true));
    for (const OrganizationLevel& level : own.resourceControl)
      resourceControl_.push_back(namedLimit("RCP at " + level.target, level.policies));
  }

  void take(const NamingPolicy& from, std::size_t index) {
    at_ = &from;
    index_ = index;
    foreign_ = !from.account.empty() && from.account != who_.account();
    if (foreign_ && principal_.missing.empty())
      return; // its own policies have to give it too: then they show it
    const Policy policy = withResource(*from.policy, from.arn);
    const Limit resource = namedLimit("resource policy", {&policy});
    for (const Prepared& allow : prepare({&policy}, Statement::Effect::Allow, context_)) {
      note(allow);
      if (allow.truth == Truth::No || !allow.statement->principal.present) continue;
      const PrincipalMatch match = matchPrincipal(allow.statement->principal, who_, context_.complete);
      const Truth named = either(match.direct, match.role);
      if (named != Truth::No) given(allow, match, named, resource);
    }
  }

  NamingRows out;

private:
  std::vector<Prepared> prepared(const std::vector<const Policy*>& policies, Statement::Effect effect) {
    auto all = prepare(policies, effect, context_);
    for (const Prepared& p : all)
      note(p);
    all.erase(std::remove_if(all.begin(), all.end(), [](const Prepared& p) { return p.truth == Truth::No; }),
              all.end());
    return all;
  }

  Limit limitOf(std::string name, const std::vector<const Policy*>& policies, bool limits) {
    return {std::move(name), limits,
            limits ? prepared(policies, Statement::Effect::Allow) : std::vector<Prepared>(),
            prepared(policies, Statement::Effect::Deny)};
  }

  /// Denials of policies that have a Principal: those that are about this one.
  Limit namedLimit(std::string name, const std::vector<const Policy*>& policies) {
    Limit made{std::move(name), false, {}, {}};
    for (Prepared& deny : prepared(policies, Statement::Effect::Deny)) {
      const PrincipalMatch match = deniedBy(*deny.statement);
      const Truth any = match.any();
      if (any == Truth::No) continue;
      if (any == Truth::If) deny.conditions.push_back(match.condition);
      if (any == Truth::Undecided) deny.missing.push_back(match.missing);
      deny.truth = both(deny.truth, any);
      made.denies.push_back(std::move(deny));
    }
    return made;
  }

  PrincipalMatch deniedBy(const Statement& statement) const {
    const PrincipalList& list = statement.principal;
    PrincipalMatch everyone;
    everyone.direct = Truth::Yes;
    if (!list.present) return statement.notEvaluated.empty() ? PrincipalMatch() : everyone;
    // NotPrincipal with Deny always denies a principal that has a permissions boundary (IAM User Guide,
    // "Permissions boundaries").
    if (list.negated && !principal_.own.boundary.empty()) return everyone;
    return matchPrincipal(list, who_, context_.complete);
  }

  void note(const Prepared& p) {
    if (p.until && (!out.until || *p.until < *out.until)) out.until = p.until;
  }

  void incomplete(const char* reason) {
    out.complete = false;
    if (out.reason.empty()) out.reason = reason;
  }

  void given(const Prepared& allow, const PrincipalMatch& match, Truth named, const Limit& resource) {
    for (const Language& actions : languagesOf(allow.area.actions))
      for (const Language& resources : languagesOf(allow.area.resources)) {
        Splitter split;
        Sieve sieve(split);
        region_ = {actions, resources};
        const auto regions =
            at_->trust ? split.within(region_, areaOf("sts:*")) : std::vector<Region>{region_};
        for (const Region& part : regions)
          sieve.live.push_back({part, allow.conditions, allow.missing, {}, {}});
        for (Piece& piece : sieve.live) {
          if (named == Truth::If) piece.conditions.push_back("if " + match.condition);
          if (named == Truth::Undecided) piece.missing.push_back(match.missing);
        }
        limit(sieve, match.direct != Truth::No, resource);
        of_ = {languageText(actions), languageText(resources)};
        withoutOwn(allow, sieve, split);
      }
  }

  /// What is given to the principal by its own ARN or to everyone is not limited by an implicit deny of its
  /// boundary; what is given to the ARN of a role is (judgement.cpp, sameAccount).
  void limit(Sieve& sieve, bool direct, const Limit& resource) const {
    std::vector<const Limit*> all{&identity_, &boundary_, &resource};
    for (const auto* more : {&guards_, &resourceControl_})
      for (const Limit& one : *more)
        all.push_back(&one);
    for (const Truth truth : {Truth::Yes, Truth::If, Truth::Undecided})
      for (const Limit* one : all)
        for (const Prepared& deny : one->denies)
          if (deny.truth == truth) sieve.deny(one->name, deny);
    for (const Limit& one : guards_)
      sieve.allow(one);
    if (!direct && !principal_.own.boundary.empty()) sieve.allow(boundary_);
  }

  /// Leaves out what own policies give for certain. Where that has too many parts to tell apart the piece
  /// stays whole, and it is not known whether they give it too.
  void withoutOwn(const Prepared& allow, Sieve& sieve, const Splitter& limits) {
    if (limits.tooMany || sieve.live.size() > limits.limit) return tooMany(allow);
    for (Piece& piece : sieve.live) {
      constexpr std::size_t mostParts = 64;
      Splitter split;
      std::vector<Region> left{piece.region};
      for (const GrantRow& own : principal_.rows->rows)
        if (isOwn(own, true) && left.size() <= mostParts && !split.tooMany)
          left = outside(left, own.region, split);
      const bool whole = left.size() > mostParts || split.tooMany;
      if (whole) left = {piece.region};
      for (Region& region : left) {
        Piece part = piece;
        part.region = std::move(region);
        const bool beside = whole || !principal_.rows->complete || mayBeOwn(part.region);
        add(allow, std::move(part), beside);
      }
    }
  }

  static bool isOwn(const GrantRow& own, bool certain) {
    return own.effect == Statement::Effect::Allow && own.verdict != GrantVerdict::Denied &&
           (own.verdict == GrantVerdict::Effective) == certain;
  }

  static std::vector<Region> outside(const std::vector<Region>& regions, const Region& own, Splitter& split) {
    std::vector<Region> rest;
    for (const Region& region : regions) {
      Divided parts = dividedBy(region, own, split);
      if (parts.inside.empty())
        rest.push_back(region);
      else
        std::move(parts.outside.begin(), parts.outside.end(), std::back_inserter(rest));
    }
    return rest;
  }

  bool mayBeOwn(const Region& region) const {
    Splitter split;
    return std::any_of(principal_.rows->rows.begin(), principal_.rows->rows.end(), [&](const GrantRow& own) {
      return isOwn(own, false) && (!dividedBy(region, own.region, split).inside.empty() || split.tooMany);
    });
  }

  void tooMany(const Prepared& allow) {
    constexpr const char* reason = "the policies overlap in too many parts to tell them all apart";
    incomplete(reason);
    Piece whole;
    whole.region = region_;
    whole.missing = {reason};
    add(allow, std::move(whole), true);
  }

  void add(const Prepared& allow, Piece piece, bool beside) {
    if (out.rows.size() >= mostRows) return incomplete("policies of resources say more than a list can hold");
    NamingRow to;
    to.beside = beside || !principal_.missing.empty();
    to.policy = index_;
    GrantRow& row = to.row;
    std::tie(row.ofAction, row.ofResource) = of_;
    row.effect = Statement::Effect::Allow;
    row.action = languageText(piece.region.actions);
    row.resource = languageText(piece.region.resources);
    row.region = std::move(piece.region);
    row.policy = allow.policy->name;
    row.document = allow.policy->document;
    row.pointer = allow.statement->pointer;
    row.statement = allow.index;
    row.conditions = std::move(piece.conditions);
    row.missing = std::move(piece.missing);
    row.limits = std::move(piece.limits);
    admitGaps(row);
    row.verdict = !row.missing.empty()      ? GrantVerdict::NotEvaluated
                  : !row.conditions.empty() ? GrantVerdict::Conditional
                                            : GrantVerdict::Effective;
    out.rows.push_back(std::move(to));
  }

  /// What is in no snapshot may deny it.
  void admitGaps(GrantRow& row) const {
    if (at_->account.empty())
      row.conditions.push_back("if the resource belongs to account " + std::string(who_.account()));
    for (const std::string& what : principal_.own.notImported)
      row.conditions.push_back("if " + what + ", which were not imported, do not deny it");
    for (const std::string& what : principal_.missing)
      if (foreign_)
        row.missing.push_back("whether its own policies allow it too: " + what);
      else
        row.conditions.push_back("if it does not deny it: " + what);
  }

  const NamedPrincipal& principal_;
  Principal who_;
  Context context_;
  Limit identity_, boundary_;
  std::vector<Limit> guards_, resourceControl_;
  const NamingPolicy* at_ = nullptr;
  std::size_t index_ = 0;
  bool foreign_ = false;
  Region region_; ///< of the statement at hand
  std::pair<std::string, std::string> of_;
};

} // namespace

NamingRows namingRows(const NamedPrincipal& principal, const std::vector<NamingPolicy>& policies,
                      Instant now) {
  NamingWalk walk(principal, now);
  for (std::size_t i = 0; i < policies.size(); ++i)
    walk.take(policies[i], i);
  return std::move(walk.out);
}

} // namespace countersign::iam
