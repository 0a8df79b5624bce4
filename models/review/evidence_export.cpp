// SPDX-License-Identifier: Apache-2.0
#include "models/review/evidence_export.h"

#include "models/store/documents.h"
#include "models/store/record_list.h"
#include "models/store/sources.h"

#include <algorithm>
#include <set>

namespace countersign {
namespace {

evidence::ReportRecord reportRecord(const RecordRow& r) {
  evidence::ReportRecord out;
  out.id = r.uid;
  out.name = r.name;
  out.owner = r.owner;
  out.tier = std::string(name(r.tier));
  out.seal = std::string(name(r.seal));
  out.standing = std::string(name(r.standing));
  out.digest = r.digest;
  out.reach = r.access.reachName();
  for (const PrincipalRow& p : r.principals)
    out.principals.push_back(p.uid);
  return out;
}

/// Decisions as the log has them, with the state that each was given for.
Result<void> addDecisions(Workspace& w, const std::map<std::string, RecordRow>& now,
                          evidence::ReportData& data) {
  LogStore log(w);
  std::map<std::string, std::size_t> newest;
  return log.forEach([&](const StoredEntry& entry) -> Result<void> {
    COUNTERSIGN_ASSIGN(const evidence::Envelope envelope, evidence::readEnvelope(entry.envelope));
    COUNTERSIGN_ASSIGN(const evidence::Statement statement, evidence::readStatement(envelope.payload));
    if (const auto* second = std::get_if<evidence::Countersign>(&statement.body)) {
      for (evidence::ReportDecision& d : data.decisions)
        if (d.seq == second->seq) d.countersignedBy = statement.header.signer.name;
      return {};
    }
    const auto* a = std::get_if<evidence::Attestation>(&statement.body);
    if (a == nullptr) return {};
    evidence::ReportDecision d;
    const auto record = now.find(a->recordId);
    if (record != now.end()) d.record = reportRecord(record->second);
    d.record.id = a->recordId;
    d.record.name = a->recordName;
    d.record.tier = std::string(name(a->tier));
    d.record.seal = std::string(name(a->seal.state));
    if (d.record.digest != a->digest) d.record.reach.clear(); // of another state
    d.record.digest = a->digest;
    d.decision = std::string(name(a->decision));
    d.reason = a->reason;
    d.reviewer = statement.header.signer.name;
    d.reviewerKeyId = statement.header.signer.keyId;
    d.responsible = a->owner;
    d.until = a->until;
    d.at = statement.header.claimedAt;
    d.seq = statement.header.seq;
    d.leaf = entry.leaf;
    d.batchSize = a->batchSize;
    if (const auto before = newest.find(a->recordId); before != newest.end())
      data.decisions[before->second].superseded = true;
    newest[a->recordId] = data.decisions.size();
    data.decisions.push_back(std::move(d));
    return {};
  });
}

Result<void> addCoverage(Workspace& w, evidence::ReportData& data) {
  SourceStore store(w);
  COUNTERSIGN_ASSIGN(const auto sources, store.sources());
  for (const StoredSource& source : sources) {
    COUNTERSIGN_ASSIGN(const auto snapshots, store.snapshots(source.id));
    COUNTERSIGN_ASSIGN(const auto parts, store.parts(source.id));
    std::size_t position = 0;
    for (const StoredSnapshot& s : snapshots) {
      evidence::ReportSnapshot out;
      out.source = source.name;
      out.role = std::string(name(source.role));
      out.file = s.file;
      out.scope = source.system + " " + source.scope;
      out.capturedBy = s.tool + (s.basis == CaptureBasis::Export ? ""
                                 : s.basis == CaptureBasis::User ? " (time given by the person)"
                                                                 : " (time of the file)");
      out.sha256 = s.raw;
      out.capturedAt = s.capturedAt;
      out.importedAt = s.importedAt;
      if (position++ == 0)
        for (const StoredPart& p : parts)
          out.parts.push_back({p.name, p.lastComplete && *p.lastComplete == s.capturedAt, p.open});
      COUNTERSIGN_ASSIGN(const auto gaps, store.gaps(s.id));
      for (const StoredGap& g : gaps)
        out.gaps.push_back(g.error.text());
      data.snapshots.push_back(std::move(out));
    }
    if (source.owner.empty()) data.notCovered.push_back("Source " + source.name + " has no owner.");
    if (source.fallback.empty()) data.notCovered.push_back("Source " + source.name + " has no fallback.");
  }
  return {};
}

Json snapshotsJson(const std::vector<evidence::ReportSnapshot>& snapshots) {
  Json out = Json::array();
  for (const evidence::ReportSnapshot& s : snapshots) {
    Json row = Json::object();
    row.set("source", s.source)
        .set("role", s.role)
        .set("file", s.file)
        .set("scope", s.scope)
        .set("sha256", s.sha256.hex());
    row.set("capturedAt", formatRfc3339Seconds(s.capturedAt))
        .set("importedAt", formatRfc3339Seconds(s.importedAt))
        .set("capturedBy", s.capturedBy);
    out.push(std::move(row));
  }
  return out;
}

Result<void> addLog(Workspace& w, evidence::PackageInput& input) {
  LogStore log(w);
  COUNTERSIGN_TRY(log.forEach([&](const StoredEntry& e) -> Result<void> {
    input.entries.push_back(e.envelope);
    return {};
  }));
  COUNTERSIGN_ASSIGN(const auto checkpoints, log.checkpoints());
  for (const StoredCheckpoint& c : checkpoints) {
    COUNTERSIGN_ASSIGN(evidence::Checkpoint checkpoint, evidence::readCheckpointBody(c.body));
    checkpoint.keyId = input.logKeyId;
    checkpoint.signature = c.signature;
    checkpoint.token = c.token;
    input.checkpoints.push_back(std::move(checkpoint));
  }
  COUNTERSIGN_ASSIGN(const auto reviewers, log.reviewers());
  for (const StoredReviewer& r : reviewers) {
    COUNTERSIGN_ASSIGN(evidence::Certificate c, evidence::Certificate::fromPem(r.certificate));
    input.certificates.emplace(r.keyId, std::move(c));
  }
  return {};
}

/// Every document, closure and view that an attestation names.
Result<void> addObjects(Workspace& w, evidence::PackageInput& input) {
  LogStore log(w);
  DocumentStore documents(w);
  for (const std::string& bytes : input.entries) {
    COUNTERSIGN_ASSIGN(const evidence::Envelope envelope, evidence::readEnvelope(bytes));
    COUNTERSIGN_ASSIGN(const evidence::Statement statement, evidence::readStatement(envelope.payload));
    const auto* a = std::get_if<evidence::Attestation>(&statement.body);
    if (a == nullptr) continue;
    COUNTERSIGN_ASSIGN(const auto closure, log.kept(a->digest));
    COUNTERSIGN_ASSIGN(const auto view, log.kept(a->view.sha256));
    if (!closure || !view)
      return failure(ErrorCode::Corrupt, "a state that was signed is missing",
                     "Run 'countersign workspace check'");
    input.closures.emplace(a->digest, *closure);
    input.views.emplace(a->view.sha256, *view);
    for (const evidence::SignedDocument& d : a->documents)
      if (input.documents.count(d.sha256) == 0) {
        COUNTERSIGN_ASSIGN(std::string text, documents.bytes(d.sha256));
        input.documents.emplace(d.sha256, std::move(text));
      }
  }
  return {};
}

} // namespace

Result<evidence::ReportData> reportData(Desk& desk, Workspace& w, Instant now) {
  evidence::ReportData data;
  data.workspace = w.file().filename().string();
  LogStore log(w);
  COUNTERSIGN_ASSIGN(const auto size, log.size());
  // Exported twice, a report is the same: its time is that of the newest entry, not of the export.
  data.generatedAt = now;
  if (size > 0) {
    COUNTERSIGN_ASSIGN(const evidence::LogHead head, logHead(w));
    data.origin = head.origin;
    COUNTERSIGN_ASSIGN(const auto last, log.entry(size - 1));
    if (last) data.generatedAt = Instant(std::chrono::floor<std::chrono::seconds>(last->at));
  }
  data.scope = "All non-human identities that the imported sources show or declare.";
  COUNTERSIGN_ASSIGN(const auto then,
                     Desk::open(desk.file(), std::make_shared<FixedClock>(data.generatedAt)));
  COUNTERSIGN_ASSIGN(const auto ids, then->recordIds({}));
  COUNTERSIGN_ASSIGN(const auto rows, then->recordRows(ids, {}));
  std::map<std::string, RecordRow> byUid;
  std::set<std::string> decided;
  data.populationCount = rows.size();
  for (const RecordRow& r : rows) {
    byUid.emplace(r.uid, r);
    ++data.bySeal[std::string(name(r.seal))];
    ++data.byStanding[std::string(name(r.standing))];
    ++data.byTier[std::string(name(r.tier))];
    ++data.byReach[r.access.reachName()];
    if (r.standing != StandingState::Stands && r.standing != StandingState::Exception)
      data.undecided.push_back(reportRecord(r));
  }
  COUNTERSIGN_TRY(addDecisions(w, byUid, data));
  COUNTERSIGN_TRY(addCoverage(w, data));
  for (const evidence::ReportSnapshot& s : data.snapshots)
    if (!s.parts.empty() && s.role == "live")
      data.populationBasis.push_back("Everything that " + s.source + " (" + s.scope + ") showed at " +
                                     formatRfc3339Seconds(s.capturedAt) + ".");
  COUNTERSIGN_ASSIGN(const AccessCoverage access, then->accessCoverage());
  data.access = {access.records,     access.unknown,      access.permissions,
                 access.conditional, access.notEvaluated, {},
                 access.moreGaps};
  for (const AccessCoverage::Gap& gap : access.gaps)
    data.access.gaps.emplace_back(gap.text, gap.records);
  COUNTERSIGN_TRY(addLoop(desk, w, data));
  data.notChecked.push_back("Systems that no source was imported from.");
  return data;
}

Result<void> exportEvidencePackage(Desk& desk, Workspace& w, const std::filesystem::path& target,
                                   const Signing& signing, Instant now, const ProgressFn& progress) {
  LogStore log(w);
  COUNTERSIGN_ASSIGN(const auto size, log.size());
  if (size == 0)
    return failure(ErrorCode::Refused, "nothing has been signed yet, so there is no evidence to export",
                   "Decide on a record first");
  COUNTERSIGN_TRY(w.transaction([&]() -> Result<void> { return addCheckpoint(w, signing, now); }));
  COUNTERSIGN_ASSIGN(const evidence::LogHead head, logHead(w));
  COUNTERSIGN_ASSIGN(const std::string logKey, logKeyId(w));
  COUNTERSIGN_ASSIGN(const auto checkpoints, log.checkpoints());
  if (checkpoints.empty() || checkpoints.back().size != size)
    return failure(ErrorCode::Refused, "the newest checkpoint does not cover the newest entries",
                   "Export with the key that opened the log; it signs the checkpoint");
  COUNTERSIGN_ASSIGN(evidence::ReportData report, reportData(desk, w, now));
  evidence::PackageInput input{
      head.origin,       {}, {}, signing.authority, {}, logKey, {}, {}, {}, {}, {}, Json::array(),
      std::move(report), {}};
  COUNTERSIGN_TRY(addLog(w, input));
  COUNTERSIGN_TRY(addObjects(w, input));
  input.snapshots = snapshotsJson(input.report.snapshots);
  return evidence::writePackage(input, target.string(), signing.key,
                                [&](double f) { return !progress || progress(f, "Writing evidence"); });
}

} // namespace countersign
