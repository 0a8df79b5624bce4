// SPDX-License-Identifier: Apache-2.0
#include "models/access/kubernetes/objects.h"

namespace countersign::rbac {
namespace {

tl::unexpected<Error> malformed(std::string message, std::string pointer) {
  return failure(ErrorCode::Malformed, std::move(message), {}, {{}, {}, {}, std::move(pointer), {}});
}

Result<std::string> nameIn(const Json& object, const std::string& pointer) {
  const std::string& name = object["name"].asString();
  if (name.empty()) return malformed("an object has a name", pointer + "/name");
  return name;
}

Result<Labels> labelsIn(const Json& labels, const std::string& pointer) {
  Labels out;
  if (!labels.isNull() && !labels.isObject()) return malformed("labels are an object", pointer);
  for (const auto& [key, value] : labels.members()) {
    if (!value.isString()) return malformed("a label is a string", pointer + "/" + key);
    out[key] = value.asString();
  }
  return out;
}

Result<LabelSelector> selectorIn(const Json& json, const std::string& pointer) {
  if (!json.isObject()) return malformed("a label selector is an object", pointer);
  LabelSelector out;
  COUNTERSIGN_ASSIGN(out.matchLabels, labelsIn(json["matchLabels"], pointer + "/matchLabels"));
  const Json& expressions = json["matchExpressions"];
  if (!expressions.isNull() && !expressions.isArray())
    return malformed("match expressions are a list", pointer + "/matchExpressions");
  for (const Json& e : expressions.items())
    out.matchExpressions.push_back({e["key"].asString(), e["operator"].asString(), e["values"].strings()});
  return out;
}

Result<std::vector<LabelSelector>> selectorsIn(const Json& list, const std::string& pointer) {
  if (!list.isNull() && !list.isArray()) return malformed("label selectors are a list", pointer);
  std::vector<LabelSelector> out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    COUNTERSIGN_ASSIGN(LabelSelector selector, selectorIn(list.at(i), pointer + "/" + std::to_string(i)));
    out.push_back(std::move(selector));
  }
  return out;
}

Result<std::vector<Subject>> subjectsIn(const Json& list) {
  if (!list.isNull() && !list.isArray()) return malformed("subjects are a list", "/subjects");
  std::vector<Subject> out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Json& s = list.at(i);
    if (!s.isObject() || !s["kind"].isString() || !s["name"].isString())
      return malformed("a subject has a kind and a name", "/subjects/" + std::to_string(i));
    out.push_back({s["kind"].asString(), s["name"].asString(), s["namespace"].asString()});
  }
  return out;
}

/// `meta` carries name, namespace and labels; `body` the rest. In a document both are the content.
struct Reading {
  const Json& meta;
  const Json& body;
  bool cluster;
  std::string defaultNamespace;

  Result<std::string> ns() const {
    if (cluster) return std::string();
    const std::string& given = meta["namespace"].asString();
    if (given.empty() && defaultNamespace.empty()) return malformed("no namespace", "/namespace");
    return given.empty() ? defaultNamespace : given;
  }

  Result<Role> role(const Json& selectors, bool aggregated) const {
    Role out;
    COUNTERSIGN_ASSIGN(out.name, nameIn(meta, {}));
    COUNTERSIGN_ASSIGN(out.ns, ns());
    COUNTERSIGN_ASSIGN(out.rules, readRules(body["rules"], "/rules"));
    COUNTERSIGN_ASSIGN(out.labels, labelsIn(meta["labels"], "/labels"));
    if (!cluster || !aggregated) return out;
    COUNTERSIGN_ASSIGN(auto list, selectorsIn(selectors, "/aggregationRule/clusterRoleSelectors"));
    out.aggregation = std::move(list);
    return out;
  }

  Result<Binding> binding() const {
    Binding out;
    COUNTERSIGN_ASSIGN(out.name, nameIn(meta, {}));
    COUNTERSIGN_ASSIGN(out.ns, ns());
    COUNTERSIGN_ASSIGN(out.roleName, nameIn(body["roleRef"], "/roleRef"));
    out.roleKind = body["roleRef"]["kind"].asString();
    COUNTERSIGN_ASSIGN(out.subjects, subjectsIn(body["subjects"]));
    return out;
  }
};

