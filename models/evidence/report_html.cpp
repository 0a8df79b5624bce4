// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/report.h"

#include <initializer_list>

namespace countersign::evidence {
namespace {

constexpr std::string_view style = R"(<style>
:root{color-scheme:light}
body{font:14px/1.5 "Noto Sans","DejaVu Sans",sans-serif;color:#1c2430;background:#fff;margin:0 auto;max-width:1180px;padding:32px}
h1{font-size:24px;margin:0 0 4px}h2{font-size:17px;margin:32px 0 8px;border-bottom:1px solid #d5dbe3;padding-bottom:4px}
p{margin:6px 0}.muted{color:#5b6675}
.alarm{color:#8f1420;background:#fdecee;border-left:4px solid #c01c2e;padding:10px 14px;font-weight:600}
.warn{background:#fff6e0;border-left:4px solid #b87a00;padding:10px 14px}
table{border-collapse:collapse;width:100%;margin:8px 0}
th,td{text-align:left;vertical-align:top;padding:5px 8px;border-bottom:1px solid #e3e8ee;overflow-wrap:anywhere}
th{background:#f3f5f8;font-weight:600}
code{font:12px/1.4 "DejaVu Sans Mono",monospace}
.no{color:#8f1420;font-weight:600}
@media print{body{padding:0;max-width:none;font-size:10pt}h2{break-after:avoid}tr{break-inside:avoid}thead{display:table-header-group}}
@page{size:A4 landscape;margin:14mm}
</style>)";

using Cells = std::initializer_list<std::string>;

/// `cells` are HTML already.
std::string row(const char* tag, Cells cells) {
  std::string out = "<tr>";
  for (const std::string& cell : cells)
    out += std::string("<") + tag + '>' + cell + "</" + tag + '>';
  return out + "</tr>\n";
}
std::string head(Cells cells) {
  return "<table>\n<thead>" + row("th", cells) + "</thead>\n<tbody>\n";
}
constexpr std::string_view tail = "</tbody>\n</table>\n";

std::string title(std::string_view text) {
  return "<h2>" + htmlText(text) + "</h2>\n";
}
std::string paragraph(std::string_view text, std::string_view kind = {}) {
  return "<p" + (kind.empty() ? std::string() : " class=\"" + std::string(kind) + "\"") + ">" +
         htmlText(text) + "</p>\n";
}
std::string items(const std::vector<std::string>& texts) {
  std::string out = "<ul>\n";
  for (const std::string& t : texts)
    out += "<li>" + htmlText(t) + "</li>\n";
  return out + "</ul>\n";
}
std::string time(Instant t) {
  return htmlText(formatRfc3339Seconds(t));
}
std::string time(const std::optional<Instant>& t) {
  return t ? time(*t) : std::string();
}
std::string hash(const Digest& d) {
  return "<code>" + d.hex() + "</code>";
}
std::string lines(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& t : texts)
    out += (out.empty() ? "" : "<br>") + htmlText(t);
  return out;
}
std::string plural(std::uint64_t n, const char* one, const char* many) {
  return std::to_string(n) + ' ' + (n == 1 ? one : many);
}

std::string counts(const char* what, const std::map<std::string, std::uint64_t>& numbers) {
  if (numbers.empty()) return {};
  std::string out = head({what, "records"});
  for (const auto& [name, n] : numbers)
    out += row("td", {htmlText(name), std::to_string(n)});
  return out + std::string(tail);
}

std::string population(const ReportData& data) {
  std::string out = title("Population");
  if (data.populationCount == 0)
    out += paragraph("The population is empty: nothing was reviewed.", "alarm");
  else
    out += paragraph(plural(data.populationCount, "record", "records") + ": " + data.scope);
  if (data.populationBasis.empty())
    out += paragraph("How the population was made complete is not known.", "alarm");
  else
    out += paragraph("How it was made complete:") + items(data.populationBasis);
  std::uint64_t standing = 0;
  for (const ReportDecision& d : data.decisions)
    standing += d.superseded ? 0 : 1;
  if (data.populationCount != 0 && standing == 0)
    out += paragraph("Nothing was reviewed: there is no decision.", "alarm");
  else if (!data.undecided.empty())
    out += paragraph(
        plural(data.undecided.size(), "record has", "records have") + " no decision; listed below.", "warn");
  return out + counts("Seal", data.bySeal) + counts("Standing", data.byStanding) +
         counts("Tier", data.byTier) + counts("Reach", data.byReach);
}

std::string decisionRow(const ReportDecision& d) {
  std::string decision = "<b>" + htmlText(d.decision) + "</b>";
  if (d.until) decision += "<br>until " + time(*d.until);
  if (!d.responsible.empty()) decision += "<br>" + htmlText(d.responsible);
  if (d.batchSize > 1) decision += "<br>in a batch of " + std::to_string(d.batchSize);
  if (d.superseded) decision += "<br>later decided anew";
  std::string reviewer = htmlText(d.reviewer) + "<br>" + time(d.at);
  if (!d.countersignedBy.empty()) reviewer += "<br>countersigned: " + htmlText(d.countersignedBy);
  return row("td",
             {"<b>" + htmlText(d.record.name) + "</b><br>" + lines(d.record.principals),
              htmlText(d.record.owner.empty() ? "no owner" : d.record.owner), htmlText(d.record.tier),
              htmlText(d.record.seal), decision, htmlText(d.reason), reviewer,
              std::to_string(d.seq) + "<br>state " + hash(d.record.digest) + "<br>entry " + hash(d.leaf)});
}

std::string decisions(const ReportData& data) {
  std::string out = title("Decisions");
  if (data.decisions.empty()) return out + paragraph("None.", "alarm");
  out += paragraph("Each was signed for the state named here, and for no other.");
  out += head({"Record", "Owner", "Tier", "Seal when signed", "Decision", "Reason", "Reviewer", "Entry"});
  for (const ReportDecision& d : data.decisions)
    out += decisionRow(d);
  return out + std::string(tail);
}

std::string undecided(const ReportData& data) {
  std::string out = title("Records without a decision");
  if (data.undecided.empty())
    return out + paragraph(data.populationCount == 0 ? "There are no records." : "None.");
  out += head({"Record", "Owner", "Tier", "Seal", "Standing"});
  for (const ReportRecord& r : data.undecided)
    out += row("td", {"<b>" + htmlText(r.name) + "</b><br>" + lines(r.principals),
                      htmlText(r.owner.empty() ? "no owner" : r.owner), htmlText(r.tier), htmlText(r.seal),
                      htmlText(r.standing)});
  return out + std::string(tail);
}

std::string exceptions(const ReportData& data) {
  std::string body;
  for (const ReportDecision& d : data.decisions)
    if (d.decision == "exception" && !d.superseded)
      body += row("td", {htmlText(d.record.name), htmlText(d.responsible), time(d.until), htmlText(d.reason),
                         std::to_string(d.seq)});
  std::string out = title("Exceptions");
  if (body.empty()) return out + paragraph("None.");
  return out + paragraph("Policy debt: an exception never counts as certified.") +
         head({"Record", "Who answers for it", "Until", "Reason", "Entry"}) + body + std::string(tail);
}

std::string revocations(const ReportData& data) {
  std::string out = title("Revocations");
  if (data.revocations.empty()) return out + paragraph("None.");
  out +=
      head({"Record", "Grants", "State", "Decided", "System", "There", "Landed", "Left", "Proof", "Entry"});
  for (const ReportRevocation& r : data.revocations)
    out += row("td", {htmlText(r.recordName), htmlText(r.grants), htmlText(r.state), time(r.decidedAt),
                      htmlText(r.system), htmlText(r.systemState), time(r.landedAt), htmlText(r.left),
                      htmlText(r.proof), std::to_string(r.seq)});
  return out + std::string(tail);
}

std::string latency(const ReportData& data) {
  if (data.latency.empty()) return title("Latency") + paragraph("Not measured: no change was followed.");
  std::string out = title("Latency");
  out += paragraph("From the request on. Snapshots see a change from both sides: a latency is an interval.");
  out += head({"Until", "Group", "Changes", "Median", "95 % within", "Worst", "Never landed", "Floor"});
  for (const ReportLatency& l : data.latency)
    out += row("td", {htmlText(l.until), htmlText(l.group), std::to_string(l.count), htmlText(l.p50),
                      htmlText(l.p95), htmlText(l.worst), std::to_string(l.neverLanded), htmlText(l.floor)});
  return out + std::string(tail);
}

std::string partsText(const ReportSnapshot& s) {
  if (s.parts.empty()) return "<span class=\"no\">no part</span>";
  std::string out;
  for (const ReportPart& p : s.parts)
    out += (out.empty() ? "" : "<br>") + htmlText(p.name) + ": " + std::to_string(p.documents) +
           (p.complete ? ", complete" : ", <span class=\"no\">not complete</span>");
  return out;
}

/// What the runtimes in the end decide, as far as it is known.
std::string effectiveAccess(const ReportAccess& a) {
  std::string out = title("Effective access");
  out += paragraph(plural(a.permissions, "permission", "permissions") + ": " +
                   std::to_string(a.permissions - a.conditional - a.notEvaluated) + " decided, " +
                   std::to_string(a.conditional) + " under conditions, " + std::to_string(a.notEvaluated) +
                   " not evaluated. What decides each permission of a record that was signed stands in the "
                   "text that was signed, under \"Why\".");
  if (a.unknown > 0)
    out += paragraph(
        "Nothing that was imported says what " + plural(a.unknown, "record", "records") + " can do.", "warn");
  if (a.gaps.empty()) return out;
  out += head({"What is not known", "records"});
  for (const auto& [text, records] : a.gaps)
    out += row("td", {htmlText(text), std::to_string(records)});
  out += tail;
  return out + (a.moreGaps > 0 ? paragraph("And " + std::to_string(a.moreGaps) + " more.") : std::string());
}

std::string coverage(const ReportData& data) {
  std::string out = title("Coverage");
  if (data.snapshots.empty())
    out += paragraph("Nothing was imported.", "alarm");
  else {
    out += head({"Source", "Captured", "By, scope", "Parts", "Gaps", "Snapshot"});
    for (const ReportSnapshot& s : data.snapshots)
      out += row("td", {"<b>" + htmlText(s.source) + "</b><br>" + htmlText(s.role), time(s.capturedAt),
                        htmlText(s.capturedBy) + "<br>" + htmlText(s.scope), partsText(s), lines(s.gaps),
                        htmlText(s.file) + "<br>" + hash(s.sha256)});
    out += tail;
  }
  out += title("Not covered");
  out += data.notCovered.empty() ? paragraph("Nothing is known to be missing.") : items(data.notCovered);
  out += title("What could not be checked");
  out += data.notChecked.empty() ? paragraph("Nothing.") : items(data.notChecked);
  return out;
}

} // namespace

std::string reportHtml(const ReportData& data) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                    "'unsafe-inline'\">\n"
                    "<title>Review of non-human identities: " +
                    htmlText(data.workspace) + "</title>\n";
  out += style;
  out += "\n</head>\n<body>\n<h1>Review of non-human identities</h1>\n";
  out += "<p class=\"muted\">Workspace <b>" + htmlText(data.workspace) + "</b>, log " +
         htmlText(data.origin) + ", generated " + time(data.generatedAt) + ". All times are UTC.</p>\n";
  out += population(data) + decisions(data) + undecided(data) + exceptions(data) + revocations(data) +
         latency(data) + effectiveAccess(data.access) + coverage(data);
  out += title("About this report");
  out += paragraph(
      "This report is derived. The evidence is the signed log with the states it names; how to check it "
      "stands in VERIFY.txt, and what it cannot protect against in README.txt.");
  return out + "</body>\n</html>\n";
}

} // namespace countersign::evidence
