// SPDX-License-Identifier: Apache-2.0
#include "connectors/azure/azure.h"

#include "connectors/azure/content.h"
#include "connectors/azure/look.h"
#include "connectors/azure/reader.h"
#include "connectors/common/sinks.h"

#include <algorithm>

namespace countersign {
namespace {

using namespace azure;

constexpr std::size_t headBytes = 64U << 10;

bool isError(const Look& seen) {
  return seen.shape == Look::Shape::Object && seen.top["error"].isObject() && seen.top["error"].has("code") &&
         seen.top["error"].has("message");
}

class AzureExport final : public Connector {
public:
  std::string_view id() const override { return "azure.objects"; }
  std::string_view title() const override { return "Azure and Microsoft Entra objects (az, az rest)"; }
  std::string_view exportCommand() const override {
    return "az rest --url 'https://graph.microsoft.com/v1.0/servicePrincipals?$top=999'; az role assignment "
           "list --all -o json";
  }

  Match recognises(std::string_view head) const override {
    const Look seen = look(head);
    if (seen.shape == Look::Shape::Nothing) return Match::No;
    if (isGraphContext(seen.context) || kindOf(seen.first, seen.context) != nullptr) return Match::Yes;
    return Match::No;
  }

  Result<Facts> survey(const Input& input, const ReadOptions& options) const override {
    const Look seen = look(input.bytes.substr(0, headBytes));
    if (isError(seen))
      return failure(ErrorCode::Unsupported,
                     "this is an error answer: " + seen.top["error"]["code"].asString().substr(0, 120),
                     "Repeat the export with an account that may read these objects");
    Facts facts;
    facts.system = "azure";
    facts.scopeTitle = "tenant";
    facts.tool = isGraphContext(seen.context) ? "Microsoft Graph" : "az";
    facts.scope = options.scope;
    return facts;
  }

  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& sink) const override {
    const Look seen = look(input.bytes);
    Reader reader(lowerText(facts.scope.value_or("")));
    const std::string context = seen.context;
    const ElementHandler handle = [&](const Element& element, const simdjson::dom::element& value,
                                      Batch& batch) { return reader.read(element, value, context, batch); };
    auto report =
        seen.shape == Look::Shape::Page    ? forEachElement(input, {"/value"}, options.limits, sink, handle)
        : seen.shape == Look::Shape::Array ? forEachElement(input, {""}, options.limits, sink, handle)
                                           : forEachValue(input, options.limits, sink, handle);
    if (!report) return failure(std::move(report).error());
    if (seen.shape == Look::Shape::Page)
      reader.sawList(context, report->topLevel.count("@odata.nextLink") != 0 ||
                                  report->topLevel.count("nextLink") != 0);
    const bool failed = report->anyFailed();
    const bool truncated = report->truncated || input.truncatedInput;
    if (failed) reader.sawFailure();
    Batch closing;
    if (failed || truncated) closing.secrets = reader.coverage().rest(input.bytes);
    closing.gaps = reader.closingGaps();
    COUNTERSIGN_TRY(deliver(std::move(closing), sink, input.name));
    return ReadResult{reader.states(truncated)};
  }
};

} // namespace

std::vector<const Connector*> azureConnectors() {
  static const AzureExport connector;
  return {&connector};
}

} // namespace countersign
