// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/grants.h"
#include "models/access/aws/service_rules.h"
#include "models/access/aws/sieve.h"

#include <algorithm>
#include <deque>
#include <tuple>
#include <utility>

namespace countersign::iam {
namespace {

constexpr std::size_t mostRows = 10'000;

class Rows {
public:
  Rows(const std::string& principal, const PolicySet& from, Instant now)
      : identity_(from.identity), notImported_(from.notImported) {
    const Principal who = principalOf(principal);
    if (!principal.empty()) context_ = requestOf(who, {}, {}, {}, false, {}).context;
    context_.now = now;
    account_ = std::string(who.account());
    addLimit("identity policy", identity_, false);
    if (!from.boundary.empty()) addLimit("permissions boundary", from.boundary, true);
    if (!from.principalInManagementAccount && !isServiceLinkedRole(who))
      for (const OrganizationLevel& level : from.serviceControl)
        addLimit("SCP at " + level.target, level.policies, true);
    if (who.kind == Principal::Kind::Root)
      incomplete("the root user may do everything in its account that its SCPs allow");
  }

  GrantRows run() {
    const auto allows = prepare(identity_, Statement::Effect::Allow, context_);
    for (const Prepared& p : allows)
      note(p);
    const auto& denies = limits_.front().denies;
    auto allow = allows.begin();
    auto deny = denies.begin();
    for (const Policy* policy : identity_)
      for (std::size_t i = 0; i < policy->statements.size(); ++i) {
        for (; allow != allows.end() && allow->policy == policy && allow->index == i; ++allow)
          given(*allow);
        for (; deny != denies.end() && deny->policy == policy && deny->index == i; ++deny)
          if (deny->statement->effect == Statement::Effect::Deny) forbidden(*deny);
      }
    return std::move(out_);
  }

private:
  void addLimit(std::string name, const std::vector<const Policy*>& policies, bool limits) {
    const auto of = [&](Statement::Effect effect) {
      auto out = prepare(policies, effect, context_);
      for (const Prepared& p : out)
        note(p);
      out.erase(
          std::remove_if(out.begin(), out.end(), [](const Prepared& p) { return p.truth == Truth::No; }),
          out.end());
      return out;
    };
    limits_.push_back({std::move(name), limits,
                       limits ? of(Statement::Effect::Allow) : std::vector<Prepared>(),
                       of(Statement::Effect::Deny)});
  }

  void note(const Prepared& p) {
    if (p.until && (!out_.until || *p.until < *out_.until)) out_.until = p.until;
  }

  void incomplete(const char* reason) {
    out_.complete = false;
    if (out_.reason.empty()) out_.reason = reason;
  }

  // --- rows ----------------------------------------------------------------------------------------------

  static std::vector<Language> languagesOf(const GlobList& list) {
    if (list.negated) return {Language{{}, list.globs}};
    std::vector<Language> out;
    for (const Glob& glob : list.globs)
      out.push_back(Language{{glob}, {}});
    return out;
  }

  void given(const Prepared& allow) {
    const auto resources = languagesOf(allow.area.resources);
    for (const Language& actions : languagesOf(allow.area.actions)) {
      relevantLimits(actions);
      for (const Language& resource : resources) {
        of_ = {languageText(actions), languageText(resource)};
        if (allow.truth == Truth::No) {
          GrantRow row = rowOf(allow, {actions, resource});
          row.verdict = GrantVerdict::Denied;
          row.limits.push_back(
              stepOf("identity policy", allow, "has conditions that do not hold for the principal"));
          add(std::move(row));
        } else {
          fate(allow, {actions, resource});
        }
      }
    }
  }

  void forbidden(const Prepared& deny) {
    for (const Language& actions : languagesOf(deny.area.actions))
      for (const Language& resource : languagesOf(deny.area.resources)) {
        of_ = {languageText(actions), languageText(resource)};
        GrantRow row = rowOf(deny, {actions, resource});
        row.verdict = deny.truth == Truth::Yes  ? GrantVerdict::Effective
                      : deny.truth == Truth::If ? GrantVerdict::Conditional
                                                : GrantVerdict::NotEvaluated;
        row.conditions = deny.conditions;
        row.missing = deny.missing;
        add(std::move(row));
      }
  }

  /// Of the limits, the statements and patterns that are about these actions.
  void relevantLimits(const Language& actions) {
    at_.clear();
    const auto pick = [&](const std::vector<Prepared>& all) {
      std::vector<Prepared> out;
      for (const Prepared& p : all) {
        GlobList list = relevant(p.area.actions, actions);
        if (isNothing(list)) continue;
        out.push_back(p);
        out.back().area.actions = std::move(list);
      }
      return out;
    };
    for (const Limit& limit : limits_)
      at_.push_back({limit.name, limit.limits, pick(limit.allows), pick(limit.denies)});
  }

