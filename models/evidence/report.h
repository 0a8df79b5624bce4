// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/digest.h"
#include "models/identity/time.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace countersign::evidence {

/// One identity as a report shows it.
struct ReportRecord {
  std::string id, name, owner, tier, seal, standing;
  std::vector<std::string> principals;
  Digest digest;
  std::string reach; ///< the worst that it can do, "unknown"; empty where that of this state is not at hand
};

/// How far effective access is known: what the runtimes in the end decide.
struct ReportAccess {
  std::uint64_t records = 0, unknown = 0; ///< `unknown`: nothing that was imported says what they can do
  std::uint64_t permissions = 0, conditional = 0, notEvaluated = 0;
  std::vector<std::pair<std::string, std::uint64_t>> gaps; ///< what is not known, and of how many records
  std::uint64_t moreGaps = 0;                              ///< that are not named
};

/// One decision, with the state that it was given for.
struct ReportDecision {
  ReportRecord record; ///< as it was when it was decided
  std::string decision, reason, reviewer, reviewerKeyId;
  std::string responsible;      ///< owner of an exception, or to whom it was reassigned
  std::optional<Instant> until; ///< end of an exception, next review
  Instant at;
  std::uint64_t seq = 0;
  Digest leaf;
  std::uint64_t batchSize = 1;
  bool superseded = false; ///< a later decision on the record took its place
  std::string countersignedBy;
};

struct ReportPart {
  std::string name;
  bool complete = false;
  std::uint64_t documents = 0;
};

/// One snapshot of one source.
struct ReportSnapshot {
  std::string source, role, file, scope, capturedBy;
  Digest sha256; ///< of its bytes
  Instant capturedAt, importedAt;
  std::vector<ReportPart> parts;
  std::vector<std::string> gaps;
};

/// A revocation and how far it came in one system; one row each system that had it.
struct ReportRevocation {
  std::string recordName, grants;
  std::string state; ///< of all systems together: "landed" is never said while one still has it
  Instant decidedAt;
  std::optional<Instant> landedAt; ///< the first snapshot of this system that shows it gone
  std::string proof;               ///< that snapshot, by its SHA-256
  std::uint64_t seq = 0;
  std::string system, systemState; ///< the source, and how far it came there
  std::string left;                ///< what is still there
};

/// How long changes take, for those that have something in common. Snapshots bound a latency from both sides:
/// the figures are intervals, in words.
struct ReportLatency {
  std::string until; ///< "applied", "audit", "shown", "reviewed"
  std::string group;
  std::uint64_t count = 0;
  std::string p50, p95, worst;
  std::uint64_t neverLanded = 0;
  std::string floor; ///< what the source itself imposes
};

/// Everything that a report says. The report is derived: the evidence is the log.
struct ReportData {
  std::string workspace, origin;
  Instant generatedAt;
  std::string scope;                        ///< what the population is meant to be
  std::vector<std::string> populationBasis; ///< how it was made complete, one sentence each
  std::uint64_t populationCount = 0;        ///< number of records
  std::map<std::string, std::uint64_t> bySeal, byStanding, byTier, byReach;
  std::vector<ReportDecision> decisions; ///< in the order of the log
  std::vector<ReportRecord> undecided;   ///< records without a decision that stands
  std::vector<ReportSnapshot> snapshots;
  std::vector<ReportRevocation> revocations;
  std::vector<ReportLatency> latency;
  ReportAccess access;
  std::vector<std::string> notCovered; ///< not imported, not understood, not evaluated
  std::vector<std::string> notChecked; ///< what could not be checked, and why
};

/// One self-contained page: no scripts, nothing loaded from elsewhere. The same data give the same bytes.
std::string reportHtml(const ReportData& data);

/// RFC 4180, UTF-8, CRLF. Cells that a spreadsheet would run as a formula get a leading apostrophe
/// (OWASP ASVS 1.2.10, and CR, LF and the full-width forms).
std::string decisionsCsv(const ReportData& data);
std::string populationCsv(const ReportData& data); ///< decided and undecided records
std::string coverageCsv(const ReportData& data);   ///< one row per snapshot and part
std::string accessCsv(const ReportData& data);     ///< what is not known of effective access
std::string revocationsCsv(const ReportData& data);
std::string latencyCsv(const ReportData& data);

/// File name in reports/ to content: report.html and the CSV files.
std::map<std::string, std::string> reportFiles(const ReportData& data);

/// One RFC 4180 cell, guarded.
std::string csvCell(std::string_view text);
/// Bidirectional controls, invisible and control characters and bytes that are no UTF-8 written as
/// "‹U+202E›": what a reader cannot see is shown.
std::string visibleText(std::string_view text);
/// `visibleText`, with & < > " ' escaped.
std::string htmlText(std::string_view text);

} // namespace countersign::evidence
