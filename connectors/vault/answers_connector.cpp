// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/coverage.h"
#include "connectors/common/sinks.h"
#include "connectors/vault/answer_content.h"
#include "connectors/vault/completeness.h"
#include "connectors/vault/top.h"
#include "connectors/vault/vault.h"

#include <algorithm>

namespace countersign {
namespace {

using namespace vault;

/// {"path": "…", "answer": {…}}.
bool isLine(const std::map<std::string, std::string_view, std::less<>>& top) {
  const auto path = top.find("path");
  return path != top.end() && path->second.starts_with('"') && top.contains("answer");
}

/// What `vault … -format=json` and the HTTP API put around every answer.
bool isEnvelope(const std::map<std::string, std::string_view, std::less<>>& top) {
  return top.contains("request_id") && top.contains("lease_id") &&
         (top.contains("data") || top.contains("auth"));
}

/// `vault auth list`, `vault secrets list`, `vault audit list`: objects by mount path.
bool isMountTable(const std::map<std::string, std::string_view, std::less<>>& top) {
  return std::any_of(top.begin(), top.end(), [](const auto& member) {
    const auto& [name, value] = member;
    return name.size() > 1 && name.back() == '/' && value.starts_with('{') &&
           value.find("\"type\"") != std::string_view::npos &&
           (value.find("\"accessor\"") != std::string_view::npos ||
            value.find("\"options\"") != std::string_view::npos);
  });
}

bool isServer(const std::map<std::string, std::string_view, std::less<>>& top) {
  return top.contains("sealed") && top.contains("version") &&
         (top.contains("initialized") || top.contains("cluster_name"));
}

/// Reads the answers of one file. May be called from several threads.
class AnswersReader {
public:
  AnswersReader(std::string cluster, const Input& input)
      : cluster_(std::move(cluster)), fromName_(pathFromName(input.name)) {}

  Result<void> read(const Element& element, const simdjson::dom::element& value, Batch& batch) {
    COUNTERSIGN_ASSIGN(const Json json, toJson(value));
    coverage.add(element);
    const bool line = json["path"].isString() && json["answer"].isObject();
    const Answer answer = answerOf(line ? json["answer"] : json, line ? json["path"].asString() : fromName_);
    const std::string prefix = line ? "/answer" : "";
    auto taken = take(answer, cluster_);
    completeness.saw(answer, taken.has_value());
    maskCommon(answer, element, prefix, batch);
    if (!taken) {
      maskAll(answer, element, prefix, batch);
      Error error = std::move(taken).error();
      if (!answer.path.empty()) error.message = answer.path.substr(0, 200) + ": " + error.message;
      batch.gaps.push_back({std::move(error), completeness.partFor(answer), false});
      return {};
    }
    emit(std::move(*taken), element, prefix, batch);
    return {};
  }

  Coverage coverage;
  Completeness completeness;

private:
  static void mask(const Element& element, const std::string& pointer, Batch& batch) {
    if (Locator span = element.span(pointer); span.length > 0) batch.secrets.push_back(std::move(span));
  }
  /// Where the API puts tokens, whatever the answer is about.
  static void maskCommon(const Answer& answer, const Element& element, const std::string& prefix,
                         Batch& batch) {
    for (const char* pointer : {"/auth/client_token", "/wrap_info", "/data/secret_id", "/secret_id"})
      if (const Json* found = answer.json.find(pointer); found != nullptr && !found->isNull())
        mask(element, prefix + pointer, batch);
    if (answer.kind == AnswerKind::Token && answer.data().has("id"))
      mask(element, prefix + answer.inner + "/id", batch);
  }
  /// Nobody knows what an answer holds that is not understood.
  static void maskAll(const Answer& answer, const Element& element, const std::string& prefix, Batch& batch) {
    if (answer.kind != AnswerKind::Refusal) mask(element, prefix + answer.inner, batch);
  }

  static void emit(Taken taken, const Element& element, const std::string& prefix, Batch& batch) {
    for (auto& [document, pointer] : taken.documents)
      batch.documents.emplace_back(std::move(document), element.where(prefix + pointer));
    for (auto& [observation, pointer] : taken.observations) {
      observation.where = element.where(prefix + pointer);
      batch.observations.push_back(std::move(observation));
    }
    for (const std::string& pointer : taken.masks)
      mask(element, prefix + pointer, batch);
    std::sort(taken.leftOut.begin(), taken.leftOut.end());
    taken.leftOut.erase(std::unique(taken.leftOut.begin(), taken.leftOut.end()), taken.leftOut.end());
    for (const std::string& what : taken.leftOut)
      batch.gaps.push_back({{ErrorCode::Unsupported, what + " was left out", {}, {}}, {}, true});
  }

  std::string cluster_, fromName_;
};

class AnswersConnector final : public Connector {
public:
  std::string_view id() const override { return "vault.answers"; }
  std::string_view title() const override { return "Vault or OpenBao API answers"; }
  std::string_view exportCommand() const override {
    return "for p in sys/health sys/auth sys/mounts sys/policies/acl/NAME auth/approle/role/NAME "
           "identity/entity/id/ID identity/group/id/ID; do vault read -format=json $p | jq -c --arg p $p "
           "'{path: $p, answer: .}'; done > vault.jsonl; the same with 'vault list' for sys/policies/acl, "
           "auth/MOUNT/role, identity/entity/id, identity/group/id, as {path: $p, answer: {data: {keys: .}}}";
  }

  Match recognises(std::string_view head) const override {
    const auto top = topOf(head);
    if (isLine(top) || isEnvelope(top)) return Match::Yes;
    return isMountTable(top) || isServer(top) ? Match::Yes : Match::No;
  }

  Result<Facts> survey(const Input&, const ReadOptions&) const override {
    Facts facts;
    facts.system = "vault";
    facts.scopeTitle = "cluster";
    return facts;
  }

  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& target) const override {
    QuietSink sink(target, QuietSink::Of::All);
    AnswersReader reader(facts.scope.value_or(""), input);
    const auto report = forEachValue(input, options.limits, sink,
                                     [&](const Element& element, const simdjson::dom::element& value,
                                         Batch& batch) { return reader.read(element, value, batch); });
    if (!report) return failure(report.error());
    const bool failed = report->anyFailed();
    const bool truncated = report->truncated || input.truncatedInput;
    Batch closing;
    if (failed || truncated) closing.secrets = reader.coverage.rest(input.bytes);
    COUNTERSIGN_TRY(deliver(std::move(closing), sink, input.name));
    return ReadResult{reader.completeness.states(failed, truncated, options)};
  }
};

} // namespace

std::unique_ptr<Connector> makeVaultAnswersConnector() {
  return std::make_unique<AnswersConnector>();
}

std::vector<std::unique_ptr<Connector>> vaultConnectors() {
  std::vector<std::unique_ptr<Connector>> out;
  out.push_back(makeVaultAuditConnector());
  out.push_back(makeVaultAnswersConnector());
  out.push_back(makeVaultPolicyConnector());
  return out;
}

} // namespace countersign