  /// Sends a row through what denies, then through what has to allow.
  void fate(const Prepared& allow, Region region) {
    Sieve sieve(split_);
    sieve.live.push_back({region, allow.conditions, allow.missing, {}, {}});
    for (const Truth truth : {Truth::Yes, Truth::If, Truth::Undecided})
      for (const Limit& limit : at_)
        for (const Prepared& deny : limit.denies)
          if (deny.truth == truth) sieve.deny(limit.name, deny);
    for (const Limit& limit : at_)
      if (limit.limits) sieve.allow(limit);
    if (split_.tooMany || sieve.live.size() + sieve.denied.size() > split_.limit) {
      constexpr const char* reason = "the policies overlap in too many parts to tell them all apart";
      incomplete(reason);
      sieve.live = {{std::move(region), {}, {reason}, {}, {}}};
      sieve.denied.clear();
    }
    for (Piece& piece : sieve.live)
      add(pieceRow(allow, std::move(piece)));
    for (Piece& piece : sieve.denied) {
      GrantRow row = pieceRow(allow, std::move(piece));
      row.verdict = GrantVerdict::Denied;
      row.conditions.clear();
      row.missing.clear();
      add(std::move(row));
    }
  }

  GrantRow rowOf(const Prepared& from, const Region& region) const {
    GrantRow row;
    std::tie(row.ofAction, row.ofResource) = of_;
    row.effect = from.statement->effect;
    row.action = languageText(region.actions);
    row.resource = languageText(region.resources);
    row.region = region;
    row.policy = from.policy->name;
    row.document = from.policy->document;
    row.pointer = from.statement->pointer;
    row.statement = from.index;
    return row;
  }

  GrantRow pieceRow(const Prepared& from, Piece piece) {
    GrantRow row = rowOf(from, piece.region);
    row.conditions = std::move(piece.conditions);
    needs(piece.region, row);
    row.missing = std::move(piece.missing);
    row.limits = std::move(piece.limits);
    row.unlessGuarded = row.conditions.empty() && row.missing.empty() && !notImported_.empty();
    for (const std::string& what : notImported_)
      row.conditions.push_back("if " + what + ", which were not imported, do not deny it");
    row.verdict = !row.missing.empty()      ? GrantVerdict::NotEvaluated
                  : !row.conditions.empty() ? GrantVerdict::Conditional
                                            : GrantVerdict::Effective;
    return row;
  }

  /// What is needed besides for some of what the row is about, or for all of it.
  /// (service_rules.h, needsResourcePolicy; IAM User Guide, "Cross-account policy evaluation logic".)
  void needs(const Region& region, GrantRow& row) {
    static const auto area = [](const char* action, const char* resource) {
      return Area{{{Glob(wildcardSymbols(action))}, false}, {{Glob(wildcardSymbols(resource))}, false}};
    };
    static const Area keys = area("kms:*", "arn:*:kms:*:*:key/*"),
                      roles = area("sts:*", "arn:*:iam::*:role/*");
    const auto add = [&](const Area& of, const char* part, const char* whole) {
      if (split_.within(region, of).empty()) return;
      row.needs.emplace_back(part);
      if (split_.without(region, of).empty()) row.onlyIf.emplace_back(whole);
    };
    add(keys, "of a KMS key, its key policy, which has to leave it to the policies of the account",
        "if the key policy leaves it to the policies of the account");
    add(roles, "of a role to assume, its trust policy", "if the trust policy of the role lets it in");
    const std::string owner = accountOf(region.resources);
    if (!owner.empty() && !account_.empty() && owner != account_)
      row.onlyIf.push_back("if the policy of the resource, which is in account " + owner + ", allows it");
  }

  /// The account that every text of the language names; empty: it may be any.
  static std::string accountOf(const Language& resources) {
    for (const Glob& glob : resources.all) {
      const auto fields = arnFields(glob.text());
      if (fields.size() == 6 && isAccountId(fields[4])) return std::string(fields[4]);
    }
    return {};
  }

  void add(GrantRow row) {
    if (out_.rows.size() < mostRows)
      out_.rows.push_back(std::move(row));
    else
      incomplete("the policies say more than a list can hold");
  }

  std::vector<const Policy*> identity_;
  std::vector<std::string> notImported_;
  std::string account_; ///< of the principal
  Context context_;
  std::vector<Limit> limits_, at_;         ///< all; and those that are about the actions at hand
  std::pair<std::string, std::string> of_; ///< the patterns at hand
  Splitter split_;
  GrantRows out_;
};

/// Reads policies, and keeps them.
class Parsed {
public:
  explicit Parsed(const PrincipalPolicies& from) {
    set.identity = parse(from.identity);
    set.boundary = parse(from.boundary);
    for (const PolicyTextLevel& level : from.serviceControl)
      set.serviceControl.push_back({level.target, parse(level.policies)});
    set.principalInManagementAccount = from.inManagementAccount;
    set.notImported = from.notImported;
  }

  PolicySet set;

private:
  std::vector<const Policy*> parse(const std::vector<PolicyText>& texts) {
    std::vector<const Policy*> out;
    for (const PolicyText& text : texts) {
      owned_.push_back(parsePolicy(Json(text.json), text.name, text.document));
      out.push_back(&owned_.back());
    }
    return out;
  }

  std::deque<Policy> owned_;
};

} // namespace

std::string_view name(GrantVerdict verdict) {
  switch (verdict) {
  case GrantVerdict::Effective:
    return "effective";
  case GrantVerdict::Conditional:
    return "conditional";
  case GrantVerdict::Denied:
    return "denied";
  case GrantVerdict::NotEvaluated:
    break;
  }
  return "not evaluated";
}

GrantRows grantRows(const PrincipalPolicies& policies) {
  const Parsed parsed(policies);
  return Rows(policies.principal, parsed.set, {}).run();
}

GrantRows grantRows(const std::string& principal, const PolicySet& policies, Instant now) {
  return Rows(principal, policies, now).run();
}

} // namespace countersign::iam