constexpr std::string_view tokenType = "kubernetes.io/service-account-token";
constexpr std::string_view tokenOwner = "kubernetes.io/service-account.name";

bool endsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool isRbac(const std::string& apiVersion) {
  return apiVersion.empty() || apiVersion.rfind("rbac.authorization.k8s.io/", 0) == 0;
}

template <class T>
void keep(Result<T> read, const Reading& from, const std::string& kind, std::vector<T>& to,
          std::vector<std::string>& unread) {
  if (read)
    to.push_back(std::move(*read));
  else
    unread.push_back(kind + " " + from.meta["namespace"].asString() + "/" + from.meta["name"].asString() +
                     ": " + read.error().text());
}

/// What RBAC leads to: accounts, their tokens and the pods that run under them.
void addCore(const Json& object, const std::string& kind, const std::string& ns, Objects& to) {
  const std::string& name = object["metadata"]["name"].asString();
  if (name.empty()) return;
  if (kind == "ServiceAccount") {
    to.serviceAccounts.push_back({ns, name});
  } else if (kind == "Secret" && object["type"].asString() == tokenType) {
    const std::string& owner = object["metadata"]["annotations"][tokenOwner].asString();
    if (!owner.empty()) to.tokenSecrets.push_back({ns, name, owner});
  } else if (const std::string& phase = object["status"]["phase"].asString();
             kind == "Pod" && phase != "Succeeded" && phase != "Failed") {
    const std::string& account = object["spec"]["serviceAccountName"].asString();
    to.pods.push_back(
        {ns, name, account.empty() ? "default" : account, object["spec"]["nodeName"].asString()});
  }
}

/// One object that is no list.
void addSingle(const Json& object, const std::string& kind, const std::string& apiVersion,
               const std::string& defaultNamespace, Objects& to) {
  const Json& meta = object["metadata"];
  const Reading reading{meta, object, kind.rfind("Cluster", 0) == 0, defaultNamespace};
  const std::string ns =
      meta["namespace"].asString().empty() ? defaultNamespace : meta["namespace"].asString();
  if (isRbac(apiVersion) && (kind == "Role" || kind == "ClusterRole")) {
    auto role =
        reading.role(object["aggregationRule"]["clusterRoleSelectors"], !object["aggregationRule"].isNull());
    if (role) role->served = meta.has("uid") || meta.has("resourceVersion");
    keep(std::move(role), reading, kind, to.roles, to.unread);
  } else if (isRbac(apiVersion) && (kind == "RoleBinding" || kind == "ClusterRoleBinding")) {
    keep(reading.binding(), reading, kind, to.bindings, to.unread);
  } else if (apiVersion.empty() || apiVersion == "v1") {
    addCore(object, kind, ns, to);
  }
}

} // namespace

void Objects::addObject(const Json& object, const std::string& defaultNamespace) {
  const std::string &kind = object["kind"].asString(), &version = object["apiVersion"].asString();
  if (!endsWith(kind, "List")) return addSingle(object, kind, version, defaultNamespace, *this);
  // Lists of one kind, as the API answers them, leave the kind of their items out.
  const std::string itemKind = kind.substr(0, kind.size() - 4);
  for (const Json& item : object["items"].items()) {
    const std::string& own = item["kind"].asString();
    if (own.empty() && itemKind.empty())
      unread.push_back("an object without a kind in a list");
    else if (endsWith(own, "List"))
      unread.push_back(own + " in a " + kind + ": a list within a list");
    else
      addSingle(item, own.empty() ? itemKind : own, own.empty() ? version : item["apiVersion"].asString(),
                defaultNamespace, *this);
  }
}

void Objects::addDocument(std::string_view kind, const Json& content, bool live) {
  const Reading reading{content, content, kind.find(".cluster") != std::string_view::npos, {}};
  if (kind == "k8s.role" || kind == "k8s.clusterrole") {
    auto role = reading.role(content["aggregation"], content.has("aggregation"));
    if (role) role->served = live;
    keep(std::move(role), reading, std::string(kind), roles, unread);
  } else if (kind == "k8s.rolebinding" || kind == "k8s.clusterrolebinding") {
    keep(reading.binding(), reading, std::string(kind), bindings, unread);
  } else if (kind == "k8s.serviceaccount") {
    serviceAccounts.push_back({content["namespace"].asString(), content["name"].asString()});
  }
}

} // namespace countersign::rbac
