// SPDX-License-Identifier: Apache-2.0
#include "connectors/kubernetes/object_content.h"

#include "models/identity/time.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace countersign::kubernetes {
namespace {

tl::unexpected<Error> malformed(std::string message, std::string pointer) {
  Place place;
  place.pointer = std::move(pointer);
  return failure(ErrorCode::Malformed, std::move(message), {}, std::move(place));
}

std::string at(std::string_view base, std::size_t index) {
  return std::string(base) + '/' + std::to_string(index);
}

/// A member that is a list of names, as a set. Absent and null are empty.
Result<Json> nameSet(const Json& object, const char* member, const std::string& base) {
  const Json& list = object[member];
  const std::string pointer = base + '/' + member;
  if (!list.isNull() && !list.isArray() && !list.isString())
    return malformed(std::string("'") + member + "' is no list of names", pointer);
  for (std::size_t i = 0; i < list.items().size(); ++i)
    if (!list.at(i).isString())
      return malformed(std::string("'") + member + "' holds something that is no name", at(pointer, i));
  return Json::stringSet(list.strings());
}

/// Values sorted by their canonical bytes, each once.
Result<Json> valueSet(std::vector<Json> values) {
  std::vector<std::pair<std::string, std::size_t>> order;
  for (std::size_t i = 0; i < values.size(); ++i) {
    COUNTERSIGN_ASSIGN(std::string bytes, canonicalJson(values[i]));
    order.emplace_back(std::move(bytes), i);
  }
  std::sort(order.begin(), order.end());
  Json out = Json::array();
  for (std::size_t i = 0; i < order.size(); ++i)
    if (i == 0 || order[i].first != order[i - 1].first) out.push(std::move(values[order[i].second]));
  return out;
}

/// Maps of text to text, as labels are; null values are left out.
Result<Json> textMap(const Json& map, const std::string& pointer) {
  if (!map.isNull() && !map.isObject())
    return malformed("labels and annotations are a map of text to text", pointer);
  Json out = Json::object();
  for (const auto& [name, value] : map.members()) {
    if (value.isArray() || value.isObject())
      return malformed("the value of '" + name + "' is no text", pointer);
    if (value.isString())
      out.set(name, value);
    else if (!value.isNull())
      out.set(name, Json(canonicalJsonOrThrow(value)));
  }
  return out;
}

bool starts(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

/// Annotations that tools write over and over and that govern nothing.
bool isVolatile(std::string_view annotation) {
  constexpr std::array<std::string_view, 6> names{"kubectl.kubernetes.io/last-applied-configuration",
                                                  "kubectl.kubernetes.io/restartedAt",
                                                  "kustomize.toolkit.fluxcd.io/checksum",
                                                  "reconcile.fluxcd.io/requestedAt",
                                                  "argocd.argoproj.io/refresh",
                                                  "cattle.io/timestamp"};
  constexpr std::array<std::string_view, 3> prefixes{
      "control-plane.alpha.kubernetes.io/", "deployment.kubernetes.io/", "autoscaling.alpha.kubernetes.io/"};
  return std::find(names.begin(), names.end(), annotation) != names.end() ||
         std::any_of(prefixes.begin(), prefixes.end(),
                     [&](auto prefix) { return starts(annotation, prefix); });
}

Result<Json> annotationsOf(const Json& metadata) {
  COUNTERSIGN_ASSIGN(const Json all, textMap(metadata["annotations"], "/metadata/annotations"));
  Json out = Json::object();
  for (const auto& [name, value] : all.members())
    if (!isVolatile(name)) out.set(name, value);
  return out;
}

Result<Json> normalRule(const Json& rule, const std::string& pointer) {
  if (!rule.isObject()) return malformed("a rule is an object", pointer);
  if (const Json& restriction = rule["attributeRestrictions"]; !restriction.isNull() && !restriction.empty())
    return malformed("attributeRestrictions of OpenShift cannot be evaluated",
                     pointer + "/attributeRestrictions");
  Json out = Json::object();
  for (const char* member : {"apiGroups", "resources", "verbs", "resourceNames", "nonResourceURLs"}) {
    COUNTERSIGN_ASSIGN(Json names, nameSet(rule, member, pointer));
    out.setUnlessEmpty(member, std::move(names));
  }
  return out;
}

/// The names in a list of `{name}` references.
Result<Json> referenceNames(const Json& object, const char* member) {
  const std::string pointer = std::string("/") + member;
  const Json& list = object[member];
  if (!list.isNull() && !list.isArray())
    return malformed(std::string("'") + member + "' is no list", pointer);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < list.items().size(); ++i) {
    const Json& name = list.at(i)["name"];
    if (!name.isString())
      return malformed(std::string("'") + member + "' holds a reference without a name", at(pointer, i));
    names.push_back(name.asString());
  }
  return Json::stringSet(std::move(names));
}

Result<Json> normalSelector(const Json& selector, const std::string& pointer) {
  if (!selector.isObject()) return malformed("a label selector is an object", pointer);
  Json out = Json::object();
  COUNTERSIGN_ASSIGN(Json labels, textMap(selector["matchLabels"], pointer + "/matchLabels"));
  out.setUnlessEmpty("matchLabels", std::move(labels));
  std::vector<Json> expressions;
  const Json& list = selector["matchExpressions"];
  for (std::size_t i = 0; i < list.items().size(); ++i) {
    const std::string here = at(pointer + "/matchExpressions", i);
    const Json& from = list.at(i);
    if (!from["key"].isString() || !from["operator"].isString())
      return malformed("a match expression has a key and an operator", here);
    Json to = Json::object();
    to.set("key", from["key"]).set("operator", from["operator"]);
    COUNTERSIGN_ASSIGN(Json values, nameSet(from, "values", here));
    to.setUnlessEmpty("values", std::move(values));
    expressions.push_back(std::move(to));
  }
  COUNTERSIGN_ASSIGN(Json set, valueSet(std::move(expressions)));
  out.setUnlessEmpty("matchExpressions", std::move(set));
  return out;
}

/// The selectors of an aggregated cluster role, null where it is not aggregated. A rule without selectors
/// still makes the controller empty the role's rules, so it is kept as an empty list.
Result<Json> aggregationOf(const Json& object) {
  const Json& rule = object["aggregationRule"];
  if (rule.isNull()) return Json();
  const Json& list = rule["clusterRoleSelectors"];
  if (!rule.isObject() || (!list.isNull() && !list.isArray()))
    return malformed("'aggregationRule' has a list of selectors", "/aggregationRule");
  std::vector<Json> selectors;
  for (std::size_t i = 0; i < list.items().size(); ++i) {
    COUNTERSIGN_ASSIGN(Json selector,
                       normalSelector(list.at(i), at("/aggregationRule/clusterRoleSelectors", i)));
    selectors.push_back(std::move(selector));
  }
  return valueSet(std::move(selectors));
}

Result<void> addServiceAccount(Json& out, const Json& object) {
  out.setUnlessEmpty("created", normalTime(object["metadata"]["creationTimestamp"]));
  COUNTERSIGN_ASSIGN(Json annotations, annotationsOf(object["metadata"]));
  out.setUnlessEmpty("annotations", std::move(annotations));
  if (const Json& automount = object["automountServiceAccountToken"]; automount.isBool())
    out.set("automount", automount);
  else if (!automount.isNull())
    return malformed("'automountServiceAccountToken' is true or false", "/automountServiceAccountToken");
  for (const char* member : {"secrets", "imagePullSecrets"}) {
    COUNTERSIGN_ASSIGN(Json names, referenceNames(object, member));
    out.setUnlessEmpty(member, std::move(names));
  }
  return {};
}

Result<void> addRole(Json& out, const Json& object, const KindInfo& kind) {
  COUNTERSIGN_ASSIGN(Json rules, normalRules(object["rules"]));
  out.setUnlessEmpty("rules", std::move(rules));
  if (kind.kind != Kind::ClusterRole) return {};
  COUNTERSIGN_ASSIGN(Json aggregation, aggregationOf(object));
  if (!aggregation.isNull()) out.set("aggregation", std::move(aggregation));
  return {};
}

Result<void> addBinding(Json& out, const Json& object, const ObjectMeta& meta) {
  COUNTERSIGN_ASSIGN(Json roleRef, normalRoleRef(object["roleRef"]));
  out.set("roleRef", std::move(roleRef));
  COUNTERSIGN_ASSIGN(Json subjects, normalSubjects(object["subjects"], meta.ns));
  out.setUnlessEmpty("subjects", std::move(subjects));
  return {};
}

Result<Json> normalSubject(const Json& subject, std::string_view bindingNamespace,
                           const std::string& pointer) {
  std::string kind = subject["kind"].asString();
  if (kind == "SystemUser" || kind == "SystemGroup") kind.erase(0, 6);
  const std::string& name = subject["name"].asString();
  if (kind.empty() || name.empty()) return malformed("a subject has a kind and a name", pointer);
  Json out = Json::object();
  out.set("kind", Json(kind)).set("name", Json(name));
  if (kind == "ServiceAccount") {
    const std::string& ns = subject["namespace"].asString();
    out.setUnlessEmpty("namespace", Json(ns.empty() ? std::string(bindingNamespace) : ns));
  }
  return out;
}

} // namespace

