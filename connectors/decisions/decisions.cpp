// SPDX-License-Identifier: Apache-2.0
#include "connectors/decisions/decisions.h"

#include "connectors/common/coverage.h"
#include "connectors/common/elements.h"
#include "connectors/common/sinks.h"
#include "connectors/decisions/decision.h"
#include "connectors/kubernetes/peek.h"
#include "models/identity/decision_keys.h"
#include "models/identity/keys.h"

#include <algorithm>
#include <map>
#include <mutex>

namespace countersign {
namespace {

using namespace decisions;

constexpr std::size_t mostDecisions = 500'000; ///< of one file
constexpr std::size_t batchSize = 1'000;
constexpr std::string_view reviewGroup = "authorization.k8s.io/";

/// A line {"principal": …, "answer": …}, or an answer by itself.
struct Wrapped {
  About about;
  const Json* answer = nullptr;
  std::string pointer;
};

Wrapped unwrap(const Json& json) {
  Wrapped out;
  out.answer = &json;
  if (!json["principal"].isString() || !json.has("answer")) return out;
  out.answer = &json["answer"];
  out.pointer = "/answer";
  out.about.principal = json["principal"].asString();
  out.about.resource = json["resource"].asString();
  out.about.context = json["context"];
  if (const auto at = parseRfc3339(json["at"].asString())) out.about.at = *at;
  return out;
}

Result<Decisions> decisionsOf(const Json& answer, const About& about) {
  const std::string_view system = systemOf(answer);
  if (system == "kubernetes") return kubernetesDecisions(answer, about);
  if (about.principal.empty() || system.empty())
    return failure(ErrorCode::Unsupported, "this is no answer of a runtime that names whom it is about",
                   R"(Write one answer a line: {"principal": …, "answer": {…}})");
  return system == "aws" ? awsDecisions(answer, about) : vaultDecisions(answer, about);
}

/// Calls `take(answer, about, pointer)` for each answer in an element: one, or those of a List.
template <class Take>
void eachAnswer(const Json& json, const Take& take) {
  const Wrapped wrapped = unwrap(json);
  const Json& items = (*wrapped.answer)["items"];
  if (!items.isArray()) return take(*wrapped.answer, wrapped.about, wrapped.pointer);
  std::size_t index = 0;
  for (const Json& item : items.items())
    take(item, wrapped.about, wrapped.pointer + "/items/" + std::to_string(index++));
}

/// Collects what a file says; the same question twice is answered by the later answer.
class DecisionsReader {
public:
  explicit DecisionsReader(const Facts& facts) : facts_(facts) {}

  Result<void> read(const Element& element, const simdjson::dom::element& value, Batch& batch) {
    COUNTERSIGN_ASSIGN(const Json json, toJson(value));
    coverage.add(element);
    eachAnswer(json, [&](const Json& answer, const About& about, const std::string& pointer) {
      if (auto taken = take(element, answer, about, pointer); !taken) {
        Error error = std::move(taken).error();
        error.place.pointer = pointer;
        batch.gaps.push_back({std::move(error), std::string(decisionPart), false});
        mask(element, pointer, batch); // nobody knows what it holds
      } else if (answer["spec"].has("extra")) {
        mask(element, pointer + "/spec/extra", batch);
      }
    });
    return {};
  }

  /// Documents in the order of the file.
  Result<void> deliver(BatchSink& sink) {
    std::vector<std::pair<Document, Locator>> all;
    for (auto& [uid, found] : found_)
      all.emplace_back(std::move(found.document), std::move(found.where));
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return a.second.offset < b.second.offset; });
    for (std::size_t at = 0; at < all.size(); at += batchSize) {
      Batch batch;
      const std::size_t end = std::min(all.size(), at + batchSize);
      for (std::size_t i = at; i < end; ++i)
        batch.documents.push_back(std::move(all[i]));
      sink.prepare(batch);
      COUNTERSIGN_TRY(sink.take(std::move(batch)));
    }
    return {};
  }

  Coverage coverage;

private:
  struct Found {
    Document document;
    Locator where;
    std::optional<Instant> at;
  };

  Result<void> take(const Element& element, const Json& answer, const About& about,
                    const std::string& pointer) {
    COUNTERSIGN_ASSIGN(const Decisions list, decisionsOf(answer, about));
    for (const RuntimeDecision& d : list) {
      if (d.system != facts_.system)
        return failure(ErrorCode::Unsupported,
                       "an answer of " + d.system + " among those of " + facts_.system,
                       "Import the answers of each system as a file of its own");
      COUNTERSIGN_ASSIGN(Document document, documentOf(d, facts_.scope.value_or("")));
      Found found{std::move(document), element.where(pointer + d.pointer), d.at};
      const std::lock_guard lock(mutex_);
      const auto there = found_.find(found.document.object.uid);
      if (there == found_.end() && found_.size() >= mostDecisions)
        return failure(ErrorCode::Limit, "the file holds more than 500,000 decisions");
      if (there == found_.end())
        found_.emplace(found.document.object.uid, std::move(found));
      else if (std::make_pair(there->second.at, there->second.where.offset) <=
               std::make_pair(found.at, found.where.offset))
        there->second = std::move(found);
    }
    return {};
  }

