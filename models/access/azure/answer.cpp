// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/directory.h"
#include "models/access/azure/text.h"

#include <algorithm>

namespace countersign::azure {
namespace {

void append(Texts& to, const Texts& from) {
  for (const std::string& text : from)
    if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
}

std::string scopeText(const std::string& scope) {
  return scope == "/" ? "the top of the tenant" : scope;
}

void explain(const Tenant& tenant, const Decision& decision, Answer& out) {
  for (const Forbidden& deny : decision.deniedBy)
    out.why.push_back({"deny assignment", deny.assignment->name + " at " + scopeText(deny.assignment->scope),
                       cited(*deny.assignment), "/permissions/" + std::to_string(deny.block)});
  for (const Held& held : decision.by) {
    const RoleAssignment& a = *held.assignment;
    out.why.push_back(
        {"role assignment",
         tenant.shown(a.principal) + " at " + scopeText(a.scope) + (held.via.empty() ? "" : " ← " + held.via),
         cited(a),
         {}});
    if (held.role != nullptr)
      out.why.push_back(
          {"role", held.role->name, cited(*held.role), "/permissions/" + std::to_string(held.block)});
  }
}

/// The answer to a question about permissions that are given one by one.
class Collected {
public:
  void add(Truth truth, WhyStep why, const Texts& conditions, const Texts& missing) {
    if (truth == Truth::No) return;
    if (truth > best_) {
      best_ = truth;
      out_.conditions.clear();
      out_.missing.clear();
    }
    out_.why.push_back(std::move(why));
    if (truth != best_) return;
    append(out_.conditions, conditions);
    append(out_.missing, missing);
  }

