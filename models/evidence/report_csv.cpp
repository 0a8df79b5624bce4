// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/report.h"

#include <initializer_list>

namespace countersign::evidence {
namespace {

std::string row(std::initializer_list<std::string_view> cells) {
  std::string out;
  bool first = true;
  for (const std::string_view cell : cells) {
    if (!first) out += ',';
    first = false;
    out += csvCell(cell);
  }
  return out + "\r\n";
}

std::string joined(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& v : values)
    out += (out.empty() ? "" : " | ") + v;
  return out;
}

std::string time(const std::optional<Instant>& t) {
  return t ? formatRfc3339Seconds(*t) : std::string();
}

} // namespace

std::string decisionsCsv(const ReportData& data) {
  std::string out =
      row({"RecordId", "RecordName", "Principals", "Owner", "Tier", "Seal", "StateSha256", "ReviewResult",
           "Justification", "Responsible", "Until", "ReviewerName", "ReviewerKeyId", "CountersignedBy",
           "ReviewDate", "BatchSize", "Superseded", "Seq", "LeafHash"});
  for (const ReportDecision& d : data.decisions)
    out += row({d.record.id, d.record.name, joined(d.record.principals), d.record.owner, d.record.tier,
                d.record.seal, d.record.digest.hex(), d.decision, d.reason, d.responsible, time(d.until),
                d.reviewer, d.reviewerKeyId, d.countersignedBy, time(d.at), std::to_string(d.batchSize),
                d.superseded ? "yes" : "no", std::to_string(d.seq), d.leaf.hex()});
  return out;
}

std::string populationCsv(const ReportData& data) {
  std::string out = row({"RecordId", "RecordName", "Principals", "Owner", "Tier", "Seal", "Standing",
                         "StateSha256", "ReviewResult", "Reach"});
  const auto add = [&](const ReportRecord& r, std::string_view decision) {
    out += row({r.id, r.name, joined(r.principals), r.owner, r.tier, r.seal, r.standing, r.digest.hex(),
                decision, r.reach});
  };
  for (const ReportDecision& d : data.decisions)
    if (!d.superseded) add(d.record, d.decision);
  for (const ReportRecord& r : data.undecided)
    add(r, "not reviewed");
  return out;
}

std::string coverageCsv(const ReportData& data) {
  std::string out = row({"Source", "Role", "Scope", "File", "SnapshotSha256", "CapturedAt", "ImportedAt",
                         "CapturedBy", "Part", "Complete", "Documents", "Gaps"});
  for (const ReportSnapshot& s : data.snapshots) {
    const auto add = [&](std::string_view part, std::string_view complete, const std::string& documents) {
      out += row({s.source, s.role, s.scope, s.file, s.sha256.hex(), time(s.capturedAt), time(s.importedAt),
                  s.capturedBy, part, complete, documents, joined(s.gaps)});
    };
    if (s.parts.empty()) add("", "no", "0");
    for (const ReportPart& p : s.parts)
      add(p.name, p.complete ? "yes" : "no", std::to_string(p.documents));
  }
  return out;
}

std::string accessCsv(const ReportData& data) {
  const ReportAccess& a = data.access;
  std::string out = row({"What", "Count"});
  const auto add = [&](std::string_view what, std::uint64_t n) { out += row({what, std::to_string(n)}); };
  add("records", a.records);
  add("records of which nothing says what they can do", a.unknown);
  add("permissions", a.permissions);
  add("permissions under conditions", a.conditional);
  add("permissions not evaluated", a.notEvaluated);
  for (const auto& [text, records] : a.gaps)
    add("records with a part not known: " + text, records);
  if (a.moreGaps > 0) add("more that is not known", a.moreGaps);
  return out;
}

std::string revocationsCsv(const ReportData& data) {
  std::string out = row({"RecordName", "Grants", "State", "DecidedAt", "System", "SystemState", "LandedAt",
                         "Left", "Proof", "Seq"});
  for (const ReportRevocation& r : data.revocations)
    out += row({r.recordName, r.grants, r.state, time(r.decidedAt), r.system, r.systemState, time(r.landedAt),
                r.left, r.proof, std::to_string(r.seq)});
  return out;
}

std::string latencyCsv(const ReportData& data) {
  std::string out = row({"Until", "Group", "Changes", "Median", "P95", "Worst", "NeverLanded", "Floor"});
  for (const ReportLatency& l : data.latency)
    out += row({l.until, l.group, std::to_string(l.count), l.p50, l.p95, l.worst,
                std::to_string(l.neverLanded), l.floor});
  return out;
}

std::map<std::string, std::string> reportFiles(const ReportData& data) {
  return {{"access.csv", accessCsv(data)},          {"coverage.csv", coverageCsv(data)},
          {"decisions.csv", decisionsCsv(data)},    {"latency.csv", latencyCsv(data)},
          {"population.csv", populationCsv(data)},  {"report.html", reportHtml(data)},
          {"revocations.csv", revocationsCsv(data)}};
}

} // namespace countersign::evidence
