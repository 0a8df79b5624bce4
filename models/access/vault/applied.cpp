// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/applied.h"

#include "models/access/vault/constraints.h"
#include "models/access/vault/documents.h"

#include <algorithm>
#include <tuple>

namespace countersign {
namespace {

using namespace vault;

std::string joined(const std::vector<std::string>& texts, const char* between = "; ") {
  std::string out;
  for (const std::string& text : texts)
    out += (out.empty() ? "" : between) + text;
  return out;
}

std::vector<std::string> conditionsOf(const Permissions& p, const std::string& capability) {
  const bool writes =
      capability == "read" || capability == "create" || capability == "update" || capability == "patch";
  std::vector<std::string> out = constraintTexts(p, writes, capability == "list" || capability == "scan");
  for (std::string& text : approvalTexts(p))
    out.push_back(std::move(text));
  return out;
}

/// The reasons for a policy that are the principal's own: what an entity adds to a role is the entity's.
std::vector<std::string> ownReasons(const Holder& holder, const std::string& policy, bool role) {
  std::vector<std::string> out = holder.reasonsFor(policy);
  if (role)
    std::erase_if(out, [](const std::string& by) { return !by.starts_with("role ") && by != "every token"; });
  return out;
}

class Applied {
public:
  Applied(const HeldDocumentPtr& principal, const DocumentHolder& held)
      : held_(held), role_(principal->document.object.kind == "vault.auth-role"),
        scope_(principal->document.content["cluster"].asString()) {}

  GrantList list() {
    out_.known = true;
    out_.missing = held_.holder.missing;
    if (!held_.holder.refused.empty())
      out_.missing.push_back("nothing of this can be used: " + held_.holder.refused);
    const Acl& acl = held_.holder.acl;
    if (acl.isRoot()) add({"root", "*", 0, {}, {}}, "*", "*", {}, true);
    for (const MergedRule* rule : acl.rules())
      for (const Source& source : rule->sources)
        for (const std::string& capability : capabilityNames(source.capabilities))
          add(source, capability, rule->pattern(), joined(conditionsOf(rule->permissions, capability)),
              !rule->placement.segmentWildcards);
    for (const Unplaced& rule : acl.unplaced())
      for (const std::string& capability : capabilityNames(rule.source.capabilities))
        add(rule.source, capability, rule.source.key, "it is not known where this applies: " + rule.reason,
            false);
    return std::move(out_);
  }

private:
  void add(const Source& source, const std::string& capability, const std::string& pattern,
           const std::string& condition, bool exact) {
    const auto reasons = ownReasons(held_.holder, source.policy, role_);
    if (reasons.empty()) return;
    Grant g;
    g.deny = capability == "deny";
    g.action = g.deny ? "*" : capability;
    g.shown = capability == "*" ? "everything" : capability;
    g.resource = pattern;
    g.condition = condition;
    if (source.expires)
      g.condition += (condition.empty() ? "" : "; ") + ("until " + formatRfc3339(*source.expires));
    g.scope = scope_;
    g.path = "policy " + source.policy + " ← " + joined(reasons, ", ");
    g.exact = exact;
    if (const auto policy = held_.policies.find(source.policy); policy != held_.policies.end()) {
      g.document = policy->second;
      g.inner = held_.pointer(source.policy, source.line);
    }
    out_.grants.push_back(std::move(g));
  }

  const DocumentHolder& held_;
  bool role_;
  std::string scope_;
  GrantList out_;
};

/// Rows of the policies together.
class Effective {
public:
  explicit Effective(const DocumentHolder& held) : held_(held), holder_(held.holder) {}

