// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/gaad.h"

#include "connectors/aws/facts.h"
#include "connectors/aws/gaad_elements.h"
#include "connectors/aws/gaad_sink.h"
#include "connectors/aws/sniff.h"
#include "connectors/aws/values.h"
#include "connectors/common/elements.h"
#include "connectors/common/scan.h"
#include "connectors/common/sinks.h"

#include <simdjson.h>

namespace countersign::aws {
namespace {

constexpr const char* command = "aws iam get-account-authorization-details > account.json";

struct PartName {
  std::string_view array;
  const char *part, *title;
};
constexpr PartName partNames[] = {{usersArray, "users", "users"},
                                  {groupsArray, "groups", "groups"},
                                  {rolesArray, "roles", "roles"},
                                  {policiesArray, "policies", "managed policies"}};

/// What all pages together say of completeness.
struct Pages {
  std::map<std::string, std::uint64_t, std::less<>> counts, failed;
  bool truncated = false; ///< the text ends early
  bool more = false;      ///< the last page says that another one follows
  bool broken = false;    ///< something behind a page is no page
};

bool saysMore(const SplitReport& report) {
  const auto isTruncated = report.topLevel.find("IsTruncated");
  const auto token = report.topLevel.find("NextToken");
  return (isTruncated != report.topLevel.end() && isTruncated->second != "false") ||
         (token != report.topLevel.end() && token->second != "null");
}

void add(Pages& pages, const SplitReport& report) {
  for (const auto& [array, count] : report.counts)
    pages.counts[array] += count;
  for (const auto& [array, count] : report.failed)
    pages.failed[array] += count;
  pages.truncated = pages.truncated || report.truncated;
  pages.more = saysMore(report);
}

std::string whyPartial(const PartName& name, std::uint64_t count, const Pages& pages, const GaadSink& sink) {
  if (pages.truncated) return "the file ends early";
  if (pages.broken) return "what stands behind a page is no further page";
  if (pages.more) return "the export says that another page follows";
  if (pages.failed.find(name.array) != pages.failed.end()) return "some entries could not be used";
  if (sink.clashes(name.part)) return "the export shows an entry in two different forms";
  if (count == 0)
    return std::string("the list is empty: an account without ") + name.title +
           " and an export with --filter look the same";
  const std::string missing = sink.missing(name.part);
  return missing.empty() ? std::string()
                         : "the export refers to " + missing + " and does not show it, as with --filter";
}

ReadResult resultOf(const Pages& pages, const Input& input, const GaadSink& sink) {
  ReadResult result;
  for (const PartName& name : partNames) {
    const auto count = pages.counts.find(name.array);
    if (count == pages.counts.end()) continue;
    std::string why = input.truncatedInput ? "the compressed file ends early"
                                           : whyPartial(name, count->second, pages, sink);
    const bool complete = why.empty();
    result.parts.push_back(PartState{name.part, complete, std::move(why)});
  }
  return result;
}

class AccountAuthorizationDetails final : public Connector {
public:
  std::string_view id() const override { return "aws.account-authorization-details"; }
  std::string_view title() const override { return "AWS account authorization details"; }
  std::string_view exportCommand() const override { return command; }

  Match recognises(std::string_view head) const override {
    const Sniff form = sniff(head);
    if (form.first != '{') return Match::No;
    return form.has("UserDetailList") || form.has("GroupDetailList") || form.has("RoleDetailList") ||
                   form.has("Policies", "PolicyVersionList")
               ? Match::Yes
               : Match::No;
  }

  Result<Facts> survey(const Input& input, const ReadOptions& options) const override {
    return accountFacts(accountBehind(input.bytes, "Arn"), options,
                        "aws iam get-account-authorization-details");
  }

  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& sink) const override {
    const std::string account = facts.scope.value_or(std::string());
    GaadSink checked(sink, input, account);
    Pages pages;
    std::size_t at = scan::skipSpace(input.bytes, 0);
    do {
      const std::size_t end =
          std::min(scan::skipValue(input.bytes, at, [&] { return sink.cancelled(); }), input.bytes.size());
      COUNTERSIGN_TRY(readPage(input, at, end, account, options, checked, pages));
      at = scan::skipSpace(input.bytes, end);
    } while (at < input.bytes.size() && !pages.broken);
    COUNTERSIGN_TRY(checked.oneAccount());
    return resultOf(pages, input, checked);
  }

private:
  static Result<void> readPage(const Input& input, std::size_t at, std::size_t end,
                               const std::string& account, const ReadOptions& options, GaadSink& sink,
                               Pages& pages) {
    Input page = input;
    page.bytes = input.bytes.substr(at, end - at);
    sink.startPage(at);
    auto report = forEachElement(page,
                                 {std::string(usersArray), std::string(groupsArray), std::string(rolesArray),
                                  std::string(policiesArray)},
                                 options.limits, sink,
                                 [&](const Element& element, const simdjson::dom::element& value,
                                     Batch& batch) { return takeDetail(element, value, account, batch); });
    if (report) {
      add(pages, *report);
      return {};
    }
    if (pages.counts.empty() || report.error().code == ErrorCode::Cancelled)
      return failure(std::move(report).error());
    pages.broken = true;
    Batch batch;
    batch.gaps.push_back(
        gapAt(report.error().code,
              "what stands behind the first page is no further page: " + report.error().message,
              "Export again into a file of its own", Locator{0, 0, {}, 0}));
    return deliver(std::move(batch), sink, input.name);
  }
};

} // namespace

const Connector& accountAuthorizationDetails() {
  static const AccountAuthorizationDetails connector;
  return connector;
}

} // namespace countersign::aws
