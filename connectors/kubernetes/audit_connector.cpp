// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/audit_log.h"
#include "connectors/common/coverage.h"
#include "connectors/common/sinks.h"
#include "connectors/kubernetes/audit_event.h"
#include "connectors/kubernetes/audit_wrapping.h"
#include "connectors/kubernetes/kubernetes.h"
#include "connectors/kubernetes/peek.h"

#include <algorithm>
#include <atomic>
#include <mutex>

namespace countersign {
namespace {

using namespace kubernetes;

constexpr std::string_view auditGroup = "audit.k8s.io/";

Result<SplitReport> forEachRecord(const Input& input, const Peek& seen, const ImportLimits& limits,
                                  BatchSink& sink, const ElementHandler& handle) {
  if (seen.shape == Peek::Shape::Array) return forEachElement(input, {""}, limits, sink, handle);
  if (seen.shape == Peek::Shape::Object)
    for (const char* list : {"items", "events", "logEvents"})
      if (seen.has(list)) return forEachElement(input, {std::string("/") + list}, limits, sink, handle);
  if (seen.shape == Peek::Shape::Values && seen.onOneLine) return forEachLine(input, limits, sink, handle);
  return forEachValue(input, limits, sink, handle);
}

/// Reads one audit log. A request has an event for each stage; the last one is taken, and an earlier one only
/// where the log holds no last one.
class AuditReader {
public:
  AuditReader(std::string cluster, const Input& input) : cluster_(std::move(cluster)), input_(input) {}

  Result<void> read(const Element& element, const simdjson::dom::element& value, Batch& batch) {
    COUNTERSIGN_ASSIGN(const Json json, toJson(value));
    coverage_.add(element);
    const auto found = unwrapAudit(json);
    if (found.empty()) {
      ++others_;
      return {};
    }
    for (const Unwrapped& one : found)
      add(element, one, batch);
    return {};
  }

  /// Unfinished requests, the gaps that count, and what was not understood as secret.
  Batch closing(bool allUnderstood) {
    Batch out;
    if (!allUnderstood) out.secrets = coverage_.rest(input_.bytes);
    out.events = events_.unended();
    const auto warn = [&](ErrorCode code, std::uint64_t n, const char* what, const char* remedy) {
      if (n > 0) out.gaps.push_back({{code, std::to_string(n) + what, remedy, {}}, {}, true});
    };
    warn(ErrorCode::MissingTime, zoneless_,
         " event(s) whose time has no offset were read as UTC, in which the API server writes",
         "Keep the times as the API server writes them");
    warn(ErrorCode::Unsupported, others_, " record(s) that are no audit events were skipped", "");
    return out;
  }
  bool failed() const { return failed_; }

private:
  void add(const Element& element, const Unwrapped& one, Batch& batch) {
    auto record = auditRecord(one.event, cluster_);
    const bool bodies = one.event.has("requestObject") || one.event.has("responseObject");
    if (bodies && (!record || record->maskBodies)) mask(element, one, batch);
    if (!record) {
      failed_ = true;
      Error error = std::move(record).error();
      error.place.pointer = one.pointer;
      batch.gaps.push_back({std::move(error), "events", false});
      return;
    }
    zoneless_ += record->zoneless ? 1 : 0;
    record->event.where = element.where(one.pointer);
    if (record->finished)
      events_.ended(record->auditId, std::move(record->event), batch);
    else
      events_.underWay(record->auditId, std::move(record->event));
  }
  static void mask(const Element& element, const Unwrapped& one, Batch& batch) {
    if (one.inString) {
      batch.secrets.push_back(element.span(one.pointer));
      return;
    }
    for (const char* body : {"requestObject", "responseObject"})
      if (one.event.has(body)) batch.secrets.push_back(element.span(one.pointer + '/' + body));
  }

  std::string cluster_;
  const Input& input_;
  Coverage coverage_;
  RequestEvents events_; ///< by audit id
  std::atomic<std::uint64_t> zoneless_{0}, others_{0};
  std::atomic<bool> failed_{false};
};

class AuditConnector final : public Connector {
public:
  std::string_view id() const override { return "kubernetes.audit"; }
  std::string_view title() const override { return "Kubernetes audit log"; }
  std::string_view exportCommand() const override {
    return "kube-apiserver --audit-policy-file=… --audit-log-path=audit.jsonl";
  }

  Match recognises(std::string_view head) const override {
    const Peek seen = peek(head);
    if (seen.shape == Peek::Shape::Nothing || seen.shape == Peek::Shape::Yaml) return Match::No;
    const auto isAudit = [](std::string_view version) {
      return version.substr(0, auditGroup.size()) == auditGroup;
    };
    if (isAudit(seen.member("apiVersion")) || isAudit(seen.firstMember("apiVersion")))
      return seen.member("kind") == "Policy" ? Match::No : Match::Yes;
    const bool wrapped = !seen.has("apiVersion") && !seen.has("kind") &&
                         head.find("audit.k8s.io/v1") != std::string_view::npos &&
                         head.find("auditID") != std::string_view::npos;
    return wrapped ? Match::Yes : Match::No;
  }

  Result<Facts> survey(const Input& input, const ReadOptions& options) const override {
    const Peek seen = peek(input.bytes);
    Facts facts;
    facts.system = "kubernetes";
    facts.scopeTitle = "cluster";
    facts.role = SourceRole::Audit;
    if (const auto cluster = clusterOfLogGroup(seen.member("logGroup")); !cluster.empty())
      facts.scope = std::string(cluster);
    std::mutex mutex;
    NoSink nowhere;
    const auto report =
        forEachRecord(input, seen, options.limits, nowhere,
                      [&](const Element&, const simdjson::dom::element& value, Batch&) -> Result<void> {
                        COUNTERSIGN_ASSIGN(const Json json, toJson(value));
                        bool zoneless = false;
                        for (const Unwrapped& one : unwrapAudit(json))
                          if (const auto time = auditTimeOf(one.event, zoneless)) {
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
    QuietSink sink(target, QuietSink::Of::Unnamed);
    AuditReader reader(facts.scope.value_or(""), input);
    const auto report = forEachRecord(input, peek(input.bytes), options.limits, sink,
                                      [&](const Element& element, const simdjson::dom::element& value,
                                          Batch& batch) { return reader.read(element, value, batch); });
    if (!report) return failure(report.error());
    const bool truncated = report->truncated || input.truncatedInput;
    COUNTERSIGN_TRY(deliver(reader.closing(!report->anyFailed() && !truncated), sink, input.name));
    return eventsRead({truncated, report->anyFailed() || reader.failed(),
                       "an audit log holds what its policy and its retention kept",
                       "an event could not be read"},
                      options);
  }
};

} // namespace

std::unique_ptr<Connector> makeKubernetesAuditConnector() {
  return std::make_unique<AuditConnector>();
}

} // namespace countersign
