// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/secrets.h"
#include "connectors/common/sinks.h"
#include "connectors/gcp/content.h"
#include "connectors/gcp/gcp.h"
#include "connectors/gcp/reader.h"

#include <algorithm>

namespace countersign {
namespace {

using gcpform::Form;

constexpr const char* command =
    "gcloud asset search-all-iam-policies --scope=organizations/ID --format=json > policies.json; gcloud iam "
    "service-accounts list --project=P --format=json > service-accounts.json; gcloud iam policies list "
    "--kind=denypolicies --attachment-point=cloudresourcemanager.googleapis.com/organizations/ID "
    "--format=json > "
    "deny.json; gcloud projects list --format=json > projects.json";

char firstOf(std::string_view text) {
  const auto at = text.find_first_not_of(" \t\r\n");
  return at == std::string_view::npos ? '\0' : text[at];
}

/// The first "organizations/<digits>" or "projects/<id>" of a text.
std::string firstNode(std::string_view text, std::string_view kind) {
  for (std::size_t at = text.find(kind); at != std::string_view::npos; at = text.find(kind, at + 1)) {
    const std::string_view rest = text.substr(at + kind.size(), 64);
    const std::string_view id =
        rest.substr(0, rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-:."));
    if (!id.empty() && id != "-" && id.size() < 64) return std::string(kind) + std::string(id);
  }
  return {};
}

class ExportConnector final : public Connector {
public:
  std::string_view id() const override { return "gcp.export"; }
  std::string_view title() const override { return "Google Cloud IAM (gcloud --format=json)"; }
  std::string_view exportCommand() const override { return command; }

  Match recognises(std::string_view head) const override {
    return gcpform::formOf(head) == Form::None ? Match::No : Match::Yes;
  }

  Result<Facts> survey(const Input& input, const ReadOptions& options) const override {
    const Form form = gcpform::formOf(input.bytes);
    if (form == Form::Credential)
      return failure(
          ErrorCode::Unsupported, "this is the key of a service account: a secret, and no export",
          "Delete it or keep it safe; export with: gcloud iam service-accounts keys list --format=json");
    Facts facts;
    facts.system = "gcp";
    facts.scopeTitle = "organization or project";
    facts.tool = "gcloud";
    facts.role = options.role.value_or(SourceRole::Live);
    const std::string node = form == Form::Policy ? gcpcontent::nodeOfFile(input.name) : std::string();
    std::string found = firstNode(input.bytes, "organizations/");
    if (found.empty()) found = node.starts_with("//") ? std::string() : node;
    if (found.empty()) found = firstNode(input.bytes, "projects/");
    if (options.scope)
      facts.scope = options.scope;
    else if (!found.empty())
      facts.scope = found;
    if (facts.scope) facts.sourceName = "Google Cloud " + *facts.scope;
    return facts;
  }

  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& sink) const override {
    std::string node = gcpcontent::nodeOfFile(input.name);
    if (node.empty()) node = gcpcontent::nodeName(facts.scope.value_or(""));
    gcpform::Reader reader(node);
    const ElementHandler handle = [&](const Element& element, const simdjson::dom::element& value,
                                      Batch& batch) { return reader.read(element, value, batch); };
    const bool list = firstOf(input.bytes) == '[';
    const auto report = list ? forEachElement(input, {""}, options.limits, sink, handle)
                             : forEachValue(input, options.limits, sink, handle);
    if (!report) return failure(report.error());
    Batch closing;
    reader.finish(closing);
    closing.secrets = findSecrets(input.bytes, 0);
    COUNTERSIGN_TRY(deliver(std::move(closing), sink, input.name));
    const bool failed = report->anyFailed();
    const bool early = report->truncated || input.truncatedInput;
    ReadResult out;
    for (const std::string& part : reader.parts())
      out.parts.push_back({part, false,
                           early || failed || !reader.whole()
                               ? "the file ends early or has entries that cannot be used"
                               : "the file shows what was asked for, not that there is nothing else"});
    return out;
  }
};

} // namespace

std::unique_ptr<Connector> makeGcpExportConnector() {
  return std::make_unique<ExportConnector>();
}

std::vector<std::unique_ptr<Connector>> gcpConnectors() {
  std::vector<std::unique_ptr<Connector>> out;
  out.push_back(makeGcpExportConnector());
  return out;
}

} // namespace countersign
