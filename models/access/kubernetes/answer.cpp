// SPDX-License-Identifier: Apache-2.0
#include "models/access/kubernetes/cluster.h"

#include <algorithm>

namespace countersign::rbac {
namespace {

bool takePrefix(std::string& text, std::string_view prefix) {
  if (text.compare(0, prefix.size(), prefix) != 0) return false;
  text.erase(0, prefix.size());
  return true;
}

bool contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

/// RBAC's no is not the last word where groups are not known or another authorizer decides, too.
void doubt(const Question& question, const User& user, Answer& answer) {
  const bool fixed = serviceAccountOf(user.name) || user.name == "system:anonymous";
  if (!fixed && !question.contextComplete && question.context.count("groups") == 0)
    answer.missing.emplace_back("the groups of the credential are not known");
  else if (contains(user.groups, "system:nodes"))
    answer.missing.emplace_back("the node authorizer, which may allow it, looks at what runs on the node");
  else
    return;
  answer.verdict = Verdict::NotEvaluated;
  answer.deniedBy.clear();
}

/// "deployments.apps/scale": names of resources hold no dot, groups do.
void readResource(const std::string& text, Request& to) {
  const auto slash = text.find('/');
  if (slash != std::string::npos) to.subresource = text.substr(slash + 1);
  to.resource = text.substr(0, slash);
  const auto dot = to.resource.find('.');
  if (dot == std::string::npos) return;
  to.apiGroup = to.resource.substr(dot + 1);
  to.resource.erase(dot);
}

/// "cluster-wide", "namespace x", each perhaps with " / name".
bool readScope(std::string text, Request& to) {
  if (const auto slash = text.find(" / "); slash != std::string::npos) {
    to.name = text.substr(slash + 3);
    text.erase(slash);
  }
  if (takePrefix(text, "namespace ")) {
    to.ns = text;
    return !text.empty();
  }
  return text.empty() || text == "cluster-wide";
}

} // namespace

std::vector<WhyStep> stepsOf(const Held& held) {
  const Subject& subject = held.binding->subjects[held.subject];
  const std::string who = subject.kind + " " + (subject.ns.empty() ? "" : subject.ns + "/") + subject.name;
  return {{held.binding->isCluster() ? "cluster role binding" : "role binding",
           held.binding->shown() + " names " + who, held.binding->shown(),
           "/subjects/" + std::to_string(held.subject)},
          {held.role->isCluster() ? "cluster role" : "role", held.role->shown(), held.role->shown(),
           "/rules/" + std::to_string(held.index)}};
}

Answer answerOf(const Decision& decision) {
  Answer out;
  out.verdict = decision.verdict;
  out.missing = decision.missing;
  if (out.verdict == Verdict::Denied) out.deniedBy = "RBAC: no binding grants it";
  for (const Held& held : decision.by)
    for (WhyStep& step : stepsOf(held))
      out.why.push_back(std::move(step));
  return out;
}

Result<std::pair<User, Request>> readQuestion(const Question& question) {
  User user;
  Request request;
  user.name = question.principal;
  if (const auto groups = question.context.find("groups"); groups != question.context.end())
    user.groups = groups->second;
  if (const auto account = serviceAccountOf(user.name))
    for (const std::string& group : serviceAccountUser(account->ns, account->name).groups)
      if (!contains(user.groups, group)) user.groups.push_back(group);
  const auto blank = question.action.find(' ');
  if (blank == 0 || blank == std::string::npos || blank + 1 == question.action.size())
    return failure(ErrorCode::Malformed,
                   "an action is a verb and what it is done to: '" + question.action + "'");
  request.verb = question.action.substr(0, blank);
  const std::string what = question.action.substr(blank + 1);
  request.resourceRequest = what.front() != '/';
  if (!request.resourceRequest) {
    request.path = what;
    return std::pair{authenticated(std::move(user)), std::move(request)};
  }
  readResource(what, request);
  if (!readScope(question.resource, request))
    return failure(ErrorCode::Malformed,
                   "a scope is 'cluster-wide' or 'namespace x': '" + question.resource + "'");
  return std::pair{authenticated(std::move(user)), std::move(request)};
}

Answer answer(const Cluster& cluster, const Question& question) {
  const auto read = readQuestion(question);
  if (!read) {
    Answer out;
    out.missing.push_back(read.error().text());
    return out;
  }
  const auto& [user, request] = *read;
  Answer out = answerOf(cluster.authorize(user, request));
  if (out.verdict == Verdict::Denied) doubt(question, user, out);
  if (!contains(user.groups, "system:masters")) return out;
  out.verdict = Verdict::Allowed;
  out.deniedBy.clear();
  out.why.insert(out.why.begin(),
                 {"privileged group", "group system:masters passes every authorizer", {}, {}});
  return out;
}

} // namespace countersign::rbac
