// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/elements.h"
#include "connectors/common/sinks.h"
#include "connectors/kubernetes/kubernetes.h"
#include "connectors/kubernetes/object_reader.h"
#include "connectors/kubernetes/peek.h"

#include <algorithm>

namespace countersign {
namespace {

using namespace kubernetes;

bool isAudit(std::string_view apiVersion) {
  return apiVersion.substr(0, 13) == "audit.k8s.io/";
}
bool isObject(std::string_view apiVersion) {
  return isApiVersion(apiVersion) && !isAudit(apiVersion);
}

/// True where a key `uid` stands anywhere: what comes out of a cluster has one, a manifest has none.
bool hasUid(std::string_view text) {
  for (std::size_t at = text.find("uid"); at != std::string_view::npos; at = text.find("uid", at + 1)) {
    const std::string_view behind = text.substr(at + 3, 2);
    if (behind.substr(0, 1) == ":" || behind == "\":" || behind == "\" ") return true;
  }
  return false;
}

Result<void> refuseOthers(const Peek& seen) {
  const std::string_view kind = seen.member("kind");
  if (kind == "Config" && (seen.has("clusters") || seen.has("users") || seen.has("contexts")))
    return failure(ErrorCode::Unsupported, "this is a kubeconfig: it holds credentials and no objects",
                   "Export with: kubectl get serviceaccounts,roles,rolebindings -A -o json");
  if (kind == "Table")
    return failure(ErrorCode::Unsupported,
                   "this is a table as the API server prints it, without the objects' content",
                   "Export with -o json or -o yaml");
  if (kind == "Status")
    return failure(ErrorCode::Unsupported,
                   "this is an answer of the API server and no export: " +
                       std::string(seen.member("message").substr(0, 200)),
                   "Export again with a user who may list these objects");
  return {};
}

class ExportConnector final : public Connector {
public:
  std::string_view id() const override { return "kubernetes.objects"; }
  std::string_view title() const override { return "Kubernetes objects (kubectl get -o json or yaml)"; }
  std::string_view exportCommand() const override {
    return "kubectl get serviceaccounts,roles,rolebindings,clusterroles,clusterrolebindings,namespaces -A -o "
           "json";
  }

  Match recognises(std::string_view head) const override {
    const Peek seen = peek(head);
    const bool object = isObject(seen.member("apiVersion")) &&
                        (seen.has("kind") || seen.has("items") || seen.has("metadata"));
    const bool elements =
        isObject(seen.firstMember("apiVersion")) &&
        (seen.shape == Peek::Shape::Array || (seen.has("items") && !seen.has("apiVersion")));
    return seen.shape != Peek::Shape::Nothing && (object || elements) ? Match::Yes : Match::No;
  }

  Result<Facts> survey(const Input& input, const ReadOptions& options) const override {
    const Peek seen = peek(input.bytes);
    COUNTERSIGN_TRY(refuseOthers(seen));
    Facts facts;
    facts.system = "kubernetes";
    facts.scopeTitle = "cluster";
    const bool nothing = seen.has("items") && seen.first.empty() && seen.shape == Peek::Shape::Object;
    const SourceRole likely = nothing || hasUid(input.bytes) ? SourceRole::Live : SourceRole::Intent;
    facts.role = options.role.value_or(likely);
    return facts;
  }

  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& target) const override {
    QuietSink sink(target, QuietSink::Of::Unnamed);
    const Peek seen = peek(input.bytes);
    COUNTERSIGN_TRY(refuseOthers(seen));
    ObjectReader reader(facts.scope.value_or(""));
    ListContext context;
    const bool list = seen.shape == Peek::Shape::Object && seen.has("items");
    if (list) {
      const auto metadata = parseJson(seen.metadata.empty() ? "null" : seen.metadata);
      context =
          reader.openList(seen.member("apiVersion"), seen.member("kind"), metadata ? *metadata : Json());
    }
    const ElementHandler handle = [&](const Element& element, const simdjson::dom::element& value,
                                      Batch& batch) { return reader.read(element, value, context, batch); };
    auto report = list ? forEachElement(input, {"/items"}, options.limits, sink, handle)
                  : seen.shape == Peek::Shape::Array
                      ? forEachElement(input, {""}, options.limits, sink, handle)
                      : forEachValue(input, options.limits, sink, handle);
    if (!report) return failure(std::move(report).error());
    const bool failed = report->anyFailed();
    const bool truncated = report->truncated || input.truncatedInput;
    Batch closing;
    if (failed) reader.completeness().sawFailure(nullptr);
    if (failed || truncated) closing.secrets = reader.coverage().rest(input.bytes);
    closing.gaps = reader.closingGaps();
    COUNTERSIGN_TRY(deliver(std::move(closing), sink, input.name));
    return ReadResult{reader.completeness().states(truncated, options)};
  }
};

} // namespace

std::unique_ptr<Connector> makeKubernetesExportConnector() {
  return std::make_unique<ExportConnector>();
}

std::vector<std::unique_ptr<Connector>> kubernetesConnectors() {
  std::vector<std::unique_ptr<Connector>> out;
  out.push_back(makeKubernetesAuditConnector());
  out.push_back(makeKubernetesExportConnector());
  return out;
}

} // namespace countersign
