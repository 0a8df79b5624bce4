// SPDX-License-Identifier: Apache-2.0
#include "universe.h"

#include "world.h"

namespace countersign::test {
namespace {

const std::string pool = "iam.googleapis.com/projects/77/locations/global/workloadIdentityPools/w/";

std::string mail(int i) {
  return "s" + std::to_string(i) + "@p" + std::to_string(3 + i % 3) + ".iam.gserviceaccount.com";
}

std::string text(const Named& m, bool inDeny) {
  switch (m.sort) {
  case Sort::Single:
    if (!inDeny || m.i == 5) return principalText(m.i);
    return m.i == 4 ? "principal://goog/subject/role@example.org"
                    : "principal://iam.googleapis.com/projects/-/serviceAccounts/" + mail(m.i);
  case Sort::Group:
    return (inDeny ? "principalSet://goog/group/g" : "group:g") + std::to_string(m.i) + "@example.org";
  case Sort::Everybody:
    return inDeny ? "principalSet://goog/public:all" : "allUsers";
  case Sort::Google:
    return "allAuthenticatedUsers";
  case Sort::Domain:
    return "domain:example.org";
  case Sort::Pool:
    return "principalSet://" + pool + "*";
  case Sort::AccountsOf:
    return "principalSet://cloudresourcemanager.googleapis.com/" + nodeText(m.i) + "/type/ServiceAccount";
  case Sort::Owner:
    return "projectOwner:p" + std::to_string(m.i);
  }
  return {};
}

std::string entryText(const Entry& e) {
  return std::string(e.service == 0 ? "alpha" : "beta") + ".googleapis.com/" +
         (e.resource == 2   ? "*"
          : e.resource == 0 ? "x"
                            : "y") +
         "." +
         (e.verb == 2   ? "*"
          : e.verb == 0 ? "get"
                        : "set");
}

std::string timeText(int time) {
  return time == 0   ? ""
         : time == 1 ? "request.time < timestamp('2030-01-01T00:00:00Z')"
                     : "request.time > timestamp('2030-01-01T00:00:00Z')";
}

Json list(const std::vector<std::string>& texts) {
  Json out = Json::array();
  for (const std::string& one : texts)
    out.push(one);
  return out;
}

template <class Of, class Text>
std::vector<std::string> texts(const Of& of, Text say) {
  std::vector<std::string> out;
  for (const auto& one : of)
    out.push_back(say(one));
  return out;
}

void addLists(const World& w, gcp::Objects& out) {
  for (int i = 1; i < 6; ++i) {
    Json node = Json::object();
    node.set("name", nodeText(i)).set("parent", nodeText(w.parent[static_cast<std::size_t>(i)]));
    if (i > 2) node.set("projectId", "p" + std::to_string(i)).set("projectNumber", std::to_string(50 + i));
    out.addContainer(node);
  }
  for (int i = 0; i < roleCount; ++i)
    out.addRole(
        Json::object()
            .set("name", roleText(i))
            .set("includedPermissions", list(texts(w.roles[static_cast<std::size_t>(i)], permissionText))),
        true);
  for (int i = 0; i < groupCount; ++i)
    out.addGroup("g" + std::to_string(i) + "@example.org",
                 texts(w.groups[static_cast<std::size_t>(i)], [](const Named& m) { return text(m, false); }));
}

} // namespace

std::string nodeText(int i) {
  const std::string n = std::to_string(i);
  if (i == 0) return "organizations/9";
  if (i < 3) return "folders/" + n;
  return i < 6 ? "projects/p" + n
               : "//pubsub.googleapis.com/projects/p" + std::to_string(i - 3) + "/topics/t";
}

std::string principalText(int i) {
  if (i < 4) return "serviceAccount:" + mail(i);
  return i == 4 ? "user:role@example.org" : "principal://" + pool + "subject/s";
}

std::string permissionText(int p) {
  return std::string(p / 4 == 0 ? "alpha" : "beta") + (p / 2 % 2 == 0 ? ".x." : ".y.") +
         (p % 2 == 0 ? "get" : "set");
}

std::string roleText(int i) {
  return i == 0 ? "roles/owner" : "roles/r" + std::to_string(i);
}

gcp::Objects objectsOf(const World& w) {
  gcp::Objects out;
  out.allowComplete = out.denyComplete = true;
  addLists(w, out);
  for (int node = 0; node < nodeCount; ++node) {
    Json bindings = Json::array();
    for (const Bound& b : w.bound) {
      if (b.node != node) continue;
      Json one = Json::object();
      one.set("role", roleText(b.role));
      one.set("members", list(texts(b.members, [](const Named& m) { return text(m, false); })));
      if (b.time != 0) one.set("condition", Json::object().set("expression", timeText(b.time)));
      bindings.push(one);
    }
    out.addPolicy(nodeText(node), Json::object().set("bindings", bindings));
  }
  for (const Rule& r : w.rules) {
    const auto say = [](const Named& m) { return text(m, true); };
    Json rule = Json::object();
    rule.set("deniedPrincipals", list(texts(r.denied, say)))
        .set("exceptionPrincipals", list(texts(r.exceptions, say)));
    rule.set("deniedPermissions", list(texts(r.permissions, entryText)));
    rule.set("exceptionPermissions", list(texts(r.exceptPermissions, entryText)));
    if (r.time != 0) rule.set("denialCondition", Json::object().set("expression", timeText(r.time)));
    deny(out, nodeText(r.node), canonicalJsonOrThrow(rule));
  }
  return out;
}

} // namespace countersign::test