  static void mask(const Element& element, const std::string& pointer, Batch& batch) {
    Locator span = element.yaml || pointer.empty() ? element.where() : element.span(pointer);
    if (span.length > 0) batch.secrets.push_back(std::move(span));
  }

  const Facts& facts_;
  std::mutex mutex_;
  std::map<std::string, Found> found_; ///< by uid
};

bool isReview(std::string_view kind, std::string_view version) {
  return isReviewKind(kind) && version.substr(0, reviewGroup.size()) == reviewGroup;
}

class DecisionsConnector final : public Connector {
public:
  std::string_view id() const override { return "runtime.decisions"; }
  std::string_view title() const override { return "Decisions of runtimes (access reviews, simulations)"; }
  std::string_view exportCommand() const override {
    return "kubectl create -f reviews.yaml -o json > decisions.json; aws iam simulate-principal-policy … | "
           "jq -c "
           "'{principal: \"arn:…\", answer: .}' > decisions.jsonl";
  }

  Match recognises(std::string_view head) const override {
    const kubernetes::Peek seen = kubernetes::peek(head);
    if (isReview(seen.member("kind"), seen.member("apiVersion"))) return Match::Yes;
    if (seen.has("items") && isReview(seen.firstMember("kind"), seen.firstMember("apiVersion")))
      return Match::Yes;
    const bool line =
        seen.shape == kubernetes::Peek::Shape::Object || seen.shape == kubernetes::Peek::Shape::Values;
    return line && seen.has("principal") && seen.has("answer") ? Match::Yes : Match::No;
  }

  Result<Facts> survey(const Input& input, const ReadOptions& options) const override {
    Facts facts;
    facts.scopeTitle = "cluster";
    std::mutex mutex;
    std::uint64_t first = UINT64_MAX;
    const auto look = [&](const Element& element, const simdjson::dom::element& value,
                          Batch&) -> Result<void> {
      COUNTERSIGN_ASSIGN(const Json json, toJson(value));
      eachAnswer(json, [&](const Json& answer, const About& about, const std::string&) {
        const auto list = decisionsOf(answer, about);
        const std::string_view system = systemOf(answer);
        const std::lock_guard lock(mutex);
        if (!system.empty() && element.offset < first) {
          first = element.offset;
          setSystem(facts, system, about.principal);
        }
        for (const RuntimeDecision& d : list.value_or(Decisions()))
          if (d.at) facts.capturedAt = std::max(facts.capturedAt.value_or(*d.at), *d.at);
      });
      return {};
    };
    NoSink nowhere;
    const auto report = forEachValue(input, options.limits, nowhere, look);
    if (!report) return failure(report.error());
    if (facts.system.empty())
      return failure(ErrorCode::Unsupported, "no answer of a runtime that is known is in the file",
                     R"(Write one answer a line: {"principal": …, "answer": {…}})");
    return facts;
  }

  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& target) const override {
    QuietSink sink(target, QuietSink::Of::Unnamed);
    DecisionsReader reader(facts);
    const auto report = forEachValue(input, options.limits, sink,
                                     [&](const Element& element, const simdjson::dom::element& value,
                                         Batch& batch) { return reader.read(element, value, batch); });
    if (!report) return failure(report.error());
    COUNTERSIGN_TRY(reader.deliver(sink));
    const bool failed = report->anyFailed();
    Batch closing;
    if (failed || report->truncated || input.truncatedInput)
      closing.secrets = reader.coverage.rest(input.bytes);
    COUNTERSIGN_TRY(countersign::deliver(std::move(closing), sink, input.name));
    return ReadResult{
        {PartState{std::string(decisionPart), false, "it holds the questions that were asked"}}};
  }

private:
  static void setSystem(Facts& facts, std::string_view system, const std::string& principal) {
    facts.system = system;
    facts.scope.reset();
    if (system != "aws") return;
    facts.scopeTitle = "account";
    keys::Arn arn;
    if (keys::splitArn(principal, arn) && !arn.account.empty()) facts.scope = std::string(arn.account);
  }
};

} // namespace

const Connector& runtimeDecisions() {
  static const DecisionsConnector connector;
  return connector;
}

} // namespace countersign
