// SPDX-License-Identifier: Apache-2.0
#include "connectors/terraform/mapping.h"

#include "connectors/kubernetes/object_content.h"

#include <algorithm>
#include <array>

namespace countersign::terraform {
namespace {

/// The one block of a type that may be there once: a list of one.
const Json& block(const Json& values, std::string_view name) {
  return values[name].at(0);
}

/// Renames members as the provider spells them to what the API calls them.
Json renamed(const Json& from, std::span<const std::pair<std::string_view, std::string_view>> names) {
  Json to = Json::object();
  for (const auto& [here, there] : names)
    if (!from[here].isNull()) to.set(std::string(there), from[here]);
  return to;
}

Json renamedAll(const Json& list, std::span<const std::pair<std::string_view, std::string_view>> names) {
  Json result = Json::array();
  for (const Json& item : list.items())
    if (item.isObject()) result.push(renamed(item, names));
  return result;
}

using Names = std::pair<std::string_view, std::string_view>;
constexpr std::array metaNames{Names{"name", "name"}, Names{"namespace", "namespace"}, Names{"uid", "uid"},
                               Names{"labels", "labels"}, Names{"annotations", "annotations"}};
constexpr std::array ruleNames{Names{"api_groups", "apiGroups"}, Names{"resources", "resources"},
                               Names{"verbs", "verbs"}, Names{"resource_names", "resourceNames"},
                               Names{"non_resource_urls", "nonResourceURLs"}};
constexpr std::array roleRefNames{Names{"kind", "kind"}, Names{"name", "name"}};
constexpr std::array subjectNames{Names{"kind", "kind"}, Names{"name", "name"},
                                  Names{"namespace", "namespace"}};
constexpr std::array expressionNames{Names{"key", "key"}, Names{"operator", "operator"},
                                     Names{"values", "values"}};
constexpr std::array referenceNames{Names{"name", "name"}};

Json aggregationRule(const Json& rule) {
  Json selectors = Json::array();
  for (const Json& from : rule["cluster_role_selectors"].items()) {
    Json selector = Json::object();
    selector.setUnlessEmpty("matchLabels", from["match_labels"]);
    selector.setUnlessEmpty("matchExpressions", renamedAll(from["match_expressions"], expressionNames));
    selectors.push(std::move(selector));
  }
  Json result = Json::object();
  result.set("clusterRoleSelectors", std::move(selectors));
  return result;
}

/// The object as the API would show it, from the provider's attributes.
Json nativeObject(const Json& values, kubernetes::Kind kind) {
  Json object = Json::object();
  object.set("metadata", renamed(block(values, "metadata"), metaNames));
  switch (kind) {
  case kubernetes::Kind::ServiceAccount:
    if (!values["automount_service_account_token"].isNull())
      object.set("automountServiceAccountToken", values["automount_service_account_token"]);
    object.set("secrets", renamedAll(values["secret"], referenceNames));
    object.set("imagePullSecrets", renamedAll(values["image_pull_secret"], referenceNames));
    break;
  case kubernetes::Kind::Role:
  case kubernetes::Kind::ClusterRole:
    object.set("rules", renamedAll(values["rule"], ruleNames));
    if (const Json& aggregation = block(values, "aggregation_rule"); aggregation.isObject())
      object.set("aggregationRule", aggregationRule(aggregation));
    break;
  case kubernetes::Kind::RoleBinding:
  case kubernetes::Kind::ClusterRoleBinding:
    object.set("roleRef", renamed(block(values, "role_ref"), roleRefNames));
    object.set("subjects", renamedAll(values["subject"], subjectNames));
    break;
  default:
    break;
  }
  return object;
}

template <const char* Part>
void mapObject(const Resource& resource, const Context& context, Emitter& emitter) {
  const kubernetes::KindInfo& kind = *kubernetes::findPart(Part);
  const Json object = nativeObject(resource.values, kind.kind);
  auto meta = kubernetes::objectMeta(object, kind);
  if (!meta) {
    // The name of an object with `generate_name` is not known before it exists.
    if (resource.planned || resource.maybeUnknown)
      emitter.addUnknown(std::string(kind.document));
    else
      emitter.gap(meta.error().code, resource.address + ": " + meta.error().message + ": left out",
                  resource.tainted);
    return;
  }
  auto content = kubernetes::objectContent(object, kind, *meta, context.cluster.value_or(std::string()));
  if (!content) {
    emitter.gap(content.error().code, resource.address + ": " + content.error().message + ": left out",
                false);
    return;
  }
  emitter.add(std::string(kind.document), meta->key(), meta->name, meta->uid, std::move(*content));
}

constexpr char serviceAccounts[] = "serviceaccounts";
constexpr char roles[] = "roles";
constexpr char clusterRoles[] = "clusterroles";
constexpr char roleBindings[] = "rolebindings";
constexpr char clusterRoleBindings[] = "clusterrolebindings";
constexpr char namespaces[] = "namespaces";

constexpr std::array serviceAccountReferences =
    std::to_array<std::string_view>({"secret", "image_pull_secret", "default_secret_name"});

constexpr std::array mappings = std::to_array<Mapping>({
    {"kubernetes_service_account", mapObject<serviceAccounts>, serviceAccountReferences},
    {"kubernetes_role", mapObject<roles>, {}},
    {"kubernetes_cluster_role", mapObject<clusterRoles>, {}},
    {"kubernetes_role_binding", mapObject<roleBindings>, {}},
    {"kubernetes_cluster_role_binding", mapObject<clusterRoleBindings>, {}},
    {"kubernetes_namespace", mapObject<namespaces>, {}},
});

} // namespace

const Mapping* findKubernetesMapping(std::string_view type) {
  if (type.size() > 3 && type.substr(type.size() - 3) == "_v1") type.remove_suffix(3);
  const auto at =
      std::find_if(mappings.begin(), mappings.end(), [&](const Mapping& m) { return m.type == type; });
  return at == mappings.end() ? nullptr : &*at;
}

} // namespace countersign::terraform