  AnsweredRows rows() {
    out_.known = true;
    out_.missing = holder_.missing;
    out_.notes = held_.notes;
    if (holder_.acl.isRoot()) {
      AnsweredRow row{"*", "*", {}, nullptr, {}};
      row.answer.verdict = holder_.refused.empty() ? Verdict::Allowed : Verdict::Denied;
      row.answer.deniedBy = holder_.refused;
      row.answer.why.push_back({"policy", "the policy root allows everything", "root", {}});
      out_.rows.push_back(std::move(row));
      return std::move(out_);
    }
    for (const MergedRule* rule : holder_.acl.rules())
      for (const std::string& capability : capabilityNames(rule->permissions.capabilities))
        placed(*rule, capability);
    for (const Unplaced& rule : holder_.acl.unplaced())
      for (const std::string& capability : capabilityNames(rule.source.capabilities))
        unplaced(rule, capability);
    std::stable_sort(out_.rows.begin(), out_.rows.end(), [](const AnsweredRow& a, const AnsweredRow& b) {
      return std::tie(a.resource, a.action) < std::tie(b.resource, b.action);
    });
    return std::move(out_);
  }

private:
  void placed(const MergedRule& rule, const std::string& capability) {
    AnsweredRow row{capability == "deny" ? "*" : capability, rule.pattern(), {}, nullptr, {}};
    const bool exact = !rule.placement.prefix && !rule.placement.segmentWildcards;
    // One path alone: the engine's own answer, with what the path asks for beside.
    if (exact && capability != "deny" && capability != "sudo" && capability != "subscribe") {
      Question question;
      question.action = capability;
      question.resource = row.resource;
      row.answer = vault::answer(holder_, question);
    } else {
      row.answer = byRule(rule, capability);
    }
    row.answer.why.clear(); // the same below, with its place
    for (const Source& source : rule.sources)
      explain(source, row);
    out_.rows.push_back(std::move(row));
  }

  Answer byRule(const MergedRule& rule, const std::string& capability) const {
    Answer out;
    const bool exact = !rule.placement.prefix && !rule.placement.segmentWildcards;
    const bool deny = capability == "deny";
    if (!holder_.refused.empty() || (deny && (exact || nothingMissing()))) {
      out.verdict = Verdict::Denied;
      out.explicitDeny = !holder_.refused.empty() || rule.permissions.capabilities.has(Capability::Deny);
      out.deniedBy = !holder_.refused.empty() ? holder_.refused
                     : out.explicitDeny       ? "capability deny"
                                              : "the path has no capability";
      return out;
    }
    out.until = holder_.acl.nextExpiration();
    // A rule that is not known could be the better one anywhere below this pattern.
    out.missing = holder_.missing;
    for (const Unplaced& other : holder_.acl.unplaced())
      out.missing.push_back("policy " + other.source.policy + ", path \"" + other.source.key +
                            "\": " + other.reason);
    if (!out.missing.empty()) return out;
    out.conditions = conditionsOf(rule.permissions, capability);
    out.verdict = out.conditions.empty() ? Verdict::Allowed : Verdict::Conditional;
    return out;
  }

  bool nothingMissing() const { return holder_.missing.empty() && holder_.acl.unplaced().empty(); }

  void unplaced(const Unplaced& rule, const std::string& capability) {
    AnsweredRow row{capability == "deny" ? "*" : capability, rule.source.key, {}, nullptr, {}};
    if (holder_.refused.empty()) {
      row.answer.missing = {rule.reason};
    } else {
      row.answer.verdict = Verdict::Denied;
      row.answer.deniedBy = holder_.refused;
    }
    explain(rule.source, row);
    out_.rows.push_back(std::move(row));
  }

  void explain(const Source& source, AnsweredRow& row) const {
    const std::string pointer = held_.pointer(source.policy, source.line);
    row.answer.why.push_back({"policy",
                              "path \"" + source.key +
                                  "\": " + joined(capabilityNames(source.capabilities), ", ") + " (" +
                                  joined(holder_.reasonsFor(source.policy)) + ")",
                              source.policy, pointer});
    const auto policy = held_.policies.find(source.policy);
    if (row.document || policy == held_.policies.end()) return;
    row.document = policy->second;
    row.inner = pointer;
  }

  const DocumentHolder& held_;
  const Holder& holder_;
  AnsweredRows out_;
};

} // namespace

GrantList vaultGrants(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane) {
  if (plane != SourceRole::Live || principal->role != plane || !isHolder(principal)) return {};
  // Rules that have expired are of what is applied too.
  const DocumentHolder held = holderFrom(reader, principal, Instant{});
  return Applied(principal, held).list();
}

AnsweredRows vault::effectiveRows(DocumentReader& reader, const HeldDocumentPtr& principal, Instant now) {
  if (principal->role != SourceRole::Live || !isHolder(principal)) return {};
  const DocumentHolder held = holderFrom(reader, principal, now);
  return Effective(held).rows();
}

} // namespace countersign
