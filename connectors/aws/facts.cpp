// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/facts.h"

#include "connectors/aws/values.h"

namespace countersign::aws {
namespace {

Result<Facts> facts(std::string_view scope, const char* title, const ReadOptions& options, std::string tool) {
  Facts out;
  out.system = "aws";
  out.scopeTitle = title;
  out.tool = std::move(tool);
  if (!scope.empty() && options.scope && *options.scope != scope)
    return failure(
        ErrorCode::WrongScope,
        std::string("the export is of ") + title + ' ' + std::string(scope) + ", not of " + *options.scope,
        std::string("Import it without naming the ") + title + ", or export from " + *options.scope);
  if (!scope.empty()) {
    out.scope = std::string(scope);
    out.sourceName = std::string("AWS ") + title + ' ' + *out.scope;
  } else {
    out.scope = options.scope;
  }
  return out;
}

} // namespace

Result<Facts> accountFacts(std::string_view account, const ReadOptions& options, std::string tool) {
  return facts(account, "account", options, std::move(tool));
}
Result<Facts> organizationFacts(std::string_view organization, const ReadOptions& options, std::string tool) {
  // The account that manages the organization may stand for it.
  const bool byAccount = options.scope && isAccountId(*options.scope);
  return facts(byAccount ? std::string_view{} : organization, "organization", options, std::move(tool));
}

Result<void> checkSmall(const Input& input) {
  if (input.bytes.size() <= maxSmallInput) return {};
  return failure(ErrorCode::Limit,
                 "the file has " + std::to_string(input.bytes.size()) +
                     " bytes; exports of this kind are read up to " + std::to_string(maxSmallInput),
                 "Split it into several files");
}

} // namespace countersign::aws
