// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/cloudtrail.h"

#include "connectors/aws/cloudtrail_event.h"
#include "connectors/aws/facts.h"
#include "connectors/aws/sniff.h"
#include "connectors/aws/values.h"
#include "connectors/common/elements.h"
#include "connectors/common/scan.h"

#include <simdjson.h>

namespace countersign::aws {
namespace {

enum class Form { None, LogFile, Lookup, List, Lines, Values };

bool isRecord(const auto& has) {
  return has("eventName") && has("eventSource") && (has("userIdentity") || has("eventTime"));
}

/// S3 and SNS notifications have members of the same names.
bool isNotification(const auto& has) {
  return has("s3") || has("Sns") || has("body");
}

Form formOf(std::string_view head) {
  const Sniff form = sniff(head);
  const auto inRecords = [&](std::string_view name) { return form.has("Records", name); };
  const auto onTop = [&](std::string_view name) { return form.has(name); };
  if (form.has("Records"))
    return isRecord(inRecords) && !isNotification(inRecords) ? Form::LogFile : Form::None;
  if (form.has("Events", "CloudTrailEvent")) return Form::Lookup;
  if (!isRecord(onTop) || isNotification(onTop)) return Form::None;
  if (form.first == '[') return Form::List;
  const std::size_t start = scan::skipSpace(head, 0);
  const std::size_t newline = head.find('\n', start);
  return newline == std::string_view::npos || scan::skipValue(head, start) <= newline ? Form::Lines
                                                                                      : Form::Values;
}

/// Latest eventTime of the text, found without parsing; texts in strings (lookup-events) count as well.
std::optional<Instant> latestTime(std::string_view text) {
  std::string_view latestText;
  std::optional<Instant> latest;
  for (std::size_t from = 0; from != std::string_view::npos;) {
    const std::string_view time = nextText(text, "eventTime", from);
    if (time.empty() || time == latestText) continue;
    latestText = time;
    if (const auto parsed = parseTime(time); parsed && (!latest || *parsed > *latest)) latest = *parsed;
  }
  return latest;
}

std::string_view recipientOf(std::string_view text) {
  for (std::size_t from = 0; from != std::string_view::npos;)
    if (const auto account = nextText(text, "recipientAccountId", from); isAccountId(account)) return account;
  return {};
}

class CloudTrail final : public Connector {
public:
  std::string_view id() const override { return "aws.cloudtrail"; }
  std::string_view title() const override { return "AWS CloudTrail events"; }
  std::string_view exportCommand() const override {
    return "aws cloudtrail lookup-events --region us-east-1 --lookup-attributes "
           "AttributeKey=EventSource,AttributeValue=iam.amazonaws.com "
           "> cloudtrail.json";
  }

  Match recognises(std::string_view head) const override {
    return formOf(head) == Form::None ? Match::No : Match::Yes;
  }

  Result<Facts> survey(const Input& input, const ReadOptions& options) const override {
    // Records of several accounts lie in one log where a trail is an organization's: the first names the
    // source.
    COUNTERSIGN_ASSIGN(
        Facts facts, accountFacts(options.scope ? std::string_view(*options.scope) : recipientOf(input.bytes),
                                  options, "AWS CloudTrail"));
    facts.role = SourceRole::Audit;
    facts.capturedAt = latestTime(input.bytes);
    return facts;
  }

  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& sink) const override {
    const std::string account = facts.scope.value_or(std::string());
    const Form form = formOf(input.bytes.substr(0, 64U << 10));
    const ElementHandler record = [&](const Element& element, const simdjson::dom::element& value,
                                      Batch& batch) { return takeRecord(element, value, account, batch); };
    const ElementHandler lookedUp = [&](const Element& element, const simdjson::dom::element& value,
                                        Batch& batch) {
      return takeLookedUp(element, value, account, batch);
    };
    Result<SplitReport> report = failure(ErrorCode::Unrecognised, "this is no CloudTrail log");
    switch (form) {
    case Form::LogFile:
      report = forEachElement(input, {"/Records"}, options.limits, sink, record);
      break;
    case Form::Lookup:
      report = forEachElement(input, {"/Events"}, options.limits, sink, lookedUp);
      break;
    case Form::List:
      report = forEachElement(input, {""}, options.limits, sink, record);
      break;
    case Form::Lines:
      report = forEachLine(input, options.limits, sink, record);
      break;
    case Form::Values:
      report = forEachValue(input, options.limits, sink, record);
      break;
    case Form::None:
      break;
    }
    COUNTERSIGN_ASSIGN(const SplitReport seen, std::move(report));
    const auto token = seen.topLevel.find("NextToken");
    std::string why;
    if (seen.truncated || input.truncatedInput)
      why = "the log ends early";
    else if (token != seen.topLevel.end() && token->second != "null")
      why = "lookup-events says that more events follow";
    else if (!seen.failed.empty())
      why = "some records could not be used";
    const bool complete = why.empty();
    return ReadResult{{PartState{"events", complete, std::move(why)}}};
  }
};

} // namespace

const Connector& cloudTrail() {
  static const CloudTrail connector;
  return connector;
}

} // namespace countersign::aws
