// SPDX-License-Identifier: Apache-2.0
#include "models/identity/keys.h"
#include "models/review/desk_impl.h"
#include "models/review/log_append.h"
#include "models/store/changes.h"
#include "models/store/sources.h"

#include <algorithm>

namespace countersign {
namespace {

constexpr const char* prefix = "probe:";

ProbeSighting ofPlace(const drift::PlaceOutcome& p) {
  ProbeSighting out;
  out.source = p.name;
  out.role = SourceRole::Live;
  out.shown = p.shown.has_value() && !p.undone;
  out.at = p.shown;
  out.text = std::string(drift::name(p.state)) +
             (p.left.empty() ? p.why.empty() ? "" : ": " + p.why : ": " + p.left);
  return out;
}

/// Audit sources of the systems in which it should show, and whether they recorded it.
void addAudit(const ChangeRow& change, const std::vector<StoredSource>& sources,
              std::vector<ProbeSighting>& out) {
  for (const StoredSource& audit : sources) {
    if (audit.role != SourceRole::Audit) continue;
    bool covers = false;
    const drift::AuditMark* mark = nullptr;
    for (const drift::PlaceOutcome& p : change.places) {
      const auto live = std::find_if(sources.begin(), sources.end(),
                                     [&](const StoredSource& s) { return s.id == p.source; });
      covers =
          covers || (live != sources.end() && live->system == audit.system && live->scope == audit.scope);
      if (p.mark && p.mark->source == audit.id) mark = &*p.mark;
    }
    if (!covers && mark == nullptr) continue;
    ProbeSighting row{audit.name, SourceRole::Audit, mark != nullptr, {}, "no event is recorded"};
    if (mark != nullptr) {
      row.at = mark->at;
      row.text = mark->action + " by " + mark->who;
    }
    out.push_back(std::move(row));
  }
}

/// What a person reads, and what is signed.
std::string resultText(const ProbeView& v) {
  std::string out = "Probe " + v.name + ": " + std::string(name(v.change.wish.kind)) + " of " +
                    (v.change.recordName.empty() ? v.change.about : v.change.recordName) + ", made " +
                    formatRfc3339Seconds(v.change.requested.by) + ": " +
                    std::string(drift::name(v.change.state));
  for (const auto& [leg, latency] : v.change.latencies)
    out += "\n" + std::string(drift::name(leg)) + " after " + drift::text(latency);
  for (const ProbeSighting& s : v.sightings)
    out += "\n" + s.source + " (" + std::string(name(s.role)) + "): " + (s.shown ? "shown" : "not shown") +
           (s.at ? " " + formatRfc3339Seconds(*s.at) : "") + ", " + s.text;
  return out;
}

} // namespace

Result<void> Desk::addProbe(const std::string& name, const std::string& identity, const Wish& wish,
                            Instant at, const std::string& note) {
  if (name.empty()) return failure(ErrorCode::InvalidArgument, "a probe needs a name");
  if (at > impl_->now())
    return failure(ErrorCode::FutureTime, "a probe cannot have been made in the future",
                   "Name the time at which the change was made");
  Json keys = Json::array();
  const auto found = findRecord(identity);
  if (found) {
    COUNTERSIGN_ASSIGN(const RecordView view, record(*found));
    for (const PrincipalRow& p : view.principals)
      keys.push(keys::fromNeutralUid(p.uid));
  } else if (found.error().code == ErrorCode::NotFound) {
    keys.push(keys::fromNeutralUid(identity));
  } else {
    return failure(found.error());
  }
  Wish made = wish;
  made.probe = true;
  Json json = Json::object();
  json.set("wish", made.toJson()).set("identity", identity).set("note", note).set("keys", std::move(keys));
  return ChangeStore(*impl_->workspace).addProbe(name, at, json);
}

Result<void> Desk::removeProbe(const std::string& name) {
  return ChangeStore(*impl_->workspace).removeProbe(name);
}

Result<std::vector<ProbeView>> Desk::probes() {
  SourceStore store(*impl_->workspace);
  COUNTERSIGN_ASSIGN(const auto sources, store.sources());
  COUNTERSIGN_ASSIGN(const auto all, changes({}));
  std::vector<ProbeView> out;
  for (const ChangeRow& c : all) {
    if (c.origin != ChangeOrigin::Probe && !c.wish.probe) continue;
    ProbeView view;
    view.name = c.origin == ChangeOrigin::Probe ? c.id.substr(std::string_view(prefix).size()) : c.id;
    view.note = c.summary;
    view.change = c;
    for (const drift::PlaceOutcome& p : c.places)
      view.sightings.push_back(ofPlace(p));
    addAudit(c, sources, view.sightings);
    out.push_back(std::move(view));
  }
  return out;
}

Result<std::int64_t> Desk::signProbe(const std::string& name, const SignerInput& signer) {
  COUNTERSIGN_ASSIGN(const auto all, probes());
  const auto found = std::find_if(all.begin(), all.end(), [&](const ProbeView& v) { return v.name == name; });
  if (found == all.end()) return failure(ErrorCode::NotFound, "there is no probe named '" + name + "'");
  COUNTERSIGN_ASSIGN(const Signing signing, openSigner(signer, impl_->now()));
  Workspace& w = *impl_->workspace;
  std::int64_t entry = -1;
  COUNTERSIGN_TRY(w.transaction([&]() -> Result<void> {
    COUNTERSIGN_ASSIGN(const StoredEntry made,
                       appendToLog(w, evidence::Note{resultText(*found)}, signing, impl_->now(),
                                   {found->change.record, "probe " + name, found->change.recordName}));
    entry = made.seq;
    return {};
  }));
  return entry;
}

} // namespace countersign