  /// `lack`: what is not imported and could give it; `none`: why it is denied.
  Answer finish(const Standing& standing, const std::string& lack, const std::string& none) {
    if (best_ == Truth::Yes) {
      out_.conditions.clear();
      out_.missing.clear();
    }
    if (best_ == Truth::No && !lack.empty()) {
      best_ = Truth::Undecided;
      out_.missing.push_back(lack);
    }
    if (best_ != Truth::No) {
      best_ = both(best_, standing.usable);
      append(out_.conditions, standing.conditions);
      append(out_.missing, standing.missing);
    }
    out_.explicitDeny = standing.usable == Truth::No;
    if (out_.explicitDeny) best_ = Truth::No;
    out_.verdict = best_ == Truth::Yes  ? Verdict::Allowed
                   : best_ == Truth::If ? Verdict::Conditional
                   : best_ == Truth::No ? Verdict::Denied
                                        : Verdict::NotEvaluated;
    if (best_ == Truth::No) {
      out_.deniedBy = out_.explicitDeny ? standing.deniedBy : none;
      out_.conditions.clear();
      out_.missing.clear();
    }
    return std::move(out_);
  }

private:
  Truth best_ = Truth::No;
  Answer out_;
};

/// Is a resource's service principal the one that is asked about?
bool isResource(const Tenant& tenant, const std::string& id, const std::string& asked) {
  const std::string low = lowered(asked);
  if (id == low || asked.empty()) return true;
  const Principal* resource = tenant.find(id);
  return resource != nullptr && (resource->appId == low || lowered(resource->name) == low);
}

std::string lackOf(const Tenant& tenant, std::string_view kind, const char* text) {
  return tenant.wasShown(kind) ? std::string() : std::string(text) + " were not all imported";
}

/// Whether what a role's action is on includes what is asked about; "/" is the whole directory.
Truth inDirectoryScope(const std::string& held, const std::string& asked) {
  if (held == "/" || held == asked) return Truth::Yes;
  // Which objects an administrative unit holds is not known here.
  return held.compare(0, 22, "/administrativeunits/") == 0 || held.find("administrativeunits") == 1
             ? Truth::Undecided
             : Truth::No;
}

} // namespace

Answer appRoleAnswer(const Tenant& tenant, const Question& question, std::string_view role) {
  Collected out;
  const std::string who = tenant.objectId(question.principal), wanted = lowered(role);
  for (const AppRoleAssignment& a : tenant.objects().appRoles) {
    if (a.principal != who || !isResource(tenant, a.resource, question.resource)) continue;
    bool known = false;
    const std::string value = appRoleValue(tenant, a, &known);
    const Truth same = lowered(value) == wanted || a.role == wanted ? Truth::Yes
                       : known                                      ? Truth::No
                                                                    : Truth::Undecided;
    out.add(same, {"application permission", value + " on " + tenant.shown(a.resource), a.document, {}}, {},
            {"which permission " + a.role + " of " + tenant.shown(a.resource) + " is"});
  }
  return out.finish(tenant.standing(who),
                    lackOf(tenant, "azure.app-role-assignment", "application permissions"),
                    "no such application permission is granted");
}

Answer delegatedAnswer(const Tenant& tenant, const Question& question, std::string_view scope) {
  Collected out;
  const std::string who = tenant.objectId(question.principal), wanted = lowered(scope);
  for (const DelegatedGrant& grant : tenant.objects().delegated) {
    if (grant.client != who || !isResource(tenant, grant.resource, question.resource)) continue;
    for (const std::string& one : grant.scopes)
      if (lowered(one) == wanted)
        out.add(Truth::If,
                {"delegated permission", one + " on " + tenant.shown(grant.resource), grant.document, {}},
                {(grant.user.empty() ? "a user" : tenant.shown(grant.user)) +
                 " is signed in to it and may do this, too"},
                {});
  }
  return out.finish(tenant.standing(who), lackOf(tenant, "azure.delegated-grant", "delegated permissions"),
                    "no such delegated permission is granted");
}

Answer directoryAnswer(const Tenant& tenant, const Question& question, std::string_view action) {
  Collected out;
  const std::string who = tenant.objectId(question.principal), wanted = lowered(action),
                    asked = normalScope(question.resource.empty() ? "/" : question.resource);
  for (const DirectoryHeld& held : directoryRolesOf(tenant, who, question.now)) {
    bool whole = false;
    const Texts actions = directoryActions(held, &whole);
    const bool covered = std::any_of(actions.begin(), actions.end(),
                                     [&](const std::string& one) { return directoryCovers(one, wanted); });
    Truth truth = covered ? Truth::Yes : whole ? Truth::No : Truth::Undecided;
    Texts missing = held.missing;
    if (truth == Truth::Undecided) missing.push_back("what the role " + held.roleName() + " may do");
    const Truth inside = inDirectoryScope(held.assignment->scope, asked);
    if (inside == Truth::Undecided)
      missing.push_back("whether " + asked + " is in " + held.assignment->scope);
    truth = both(both(truth, inside), held.truth);
    out.add(truth,
            {"directory role",
             held.roleName() + (held.via.empty() ? "" : " ← " + held.via),
             held.assignment->document,
             {}},
            held.conditions, missing);
  }
  return out.finish(tenant.standing(who),
                    lackOf(tenant, "azure.directory-role-assignment", "roles of the directory"),
                    "no role of the directory gives it");
}

Answer answer(const Tenant& tenant, const Question& question) {
  const auto behind = [&](std::string_view prefix) {
    return question.action.compare(0, prefix.size(), prefix) == 0
               ? std::optional<std::string_view>(std::string_view(question.action).substr(prefix.size()))
               : std::nullopt;
  };
  if (const auto role = behind("app-role:")) return appRoleAnswer(tenant, question, *role);
  if (const auto scope = behind("scope:")) return delegatedAnswer(tenant, question, *scope);
  if (const auto action = behind("directory:")) return directoryAnswer(tenant, question, *action);
  Request request;
  request.principal = question.principal;
  const auto data = behind("data:");
  request.data = data.has_value();
  request.action = data ? std::string(*data) : question.action;
  request.scope = question.resource;
  request.values = question.context;
  request.valuesComplete = question.contextComplete;
  request.now = question.now;
  const Decision decision = decide(tenant, request);
  Answer out;
  out.verdict = decision.verdict;
  append(out.conditions, decision.conditions);
  append(out.missing, decision.missing);
  out.until = decision.until;
  if (out.verdict == Verdict::Denied) {
    const auto sure = std::find_if(decision.deniedBy.begin(), decision.deniedBy.end(),
                                   [](const Forbidden& f) { return f.truth == Truth::Yes; });
    out.explicitDeny = sure != decision.deniedBy.end() || decision.standing.usable == Truth::No;
    out.deniedBy = sure != decision.deniedBy.end()         ? "deny assignment " + sure->assignment->name
                   : decision.standing.usable == Truth::No ? decision.standing.deniedBy
                                                           : "no role assignment gives it";
  }
  explain(tenant, decision, out);
  return out;
}

} // namespace countersign::azure
