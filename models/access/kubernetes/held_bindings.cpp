// SPDX-License-Identifier: Apache-2.0
#include "models/access/kubernetes/held_bindings.h"

#include "models/identity/keys.h"

#include <algorithm>

namespace countersign {
namespace {

class Gathering {
public:
  Gathering(DocumentReader& reader, SourceRole plane, const HeldDocumentPtr& account)
      : reader_(reader), plane_(plane) {
    const Json& c = account->document.content;
    out_.cluster = c["cluster"].asString();
    out_.ns = c["namespace"].asString();
    out_.name = c["name"].asString();
    declared_ = account->role == SourceRole::Intent;
  }

  HeldBindings all() {
    const std::string& cluster = out_.cluster;
    if (cluster.empty()) {
      out_.missing.push_back("the cluster of " + out_.ns + "/" + out_.name +
                             " is not known; import with --cluster");
      return std::move(out_);
    }
    const bool live = plane_ == SourceRole::Live;
    out_.known = live ? reader_.partImported("kubernetes", cluster, "rolebindings", plane_) ||
                            reader_.partImported("kubernetes", cluster, "clusterrolebindings", plane_)
                      : declared_;
    if (live && !out_.known) out_.missing.push_back("no bindings of cluster " + cluster + " were imported");
    subject(keys::k8sServiceAccount(cluster, out_.ns, out_.name), {});
    for (const std::string& group :
         {"system:serviceaccounts:" + out_.ns, std::string("system:serviceaccounts"),
          std::string("system:authenticated")})
      subject(keys::k8sGroup(cluster, group), "group " + group);
    return std::move(out_);
  }

private:
  void subject(const std::string& key, const std::string& group) {
    for (const HeldDocumentPtr& b : reader_.naming(key, {"k8s.rolebinding", "k8s.clusterrolebinding"}))
      if (b->role == plane_) {
        out_.known = true;
        binding(b, group);
      }
  }

  void binding(const HeldDocumentPtr& b, const std::string& group) {
    const Json& c = b->document.content;
    HeldBinding held{b, nullptr, group, {}, b->document.object.kind == "k8s.clusterrolebinding"};
    const std::string in = c["namespace"].asString(), to = c["roleRef"]["name"].asString();
    const bool cluster = c["roleRef"]["kind"].asString() == "ClusterRole";
    held.roleShown = std::string(cluster ? "cluster role " : "role ") + to;
    const auto roles = cluster ? reader_.withKey(keys::k8sClusterRole(out_.cluster, to), {"k8s.clusterrole"})
                               : reader_.withKey(keys::k8sRole(out_.cluster, in, to), {"k8s.role"});
    const auto role =
        std::find_if(roles.begin(), roles.end(), [&](const auto& r) { return r->role == plane_; });
    held.role = role != roles.end() ? *role : roles.empty() ? nullptr : roles.front();
    if (!held.role)
      reader_.absent(std::string(cluster ? "k8s.clusterrole " : "k8s.role ") + out_.cluster + "/" +
                     (cluster ? "" : in + "/") + to);
    out_.list.push_back(std::move(held));
  }

  DocumentReader& reader_;
  SourceRole plane_;
  bool declared_ = false;
  HeldBindings out_;
};

} // namespace

HeldBindings kubernetesHeldBindings(DocumentReader& reader, const HeldDocumentPtr& account,
                                    SourceRole plane) {
  return Gathering(reader, plane, account).all();
}

} // namespace countersign