Json normalTime(const Json& time) {
  const auto instant = parseRfc3339(time.asString());
  return instant ? Json(formatRfc3339(*instant)) : Json();
}

Result<ObjectMeta> objectMeta(const Json& object, const KindInfo& kind) {
  const Json& metadata = object["metadata"];
  ObjectMeta out;
  out.name = metadata["name"].asString();
  if (out.name.empty()) return malformed(std::string(kind.name) + " without a name", "/metadata/name");
  // Path segments of the API: a slash would make "ns/name" ambiguous (path segment name validation).
  if (out.name.find('/') != std::string::npos ||
      metadata["namespace"].asString().find('/') != std::string::npos)
    return malformed("a name cannot hold a slash", "/metadata/name");
  out.uid = metadata["uid"].asString();
  if (kind.namespaced) {
    out.ns = metadata["namespace"].asString();
    out.namespaceAssumed = out.ns.empty();
    if (out.namespaceAssumed) out.ns = "default";
  }
  return out;
}

Result<Json> normalRules(const Json& rules) {
  if (!rules.isNull() && !rules.isArray()) return malformed("'rules' is no list", "/rules");
  std::vector<Json> out;
  for (std::size_t i = 0; i < rules.items().size(); ++i) {
    COUNTERSIGN_ASSIGN(Json rule, normalRule(rules.at(i), at("/rules", i)));
    out.push_back(std::move(rule));
  }
  return valueSet(std::move(out));
}

