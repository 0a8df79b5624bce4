// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answer.h"
#include "models/access/kubernetes/objects.h"

#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace countersign::rbac {

/// A rule that a user holds, and what gives it.
struct Held {
  const Binding* binding = nullptr;
  std::size_t subject = 0; ///< which of the binding's
  const Role* role = nullptr;
  const PolicyRule* rule = nullptr;
  std::size_t index = 0; ///< of the rule
};

/// What the RBAC authorizer says to a request.
struct Decision {
  Verdict verdict = Verdict::NotEvaluated; ///< Allowed, Denied, NotEvaluated
  std::vector<Held> by;                    ///< Allowed: of each granting binding the first rule that allows
  std::vector<std::string> missing;        ///< roles that are bound and not there; what else is not known
};

struct Effective {
  PolicyRules rules;
  std::vector<std::string> missing;
};

/// A cluster's RBAC objects, ready to be asked from any thread. Answers are those of the RBAC authorizer
/// alone: node, webhook and ABAC authorizers and admission are not among the objects.
class Cluster {
public:
  /// Where an object occurs twice, the later one counts (as `kubectl apply` has it).
  explicit Cluster(Objects objects);
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  /// Called with each rule that the user holds in `ns` (empty: cluster-wide rules only); `visit` returns
  /// false to stop. Bound roles that are not there are added to `missing`. (kubernetes:
  /// pkg/registry/rbac/validation/ rule.go VisitRulesFor, appliesTo, GetRoleReferenceRules.)
  void visitRules(const User& user, const std::string& ns, const std::function<bool(const Held&)>& visit,
                  std::vector<std::string>* missing = nullptr) const;
  /// The same for what is bound in `ns` itself, without cluster-wide rules unless it is empty. False where
  /// `visit` stopped it.
  bool visitBound(const User& user, const std::string& ns, const std::function<bool(const Held&)>& visit,
                  std::vector<std::string>* missing = nullptr) const;
  /// All rules that hold in `ns` (ibid., RulesFor).
  Effective rulesFor(const User& user, const std::string& ns) const;
  /// rbac.go Authorize, with all bindings that grant.
  Decision authorize(const User& user, const Request& request) const;
  /// Subjects that a binding allows the request, as user names ("User", also service accounts) and groups.
  struct Who {
    std::vector<std::pair<Subject, Held>> subjects; ///< kind User or Group, each once
    std::vector<std::string> missing;
  };
  Who whoCan(const Request& request) const;

  /// Namespaces in which a RoleBinding names the user or one of its groups, sorted.
  std::vector<std::string> namespacesOf(const User& user) const;
  /// The rules that the controller gives an aggregated cluster role in the end (kubernetes: pkg/controller/
  /// clusterroleaggregation): those of the roles that its selectors name, which may be aggregated themselves.
  /// Error: NotFound; Malformed (a selector that selects nothing anybody knows).
  Result<PolicyRules> aggregatedRules(const std::string& clusterRole) const;

  /// What was not shown or could not be read, and may grant something cluster-wide or, where so asked, in a
  /// namespace.
  std::vector<std::string> gaps(bool inNamespace) const;
  const Objects& objects() const { return objects_; }
  const Role* findRole(const std::string& ns, const std::string& name) const; ///< ns empty: ClusterRole

private:
  void indexSubjects();
  void settleAggregation();
  const Role* referenced(const Binding& binding, std::vector<std::string>* missing) const;

  Objects objects_;
  std::unordered_map<std::string, std::size_t> roles_;
  std::unordered_map<std::string, std::vector<std::pair<std::size_t, std::size_t>>> bySubject_;
  std::unordered_map<std::string, std::vector<std::string>> namespaces_;
};

/// True where the subject names the user; `ns` is the binding's (kubernetes: pkg/registry/rbac/validation/
/// rule.go appliesToUser). `*` is a name like any other. A service account without a namespace is one of the
/// binding's.
bool appliesTo(const Subject& subject, const User& user, const std::string& ns);

/// The links from the binding to the rule.
std::vector<WhyStep> stepsOf(const Held& held);
/// The decision as an answer of an evaluator, with its path.
Answer answerOf(const Decision& decision);

/// Reads a question in the words of Countersign's grants: principal = user name; action = "verb
/// resource.group", "verb resource/subresource", "verb /path"; resource = "cluster-wide", "namespace x", "… /
/// name"; context["groups"] = groups of the credential. Error: Malformed.
Result<std::pair<User, Request>> readQuestion(const Question& question);
/// The answer to a question. Members of system:masters pass every authorizer (kubernetes: pkg/kubeapiserver/
/// authorizer/reload.go, the privileged group), which the answer says as a layer of its own.
Answer answer(const Cluster& cluster, const Question& question);

} // namespace countersign::rbac
