// SPDX-License-Identifier: Apache-2.0
#include "models/review/record_view.h"

#include <string>

namespace countersign {
namespace {

/// One line: control characters that could forge another become visible.
std::string line(const std::string& text) {
  std::string out;
  for (const char c : text)
    out += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  return out;
}

void facts(std::string& out, const std::string& title, const std::vector<Fact>& list) {
  out += "\n" + title + "\n";
  for (const Fact& f : list)
    out += "  " + line(f.label) + ": " + line(f.value) + (f.note.empty() ? "" : " (" + line(f.note) + ")") +
           "\n";
}

std::string glyph(Tri t) {
  switch (t) {
  case Tri::Yes:
    return "yes";
  case Tri::No:
    return "no";
  case Tri::Conditional:
    return "if";
  case Tri::Unknown:
    return "?";
  }
  return "?";
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

void grants(std::string& out, const RecordView& v) {
  out += "\nWhat it can do (requested, applied, effective)\n";
  for (const GrantRow& g : v.grants) {
    out += "  " + padded(glyph(g.requested), 4) + padded(glyph(g.applied), 4) +
           padded(glyph(g.effective), 4) + (g.alarm ? "! " : "  ") +
           line((g.deny ? "DENY " : "") + g.action) + " on " + line(g.resource);
    if (!g.condition.empty()) out += " if " + line(g.condition);
    out += " — " + line(g.path) + (g.remark.empty() ? "" : " — " + g.remark);
    out += (g.effectiveNote.empty() ? "" : " — " + line(g.effectiveNote)) + "\n";
  }
  if (v.grants.empty()) out += "  nothing that is known\n";
  for (const WayRow& w : v.ways)
    out += "  way to more: " + line(w.title) + (w.conditional ? " (under conditions)" : "") +
           (w.needs.empty() ? "" : " — needs " + line(w.needs)) + "\n";
  for (const std::string& why : v.notEvaluated)
    out += "  note: " + line(why) + "\n";
}

void steps(std::string& out, const std::vector<ChainStep>& chain) {
  for (const ChainStep& s : chain) {
    out += "    " + line(s.layer) + ": " + line(s.text);
    if (s.trace.known() && !s.trace.document.empty())
      out += " [" + s.trace.document + (s.trace.inner.empty() ? "" : " " + line(s.trace.inner)) + "]";
    out += "\n";
  }
}

} // namespace

std::string whyText(const RecordView& v) {
  std::string out;
  for (const GrantRow& g : v.grants) {
    if (g.chain.empty()) continue;
    out += "  " + glyph(g.effective) + " " + line((g.deny ? "DENY " : "") + g.action) + " on " +
           line(g.resource) + "\n";
    steps(out, g.chain);
  }
  for (const WayRow& w : v.ways) {
    out += "  way to more: " + line(w.title) + "\n";
    steps(out, w.chain);
  }
  return out.empty() ? out : "\nWhy (effective; each step with the document that says so)\n" + out;
}

std::string viewText(const RecordView& v) {
  return shortText(v) + whyText(v);
}

std::string shortText(const RecordView& v) {
  std::string out = line(v.name) + "\n";
  for (const PrincipalRow& p : v.principals)
    out += "  " + line(p.label) + " · " + line(p.uid) + (p.uniqueId.empty() ? "" : " · " + line(p.uniqueId)) +
           " · " + line(p.source) + " (" + std::string(name(p.role)) + (p.present ? ")" : ", gone)") + "\n";
  out += "Tier: " + std::string(name(v.tier)) + " (" + line(v.tierReason) + ")\n";
  out += "Seal: " + std::string(name(v.seal.state)) + " — " + line(v.seal.reason) +
         (v.seal.auditNote.empty() ? "" : "; " + v.seal.auditNote) + "\n";
  out += "Standing: " + std::string(name(v.standing.state)) + " — " + line(v.standing.reason) + "\n";
  out += "State: " + v.digest.hex() + "\n";
  if (v.asOf) out += "As of: " + formatRfc3339Seconds(*v.asOf) + "\n";
  for (const Attention& a : v.attention)
    out += "! " + line(a.text) + "\n";
  facts(out, "Owner", v.ownerFacts);
  facts(out, "Where it is active", v.locationFacts);
  facts(out, "Secrets and keys", v.credentialFacts);
  grants(out, v);
  out += "\nAudit trail\n";
  for (const TrailRow& t : v.trail)
    out += "  " + formatRfc3339Seconds(t.at) + "  " + line(t.title) + "  " + line(t.text) + "  [" +
           line(t.tag) + "]\n";
  if (!v.seal.auditNote.empty()) out += "  " + v.seal.auditNote + "\n";
  return out;
}

} // namespace countersign
