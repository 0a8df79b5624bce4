// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/secrets.h"

#include "connectors/aws/answers.h"
#include "connectors/aws/facts.h"
#include "connectors/aws/sniff.h"
#include "connectors/aws/values.h"
#include "connectors/common/sinks.h"

#include <array>
#include <map>

namespace countersign::aws {
namespace {

constexpr const char* kind = "aws.secret";
constexpr const char* part = "secrets";
constexpr const char* command = "aws secretsmanager list-secrets --include-planned-deletion > secrets.json";

/// Times that change by themselves, by the name of their observation.
struct Seen {
  const char *member, *name;
};
constexpr std::array<Seen, 4> observed{{{"LastRotatedDate", "last-rotated"},
                                        {"LastChangedDate", "last-changed"},
                                        {"LastAccessedDate", "last-used"},
                                        {"NextRotationDate", "next-rotation"}}};

Json rotationOf(const Json& secret) {
  Json out = Json::object();
  if (secret["RotationEnabled"].isBool()) out.set("enabled", secret["RotationEnabled"].asBool());
  out.setUnlessEmpty("lambda", secret["RotationLambdaARN"].asString());
  const Json& rules = secret["RotationRules"];
  if (rules["AutomaticallyAfterDays"].isInt()) out.set("everyDays", rules["AutomaticallyAfterDays"].asInt());
  out.setUnlessEmpty("schedule", rules["ScheduleExpression"].asString());
  out.setUnlessEmpty("window", rules["Duration"].asString());
  return out;
}

class Reader {
public:
  explicit Reader(std::string scope) : scope_(std::move(scope)) {}
  Batch batch;
  bool whole = true, more = false;

  void take(const Answer& answer) {
    const Json& list = answer.json["SecretList"];
    if (list.isArray()) {
      std::size_t index = 0;
      for (const Json& item : list.items())
        takeSecret(item, answer.inside("/SecretList/" + std::to_string(index++)));
      more = saysMore(answer.json);
    } else {
      takeSecret(answer.json, answer.where);
    }
  }

private:
  void fault(ErrorCode code, std::string message, const Locator& where, std::string what = {}) {
    whole = false;
    if (what.empty()) what = std::string("Export again: ") + command;
    batch.gaps.push_back(gapAt(code, std::move(message), std::move(what), where, part));
  }

  void takeSecret(const Json& secret, const Locator& where) {
    if (secret.has("SecretString") || secret.has("SecretBinary")) {
      batch.secrets.push_back(where);
      return fault(ErrorCode::Unsupported, "this is the value of a secret: it is left out", where,
                   "Delete the file, and change the secret");
    }
    const std::string& arn = secret["ARN"].asString();
    const std::string account(accountOfArn(arn));
    if (account.empty() || arn.find(":secretsmanager:") == std::string::npos)
      return fault(ErrorCode::Malformed, "an entry has no ARN of a secret", where);
    if (!scope_.empty() && account != scope_)
      return fault(ErrorCode::WrongScope, arn + " is not of account " + scope_, where,
                   "Import the answers of one account at a time");
    Json content = contentOf(secret, arn, account);
    for (const char* member : {"CreatedDate", "DeletedDate"})
      if (secret.has(member) && !secret[member].isNull()) {
        const auto at = timeOf(secret[member]);
        if (!at) return fault(ErrorCode::Malformed, std::string(member) + " is no time", where);
        content.set(member[0] == 'C' ? "created" : "deletionPlanned", formatRfc3339(*at));
      }
    keep(secret, arn, std::move(content), where);
  }

  static Json contentOf(const Json& secret, const std::string& arn, const std::string& account) {
    Json content = Json::object().set("arn", arn).set("account", account);
    content.setUnlessEmpty("name", secret["Name"].asString());
    content.setUnlessEmpty("kmsKey", secret["KmsKeyId"].asString());
    content.setUnlessEmpty("owningService", secret["OwningService"].asString());
    content.setUnlessEmpty("primaryRegion", secret["PrimaryRegion"].asString());
    content.setUnlessEmpty("rotation", rotationOf(secret));
    return content.setUnlessEmpty("tags", tagsOf(secret["Tags"]));
  }

  void keep(const Json& secret, const std::string& arn, Json content, const Locator& where) {
    const auto [before, fresh] = seen_.emplace(arn, content);
    if (!fresh) {
      if (before->second != content)
        fault(ErrorCode::DuplicateKey, arn + " is in the file in two different forms", where,
              "Import the newer answer only");
      return;
    }
    const std::string name = secret["Name"].asString();
    batch.documents.emplace_back(document(kind, part, arn,
                                          name.empty() ? std::string(lastSegment(arn)) : name, {},
                                          std::move(content)),
                                 where);
    for (const Seen& seen : observed) {
      if (!secret.has(seen.member) || secret[seen.member].isNull()) continue;
      const auto at = timeOf(secret[seen.member]);
      if (!at) {
        fault(ErrorCode::Malformed, std::string(seen.member) + " is no time", where);
        continue;
      }
      Json value = Json::object().set("at", formatRfc3339(*at)).set("basis", "secretsmanager");
      if (seen.name == std::string_view("last-used"))
        value.set("granularity", 86'400); // AWS keeps the day only
      batch.observations.push_back(Observation{kind, arn, seen.name, std::move(value), where});
    }
  }

  std::string scope_;
  std::map<std::string, Json> seen_;
};

class Secrets final : public Connector {
public:
  std::string_view id() const override { return "aws.secrets"; }
  std::string_view title() const override { return "AWS Secrets Manager: secrets and their rotation"; }
  std::string_view exportCommand() const override { return command; }

  Match recognises(std::string_view head) const override {
    const Sniff form = sniff(head);
    if (form.has("SecretString") || form.has("SecretBinary")) return Match::No;
    const bool described =
        form.hasAll({"ARN", "Name"}) && (form.has("VersionIdsToStages") || form.has("LastChangedDate") ||
                                         form.has("RotationEnabled") || form.has("RotationRules"));
    return described || form.has("SecretList") ? Match::Yes : Match::No;
  }

  Result<Facts> survey(const Input& input, const ReadOptions& options) const override {
    return accountFacts(accountBehind(input.bytes, "ARN"), options, "aws secretsmanager");
  }

  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& sink) const override {
    Reader reader(facts.scope.value_or(std::string()));
    COUNTERSIGN_TRY(takeAll(reader, input, options, sink));
    const bool whole = reader.whole && !reader.more;
    COUNTERSIGN_TRY(deliver(std::move(reader.batch), sink, input.name));
    return ReadResult{{PartState{
        part, false,
        whole ? "the file shows the secrets of the region that was asked, not that there are no others"
              : "the file ends early, is not the last page, or has unusable answers"}}};
  }
};

} // namespace

const Connector& secrets() {
  static const Secrets connector;
  return connector;
}

} // namespace countersign::aws
