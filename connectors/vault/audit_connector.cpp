// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/audit_log.h"
#include "connectors/common/coverage.h"
#include "connectors/common/sinks.h"
#include "connectors/vault/audit_event.h"
#include "connectors/vault/top.h"
#include "connectors/vault/vault.h"

#include <algorithm>
#include <mutex>

namespace countersign {
namespace {

using namespace vault;

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
    if (record->response)
      events.ended(record->requestId, std::move(record->event), batch);
    else
      events.underWay(record->requestId, std::move(record->event));
    return {};
  }

  Coverage coverage;
  RequestEvents events;

private:
  std::string cluster_;
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
    QuietSink sink(target, QuietSink::Of::All);
    AuditReader reader(facts.scope.value_or(""));
    const auto report = forEachLine(input, options.limits, sink,
                                    [&](const Element& element, const simdjson::dom::element& value,
                                        Batch& batch) { return reader.read(element, value, batch); });
    if (!report) return failure(report.error());
    const LogEnd end{report->truncated || input.truncatedInput, report->anyFailed(),
                     "an audit log holds what its rotation kept", "an entry could not be read"};
    Batch closing;
    if (end.unread || end.truncated) closing.secrets = reader.coverage.rest(input.bytes);
    closing.events = reader.events.unended();
    COUNTERSIGN_TRY(deliver(std::move(closing), sink, input.name));
    return eventsRead(end, options);
  }
};

} // namespace

std::unique_ptr<Connector> makeVaultAuditConnector() {
  return std::make_unique<AuditConnector>();
}

} // namespace countersign
