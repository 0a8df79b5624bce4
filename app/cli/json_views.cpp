// SPDX-License-Identifier: Apache-2.0
#include "app/cli/json_views.h"

#include "app/cli/output.h"

namespace countersign::cli {
namespace {

Json text(std::string_view value) {
  return Json(std::string(value));
}
Json count(std::size_t value) {
  return Json(static_cast<std::int64_t>(value));
}
Json hexOrNull(const Digest& digest) {
  return Json(digest.hex());
}

std::string_view toneName(Tone tone) {
  switch (tone) {
  case Tone::Plain:
    return "plain";
  case Tone::Muted:
    return "muted";
  case Tone::Good:
    return "good";
  case Tone::Warning:
    return "warning";
  case Tone::Bad:
    return "bad";
  case Tone::Moved:
    return "moved";
  }
  return "plain";
}

std::string_view kindName(Difference::Kind kind) {
  switch (kind) {
  case Difference::Kind::Added:
    return "added";
  case Difference::Kind::Removed:
    return "removed";
  case Difference::Kind::Changed:
    return "changed";
  }
  return "changed";
}

Json factJson(const Fact& f) {
  return Json::object()
      .set("label", f.label)
      .set("value", f.value)
      .set("note", f.note)
      .set("tone", text(toneName(f.tone)))
      .set("trace", traceJson(f.trace));
}

Json sealJson(const Seal& s) {
  return Json::object()
      .set("state", text(name(s.state)))
      .set("reason", s.reason)
      .set("auditNote", s.auditNote)
      .set("windowSeconds", static_cast<std::int64_t>(s.window.count()))
      .set("oldestSeen", timeJson(s.oldestSeen))
      .set("staleSource", s.staleSource);
}

Json standingJson(const Standing& s) {
  return Json::object()
      .set("state", text(name(s.state)))
      .set("reason", s.reason)
      .set("decidedAt", timeJson(s.decidedAt))
      .set("until", timeJson(s.until))
      .set("entry", s.entry);
}

Json chainJson(const ChainStep& s) {
  return Json::object().set("layer", s.layer).set("text", s.text).set("trace", traceJson(s.trace));
}

Json wayJson(const WayRow& w) {
  return Json::object()
      .set("title", w.title)
      .set("conditional", w.conditional)
      .set("needs", w.needs)
      .set("chain", listJson(w.chain, chainJson));
}

Json grantJson(const GrantRow& g) {
  return Json::object()
      .set("title", g.title)
      .set("action", g.action)
      .set("resource", g.resource)
      .set("requested", text(name(g.requested)))
      .set("applied", text(name(g.applied)))
      .set("effective", text(name(g.effective)))
      .set("effectiveNote", g.effectiveNote)
      .set("chain", listJson(g.chain, chainJson))
      .set("alarm", g.alarm)
      .set("deny", g.deny)
      .set("path", g.path)
      .set("condition", g.condition)
      .set("remark", g.remark)
      .set("weight", g.weight)
      .set("trace", traceJson(g.trace));
}

Json trailJson(const TrailRow& t) {
  return Json::object()
      .set("at", timeJson(t.at))
      .set("title", t.title)
      .set("text", t.text)
      .set("tag", t.tag)
      .set("tone", text(toneName(t.tone)))
      .set("trace", traceJson(t.trace));
}

Json closureJson(const ClosureEntry& c) {
  return Json::object()
      .set("digest", c.digest.empty() ? Json() : Json(c.digest))
      .set("what", c.what)
      .set("source", c.source)
      .set("live", c.live)
      .set("seenAt", timeJson(c.seenAt))
      .set("trace", traceJson(c.trace));
}

Json attentionJson(const Attention& a) {
  return Json::object()
      .set("code", a.code)
      .set("text", a.text)
      .set("severity", text(name(a.severity)))
      .set("tone", text(toneName(a.tone)))
      .set("trace", traceJson(a.trace));
}

Json lightJson(const Light& l) {
  return Json::object().set("state", text(name(l.state))).set("reason", l.reason);
}

} // namespace

Json sourceJson(const SourceRow& s) {
  Json out = Json::object();
  out.set("id", s.id).set("key", s.key).set("name", s.name).set("system", s.system).set("scope", s.scope);
  out.set("role", std::string(name(s.role))).set("owner", s.owner).set("fallback", s.fallback);
  out.set("windowSeconds", static_cast<std::int64_t>(s.window.count()))
      .set("lastCaptured", timeJson(s.lastCaptured));
  out.set("captureBasis", s.captureBasis).set("holds", static_cast<std::int64_t>(s.holds));
  out.set("completeness", s.completeness).set("complete", s.complete);
  out.set("gaps", static_cast<std::int64_t>(s.gaps)).set("lastSnapshot", s.lastSnapshot);
  return out;
}

Json stringsJson(const std::vector<std::string>& strings) {
  return listJson(strings, [](const std::string& s) { return Json(s); });
}

Json principalJson(const PrincipalRow& p) {
  return Json::object()
      .set("system", p.system)
      .set("kind", p.kind)
      .set("label", p.label)
      .set("uid", p.uid)
      .set("uniqueId", p.uniqueId)
      .set("source", p.source)
      .set("role", text(name(p.role)))
      .set("present", p.present);
}

Json traceJson(const Trace& t) {
  if (!t.known()) return {};
  Json out = Json::object();
  out.set("source", t.source)
      .set("snapshot", t.snapshot)
      .set("capturedAt", timeJson(t.capturedAt))
      .set("file", t.file);
  out.set("pointer", t.where.pointer).set("inner", t.inner);
  out.set("offset", static_cast<std::int64_t>(t.where.offset))
      .set("length", static_cast<std::int64_t>(t.where.length));
  out.set("line", static_cast<std::int64_t>(t.where.line));
  out.set("document", t.document.empty() ? Json() : Json(t.document));
  return out;
}

namespace {

Json accessSummaryJson(const AccessSummary& a) {
  return Json::object()
      .set("reach", a.reachName())
      .set("certain", a.certain)
      .set("reason", a.reason)
      .set("permissions", count(a.permissions))
      .set("conditional", count(a.conditional))
      .set("notEvaluated", count(a.notEvaluated))
      .set("missing", stringsJson(a.missing))
      .set("missingTotal", count(a.missingTotal))
      .set("escalations", stringsJson(a.escalations));
}

} // namespace

Json rowJson(const RecordRow& r) {
  Json codes = Json::array(), texts = Json::array();
  for (const Attention& a : r.attention) {
    codes.push(a.code);
    texts.push(a.text);
  }
  Json out = Json::object();
  out.set("id", r.id).set("uid", r.uid).set("name", r.name).set("knownAs", r.knownAs);
  out.set("principals", listJson(r.principals, principalJson)).set("systems", stringsJson(r.systems));
  out.set("owner", r.owner).set("ownerBasis", r.ownerBasis).set("ownerContradicted", r.ownerContradicted);
  out.set("tier", text(name(r.tier))).set("tierReason", r.tierReason);
  out.set("seal", text(name(r.seal))).set("sealReason", r.sealReason);
  out.set("standing", text(name(r.standing))).set("standingReason", r.standingReason);
  out.set("access", accessSummaryJson(r.access));
  out.set("attention", codes).set("attentionTexts", texts);
  out.set("seenLive", timeJson(r.seenLive)).set("digest", hexOrNull(r.digest));
  return out;
}

Json viewJson(const RecordView& v) {
  Json out = Json::object();
  out.set("id", v.id).set("uid", v.uid).set("name", v.name);
  out.set("principals", listJson(v.principals, principalJson));
  out.set("owner", v.owner).set("ownerBasis", v.ownerBasis);
  out.set("tier", text(name(v.tier))).set("tierReason", v.tierReason);
  out.set("seal", sealJson(v.seal)).set("standing", standingJson(v.standing));
  out.set("digest", v.digest.hex()).set("closure", listJson(v.closure, closureJson));
  out.set("ownerFacts", listJson(v.ownerFacts, factJson));
  out.set("locationFacts", listJson(v.locationFacts, factJson));
  out.set("credentialFacts", listJson(v.credentialFacts, factJson));
  out.set("grants", listJson(v.grants, grantJson)).set("grantsTotal", count(v.grantsTotal));
  out.set("ways", listJson(v.ways, wayJson)).set("notEvaluated", stringsJson(v.notEvaluated));
  out.set("trail", listJson(v.trail, trailJson)).set("attention", listJson(v.attention, attentionJson));
  out.set("lights", Json::object()
                        .set("owned", lightJson(v.lights.owned))
                        .set("rightSized", lightJson(v.lights.rightSized))
                        .set("rotated", lightJson(v.lights.rotated))
                        .set("reviewed", lightJson(v.lights.reviewed)));
  out.set("asOf", timeJson(v.asOf));
  out.set("viewText", viewText(v));
  return out;
}

Json differenceJson(const Difference& d) {
  return Json::object()
      .set("kind", text(kindName(d.kind)))
      .set("area", d.area)
      .set("text", d.text)
      .set("before", d.before)
      .set("after", d.after);
}

Json fileJson(const FileOutcome& f) {
  Json out = Json::object();
  out.set("file", f.file).set("connector", f.connector).set("title", f.title).set("source", f.source);
  out.set("snapshot", f.snapshot).set("imported", f.imported).set("identical", f.identical);
  out.set("error", f.error ? errorJson(*f.error) : Json());
  out.set("documents", count(f.documents)).set("added", count(f.added)).set("changed", count(f.changed));
  out.set("removed", count(f.removed)).set("events", count(f.events)).set("gaps", count(f.gaps));
  out.set("recordsMoved", count(f.recordsMoved)).set("completeness", f.completeness);
  out.set("capturedAt", f.imported ? timeJson(f.capturedAt) : Json());
  return out;
}

Json outcomeJson(const Outcome& o) {
  Json out = Json::object();
  out.set("staged", o.staged).set("record", o.record).set("recordName", o.recordName).set("done", o.done);
  out.set("secondNeeded", o.secondNeeded);
  out.set("entry", o.entry).set("refusal", o.refusal ? errorJson(*o.refusal) : Json());
  out.set("differences", listJson(o.differences, differenceJson));
  return out;
}

std::string differenceText(const Difference& d) {
  const char* sign = d.kind == Difference::Kind::Added     ? "+ "
                     : d.kind == Difference::Kind::Removed ? "- "
                                                           : "~ ";
  std::string out = sign + d.area + ": " + d.text;
  if (d.kind == Difference::Kind::Changed && (!d.before.empty() || !d.after.empty()))
    out += " (" + (d.before.empty() ? "none" : d.before) + " → " + (d.after.empty() ? "none" : d.after) + ")";
  return out;
}

std::string traceText(const Trace& t) {
  if (!t.known()) return "not from an export";
  std::string out = t.source + " · snapshot " + std::to_string(t.snapshot) + " of " + timeText(t.capturedAt) +
                    " · " + t.file;
  if (t.where.line != 0)
    out += " · line " + std::to_string(t.where.line);
  else if (!t.where.pointer.empty() || !t.inner.empty())
    out += " · " + t.where.pointer + t.inner;
  out += " · byte " + std::to_string(t.where.offset);
  if (!t.document.empty()) out += " · document " + t.document.substr(0, 12);
  return out;
}

} // namespace countersign::cli
