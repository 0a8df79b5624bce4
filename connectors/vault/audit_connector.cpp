// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/coverage.h"
#include "connectors/common/elements.h"
#include "connectors/vault/audit_event.h"
#include "connectors/vault/quiet_sink.h"
#include "connectors/vault/top.h"
#include "connectors/vault/vault.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <unordered_set>

namespace countersign {
namespace {

using namespace vault;

/// Takes nothing: for a look.
class NoSink final : public BatchSink {
public:
  void prepare(Batch&) override {}
  Result<void> take(Batch&&) override { return {}; }
  bool cancelled() const override { return false; }
  void progress(std::uint64_t) override {}
};

/// Each request has two entries. That of the response tells how it ended; the first is taken only where the
/// log has no second.
class AuditReader {
public:
  explicit AuditReader(std::string cluster) : cluster_(std::move(cluster)) {}

  Result<void> read(const Element& element, const simdjson::dom::element& value, Batch& batch) {
    COUNTERSIGN_ASSIGN(const Json json, toJson(value));
    if (!isAuditEntry(json)) return failure(ErrorCode::Malformed, "not an entry of an audit device");
    auto record = auditRecord(json, cluster_);
    if (!record) return failure(std::move(record).error());
    coverage.add(element);
    for (const std::string& pointer : record->masks)
      if (Locator span = element.span(pointer); span.length > 0) batch.secrets.push_back(std::move(span));
    record->event.where = element.where();
    const std::size_t hash = std::hash<std::string>()(record->requestId);
    const std::lock_guard lock(mutex_);
    if (record->response) {
      answered_.insert(hash);
      waiting_.erase(record->requestId);
      batch.events.push_back(std::move(record->event));
    } else if (!answered_.contains(hash)) {
      waiting_.insert_or_assign(record->requestId, std::move(record->event));
    }
    return {};
  }

  std::vector<Event> unanswered() {
    std::vector<Event> out;
    for (auto& [id, event] : waiting_)
      if (!answered_.contains(std::hash<std::string>()(id))) out.push_back(std::move(event));
    std::sort(out.begin(), out.end(),
              [](const Event& a, const Event& b) { return a.where.offset < b.where.offset; });
    return out;
  }

  Coverage coverage;

private:
  std::string cluster_;
  std::mutex mutex_;
  std::unordered_set<std::size_t> answered_; ///< hashes of request ids
  std::map<std::string, Event> waiting_;
};

class AuditConnector final : public Connector {
public:
  std::string_view id() const override { return "vault.audit"; }
  std::string_view title() const override { return "Vault or OpenBao audit log"; }
  std::string_view exportCommand() const override { return "vault audit enable file file_path=audit.jsonl"; }

  Match recognises(std::string_view head) const override {
    const auto top = topOf(head);
    const auto type = top.find("type"), request = top.find("request");
    if (type == top.end() || request == top.end() || !top.contains("time")) return Match::No;
    const bool typed = type->second == "\"request\"" || type->second == "\"response\"";
    return typed && request->second.find("\"operation\"") != std::string_view::npos ? Match::Yes : Match::No;
  }

  Result<Facts> survey(const Input& input, const ReadOptions& options) const override {
    Facts facts;
    facts.system = "vault";
    facts.scopeTitle = "cluster";
    facts.role = SourceRole::Audit;
    std::mutex mutex;
    NoSink nowhere;
    const auto report =
        forEachLine(input, options.limits, nowhere,
                    [&](const Element&, const simdjson::dom::element& value, Batch&) -> Result<void> {
                      COUNTERSIGN_ASSIGN(const Json json, toJson(value));
                      if (const auto time = parseRfc3339(json["time"].asString())) {
                        const std::lock_guard lock(mutex);
                        facts.capturedAt = std::max(facts.capturedAt.value_or(*time), *time);
                      }
                      return {};
                    });
    if (!report) return failure(report.error());
    return facts;
  }

  Result<ReadResult> read(const Input& input, const Facts& facts, const ReadOptions& options,
                          BatchSink& target) const override {
    QuietSink sink(target);
    AuditReader reader(facts.scope.value_or(""));
    const auto report = forEachLine(input, options.limits, sink,
                                    [&](const Element& element, const simdjson::dom::element& value,
                                        Batch& batch) { return reader.read(element, value, batch); });
    if (!report) return failure(report.error());
    const bool unread =
        std::any_of(report->failed.begin(), report->failed.end(), [](const auto& f) { return f.second > 0; });
    const bool truncated = report->truncated || input.truncatedInput;
    Batch closing;
    if (unread || truncated) closing.secrets = reader.coverage.rest(input.bytes);
    closing.events = reader.unanswered();
    sink.prepare(closing);
    COUNTERSIGN_TRY(sink.take(std::move(closing)));
    std::string why = "an audit log holds what its rotation kept";
    if (truncated)
      why = "the file ends early";
    else if (unread)
      why = "an entry could not be read";
    else if (std::find(options.completeParts.begin(), options.completeParts.end(), "events") !=
             options.completeParts.end())
      why.clear();
    const bool complete = why.empty();
    return ReadResult{{PartState{"events", complete, std::move(why)}}};
  }
};

} // namespace

std::unique_ptr<Connector> makeVaultAuditConnector() {
  return std::make_unique<AuditConnector>();
}

} // namespace countersign