Result<Json> normalSubjects(const Json& subjects, std::string_view bindingNamespace) {
  if (!subjects.isNull() && !subjects.isArray()) return malformed("'subjects' is no list", "/subjects");
  std::vector<Json> out;
  for (std::size_t i = 0; i < subjects.items().size(); ++i) {
    COUNTERSIGN_ASSIGN(Json subject, normalSubject(subjects.at(i), bindingNamespace, at("/subjects", i)));
    out.push_back(std::move(subject));
  }
  return valueSet(std::move(out));
}

Result<Json> normalRoleRef(const Json& roleRef) {
  const std::string& name = roleRef["name"].asString();
  if (name.empty()) return malformed("a binding names its role", "/roleRef");
  std::string kind = roleRef["kind"].asString();
  if (kind.empty()) kind = roleRef["namespace"].asString().empty() ? "ClusterRole" : "Role";
  Json out = Json::object();
  out.set("kind", Json(std::move(kind))).set("name", Json(name));
  return out;
}

Result<Json> objectContent(const Json& object, const KindInfo& kind, const ObjectMeta& meta,
                           std::string_view cluster) {
  Json out = Json::object();
  out.setUnlessEmpty("cluster", Json(cluster));
  out.setUnlessEmpty("namespace", Json(meta.ns));
  out.set("name", Json(meta.name));
  const bool binding = kind.kind == Kind::RoleBinding || kind.kind == Kind::ClusterRoleBinding;
  if (!binding) {
    COUNTERSIGN_ASSIGN(Json labels, textMap(object["metadata"]["labels"], "/metadata/labels"));
    out.setUnlessEmpty("labels", std::move(labels));
  }
  switch (kind.kind) {
  case Kind::ServiceAccount:
    COUNTERSIGN_TRY(addServiceAccount(out, object));
    break;
  case Kind::Role:
  case Kind::ClusterRole:
    COUNTERSIGN_TRY(addRole(out, object, kind));
    break;
  case Kind::RoleBinding:
  case Kind::ClusterRoleBinding:
    COUNTERSIGN_TRY(addBinding(out, object, meta));
    break;
  case Kind::Namespace: {
    COUNTERSIGN_ASSIGN(Json annotations, annotationsOf(object["metadata"]));
    out.setUnlessEmpty("annotations", std::move(annotations));
    break;
  }
  case Kind::Pod:
  case Kind::Secret:
    return failure(ErrorCode::Internal, "no document is made of this kind");
  }
  return out;
}

} // namespace countersign::kubernetes
