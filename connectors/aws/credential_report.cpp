// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/credential_report.h"

#include "connectors/aws/credential_rows.h"
#include "connectors/aws/facts.h"
#include "connectors/aws/sniff.h"
#include "connectors/aws/values.h"
#include "connectors/common/scan.h"
#include "connectors/common/sinks.h"

#include <algorithm>
#include <optional>

namespace countersign::aws {
namespace {

constexpr const char* command =
    "aws iam generate-credential-report && aws iam get-credential-report > credential-report.json";

/// The report's CSV text, wherever it came from.
struct Report {
  std::string decoded;  ///< holds the text where it had to be decoded
  std::string_view csv; ///< the text
  bool wrapped = false; ///< inside get-credential-report's answer
  std::optional<Instant> generated;
};

Result<Report> reportOf(const Input& input) {
  COUNTERSIGN_TRY(checkSmall(input));
  Report out;
  const std::size_t start = scan::skipSpace(input.bytes, 0);
  if (start >= input.bytes.size() || input.bytes[start] != '{') {
    out.csv = input.bytes;
    return out;
  }
  JsonLimits limits;
  limits.maxBytes = limits.maxString = maxSmallInput;
  COUNTERSIGN_ASSIGN(const Json json, parseJson(input.bytes, limits));
  out.wrapped = true;
  out.decoded = json["Content"].asString();
  if (out.decoded.substr(0, 5) != "user,") {
    std::string packed;
    std::copy_if(out.decoded.begin(), out.decoded.end(), std::back_inserter(packed),
                 [](char c) { return c != '\n' && c != '\r'; });
    COUNTERSIGN_ASSIGN(out.decoded, fromBase64(packed));
  }
  if (!validUtf8(out.decoded))
    return failure(ErrorCode::Encoding, "the report inside Content is not UTF-8 text");
  if (json.has("GeneratedTime")) {
    COUNTERSIGN_ASSIGN(out.generated, timeOf(json["GeneratedTime"]));
  }
  return out;
}

std::string_view csvOf(const Report& report) {
  return report.wrapped ? std::string_view(report.decoded) : report.csv;
}

class CredentialReport final : public Connector {
public:
  std::string_view id() const override { return "aws.credential-report"; }
  std::string_view title() const override { return "AWS IAM credential report"; }
  std::string_view exportCommand() const override { return command; }

  Match recognises(std::string_view head) const override {
    const std::size_t start = scan::skipSpace(head, 0);
    const std::string_view text = head.substr(std::min(start, head.size()));
    const std::string_view line = text.substr(0, text.find('\n'));
    if (line.substr(0, 9) == "user,arn," && line.find("access_key_1_active") != std::string_view::npos)
      return Match::Yes;
    const Sniff form = sniff(head);
    if (form.first != '{') return Match::No;
    if (form.has("ReportFormat") || form.has("GeneratedTime"))
      return form.has("Content") || form.keys.size() < 3 ? Match::Yes : Match::No;
    // The content comes first and may be longer than what is looked at: base64 of "user,arn,".
    std::size_t from = 0;
    const std::string_view content =
        text.size() > 12 && text.find("\"Content\"") < 16 ? text.substr(1) : std::string_view{};
    return content.find("dXNlcixhcm4s") < 64 || content.find("user,arn,user_creation_time") < 64 ? Match::Yes
           : nextText(head, "ReportFormat", from) == "text/csv"                                  ? Match::Yes
                                                                                                 : Match::No;
  }

  Result<Facts> survey(const Input& input, const ReadOptions& options) const override {
    COUNTERSIGN_ASSIGN(const Report report, reportOf(input));
    COUNTERSIGN_ASSIGN(
        Facts facts, accountFacts(accountOfReport(csvOf(report)), options, "aws iam get-credential-report"));
    facts.capturedAt = report.generated;
    return facts;
  }

  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& sink) const override {
    COUNTERSIGN_ASSIGN(const Report report, reportOf(input));
    COUNTERSIGN_ASSIGN(const bool complete,
                       takeCredentialRows(csvOf(report), report.wrapped, facts.scope.value_or(std::string()),
                                          input.name, options.limits, sink));
    if (!report.generated) {
      Batch batch;
      batch.gaps.push_back(gapAt(
          ErrorCode::MissingTime,
          "AWS gives out a credential report again for up to four hours: this one may be older than its file",
          std::string("Import the JSON answer, which holds the time: ") + command, Locator{},
          "credential-report", true));
      COUNTERSIGN_TRY(deliver(std::move(batch), sink, input.name));
    }
    const char* why = input.truncatedInput ? "the compressed file ends early"
                      : complete           ? ""
                                           : "some rows could not be used";
    return ReadResult{{PartState{"credential-report", complete && !input.truncatedInput, why}}};
  }
};

} // namespace

const Connector& credentialReport() {
  static const CredentialReport connector;
  return connector;
}

} // namespace countersign::aws
