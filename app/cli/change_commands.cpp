// SPDX-License-Identifier: Apache-2.0
#include "app/cli/attest_run.h"
#include "app/cli/change_views.h"
#include "app/cli/json_views.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/session.h"
#include "app/cli/table.h"
#include "models/evidence/keys.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

namespace countersign::cli {
namespace {

constexpr const char* changesExamples =
    "Examples:\n"
    "  countersign changes                            every request and what became of it\n"
    "  countersign changes --open                     those that somebody has to look after\n"
    "  countersign changes --state never-landed --since 2026-11-01T00:00:00Z\n"
    "  countersign changes --seen --unrequested       what changed without having been asked for\n"
    "\n"
    "Exit codes: 0 none of them needs anybody, 1 some are partly or never landed, returned, rolled back or\n"
    "open beyond their window; with --seen: 1 some were not requested.";

constexpr const char* revocationsExamples =
    "Examples:\n"
    "  countersign revocations                        each revocation signed here, system by system\n"
    "  countersign revocations --open --json\n"
    "  countersign revocations --asked                those of tickets, plans and intent sources as well\n"
    "\n"
    "Exit codes: 0 every revocation has landed in every system, 1 not so.";

constexpr const char* latencyExamples =
    "Examples:\n"
    "  countersign latency                            percentiles by source, tier, kind and month\n"
    "  countersign latency --leg shown --max 1h       fails where 95 % take more than an hour\n"
    "\n"
    "Snapshots see a change from both sides: a latency is an interval. With --max, the upper end counts.\n"
    "Exit codes: 0, 1 the 95th percentile of all is more than --max.";

struct ChangeOptions {
  std::vector<std::string> states, origins, kinds;
  std::string record, since, until, leg, max, key;
  PassphraseSource passphrase;
  bool open = false, seen = false, unrequested = false, asked = false;
};

Result<ChangeQuery> queryOf(Desk& desk, const ChangeOptions& o) {
  ChangeQuery q;
  COUNTERSIGN_ASSIGN(
      q.states,
      parseWords<drift::ChangeState>(
          o.states, drift::changeStateFrom, "--state",
          "requested, applied, effective, held, partly-landed, never-landed, returned, rolled-back, "
          "superseded, already-so, closed, still-open, unknown"));
  COUNTERSIGN_ASSIGN(q.origins, parseWords<ChangeOrigin>(o.origins, changeOriginFrom, "--origin",
                                                         "ticket, plan, intent, revocation, probe"));
  COUNTERSIGN_ASSIGN(
      q.kinds, parseWords<WishKind>(o.kinds, wishKindFrom, "--kind",
                                    "give, take, create, remove, disable, enable, rotate, reassign, edit"));
  COUNTERSIGN_ASSIGN(q.since, parseTime(o.since, "--since"));
  COUNTERSIGN_ASSIGN(q.until, parseTime(o.until, "--until"));
  if (!o.record.empty()) {
    COUNTERSIGN_ASSIGN(q.record, desk.findRecord(o.record));
  }
  q.wantsAction = o.open;
  return q;
}

std::string latencyText(const ChangeRow& r, drift::Leg leg) {
  const auto found = r.latencies.find(leg);
  return found == r.latencies.end() ? std::string("-") : drift::text(found->second);
}

void printChanges(const std::vector<ChangeRow>& rows) {
  Table table(
      {"ID", "ORIGIN", "WHAT", "IDENTITY", "REQUESTED", "STATE", "APPLIED AFTER", "SHOWN AFTER", "WHY"});
  for (const ChangeRow& r : rows)
    table.add({r.id, std::string(name(r.origin)), wishText(r.wish), r.record == 0 ? r.about : r.recordName,
               betweenText(r.requested), std::string(drift::name(r.state)),
               latencyText(r, drift::Leg::Applied), latencyText(r, drift::Leg::Shown), r.text});
  if (!table.empty()) table.print(std::cout);
}

void printSeen(const std::vector<SeenChangeRow>& rows) {
  Table table({"SEEN", "IDENTITY", "SOURCE", "WHAT", "REQUESTED", "WHO", "FROM", "CAUSE"});
  for (const SeenChangeRow& r : rows)
    table.add({timeText(r.at), r.recordName, r.sourceName, r.text, r.requested ? "by " + r.request : "no",
               r.who, r.from, r.cause});
  if (!table.empty()) table.print(std::cout);
}

Result<int> seen(const Session& session, Desk& desk, const ChangeOptions& o, const ChangeQuery& q) {
  COUNTERSIGN_ASSIGN(auto rows, desk.seenChanges(q.since, q.until));
  std::erase_if(rows, [&](const SeenChangeRow& r) {
    return (q.record && *q.record != r.record) || (o.unrequested && r.requested);
  });
  COUNTERSIGN_ASSIGN(const auto skew, desk.clockSkew());
  if (session.json) {
    printJson(
        Json::object().set("seen", listJson(rows, seenJson)).set("clockSkew", listJson(skew, skewJson)));
  } else {
    printSeen(rows);
    for (const SkewRow& s : skew)
      std::cerr << "the clock of " << s.name << " runs ahead: " << s.evidence << '\n';
  }
  const bool unasked =
      std::any_of(rows.begin(), rows.end(), [](const SeenChangeRow& r) { return !r.requested; });
  return unasked ? Failed : Done;
}

Result<int> changes(const Session& session, const ChangeOptions& o) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(const ChangeQuery q, queryOf(*desk, o));
  if (o.seen) return seen(session, *desk, o, q);
  COUNTERSIGN_ASSIGN(const auto rows, desk->changes(q));
  if (session.json)
    printJson(Json::object().set("changes", listJson(rows, changeJson)));
  else
    printChanges(rows);
  const bool open =
      std::any_of(rows.begin(), rows.end(), [](const ChangeRow& r) { return drift::wantsAction(r.state); });
  return open ? Failed : Done;
}

bool hasLanded(const ChangeRow& r) {
  switch (r.state) {
  case drift::ChangeState::Applied:
  case drift::ChangeState::Effective:
  case drift::ChangeState::Held:
  case drift::ChangeState::AlreadySo:
  case drift::ChangeState::Closed:
  case drift::ChangeState::Superseded:
    return true;
  default:
    return false;
  }
}

void printRevocations(const std::vector<ChangeRow>& rows) {
  Table table({"ENTRY", "IDENTITY", "WHAT", "REVOKED", "STATE", "SYSTEM", "THERE", "SEEN", "LEFT"});
  for (const ChangeRow& r : rows) {
    std::string id = r.entry < 0 ? r.id : std::to_string(r.entry), who = r.recordName,
                what = wishText(r.wish), at = betweenText(r.requested), state(drift::name(r.state));
    for (const drift::PlaceOutcome& p : r.places) {
      table.add({id, who, what, at, state, p.name, std::string(drift::name(p.state)), timeText(p.shown),
                 p.left.empty() ? p.why : p.left});
      id = who = what = at = state = "";
    }
    if (r.places.empty()) table.add({id, who, what, at, state, "", "", "", r.text});
  }
  if (!table.empty()) table.print(std::cout);
}

/// Puts what became of them into the log.
Result<void> signOutcomes(const Session& session, Desk& desk, const ChangeOptions& o) {
  COUNTERSIGN_ASSIGN(SignerInput signer, signerOf(o.key, o.passphrase));
  const auto entries = desk.signOutcomes(signer);
  evidence::cleanse(signer.passphrase);
  if (!entries) return failure(entries.error());
  if (!session.quiet) std::cerr << entries->size() << " outcomes signed\n";
  return {};
}

Result<int> revocations(const Session& session, const ChangeOptions& o) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  if (!o.key.empty()) COUNTERSIGN_TRY(signOutcomes(session, *desk, o));
  COUNTERSIGN_ASSIGN(ChangeQuery q, queryOf(*desk, o));
  if (o.asked)
    q.kinds = {WishKind::Take, WishKind::Remove, WishKind::Disable};
  else
    q.origins = {ChangeOrigin::Revocation};
  COUNTERSIGN_ASSIGN(auto rows, desk->changes(q));
  if (o.open) std::erase_if(rows, hasLanded);
  if (session.json)
    printJson(Json::object().set("revocations", listJson(rows, changeJson)));
  else
    printRevocations(rows);
  if (rows.empty() && !session.json && !session.quiet)
    std::cerr << (o.asked
                      ? "nothing was asked to be taken away\n"
                      : "no revocation was signed here; --asked lists those that were asked for elsewhere\n");
  return std::all_of(rows.begin(), rows.end(), hasLanded) ? Done : Failed;
}

void printLatencies(const std::vector<LatencyRow>& rows, const std::vector<SkewRow>& skew) {
  Table table({"UNTIL", "BY", "VALUE", "N", "P50", "P95", "WORST", "NO FIGURE", "FLOOR OF THE SOURCE"});
  for (const LatencyRow& r : rows) {
    const bool any = r.percentiles.count > 0;
    table.add({std::string(drift::name(r.leg)), r.by, r.value, std::to_string(r.percentiles.count),
               any ? drift::text(r.percentiles.p50) : "-", any ? drift::text(r.percentiles.p95) : "-",
               any ? drift::text(r.percentiles.worst) : "-", std::to_string(r.refused), r.floor});
  }
  if (!table.empty()) table.print(std::cout);
  for (const SkewRow& s : skew)
    std::cout << "clock skew: " << s.name << ": " << s.evidence << '\n';
}

Result<int> latency(const Session& session, const ChangeOptions& o) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(const ChangeQuery q, queryOf(*desk, o));
  std::optional<drift::Leg> leg;
  if (!o.leg.empty()) {
    leg = drift::legFrom(o.leg);
    if (!leg)
      return failure(ErrorCode::InvalidArgument,
                     "--leg: '" + o.leg + "' is none of applied, audit, shown, reviewed");
  }
  std::optional<Seconds> max;
  if (!o.max.empty()) {
    COUNTERSIGN_ASSIGN(max, parseDuration(o.max));
  }
  COUNTERSIGN_ASSIGN(auto rows, desk->latencies(q));
  if (leg) std::erase_if(rows, [&](const LatencyRow& r) { return r.leg != *leg; });
  COUNTERSIGN_ASSIGN(const auto skew, desk->clockSkew());
  if (session.json)
    printJson(Json::object()
                  .set("latencies", listJson(rows, latencyRowJson))
                  .set("clockSkew", listJson(skew, skewJson)));
  else
    printLatencies(rows, skew);
  const bool slow = std::any_of(rows.begin(), rows.end(), [&](const LatencyRow& r) {
    return max && r.by == "all" && r.percentiles.p95.most > *max;
  });
  return slow ? Failed : Done;
}

void addCommon(CLI::App* app, const std::shared_ptr<ChangeOptions>& o) {
  app->add_option("--record", o->record, "Of this record: uid, principal or name")->type_name("RECORD");
  app->add_option("--since", o->since, "Requested (seen) at this time or later (RFC 3339)")
      ->type_name("TIME");
  app->add_option("--until", o->until, "Requested (seen) at this time or before (RFC 3339)")
      ->type_name("TIME");
}

} // namespace

void addChangeCommands(CLI::App& root, Session& session) {
  auto o = std::make_shared<ChangeOptions>();
  CLI::App* app = root.add_subcommand("changes", "What was asked for, and what became of it in every system");
  app->footer(changesExamples);
  addCommon(app, o);
  app->add_option("--state", o->states, "requested, held, never-landed …; may be repeated")
      ->type_name("STATE")
      ->allow_extra_args(false);
  app->add_option("--origin", o->origins, "ticket, plan, intent, revocation or probe; may be repeated")
      ->type_name("ORIGIN")
      ->allow_extra_args(false);
  app->add_option("--kind", o->kinds, "give, take, create, remove …; may be repeated")
      ->type_name("KIND")
      ->allow_extra_args(false);
  app->add_flag("--open", o->open, "Only those that somebody has to look after");
  app->add_flag("--seen", o->seen, "What was seen to change, requested or not, instead of the requests");
  app->add_flag("--unrequested", o->unrequested, "With --seen: only what nobody asked for");
  runs(app, session, [&session, o] { return changes(session, *o); });

  auto r = std::make_shared<ChangeOptions>();
  app = root.add_subcommand("revocations", "Whether each revocation has landed, and stayed, in every system");
  app->footer(revocationsExamples);
  addCommon(app, r);
  app->add_flag("--open", r->open, "Only those that have not landed everywhere");
  app->add_flag("--asked", r->asked, "Also what tickets, plans and intent sources ask to be taken away");
  app->add_option("--sign", r->key, "Put what became of them into the log, with this encrypted key file")
      ->type_name("FILE");
  addPassphraseOptions(*app, r->passphrase);
  runs(app, session, [&session, r] { return revocations(session, *r); });

  auto l = std::make_shared<ChangeOptions>();
  app = root.add_subcommand("latency",
                            "How long changes take until they are applied, recorded, shown, reviewed");
  app->footer(latencyExamples);
  addCommon(app, l);
  app->add_option("--leg", l->leg, "applied, audit, shown or reviewed")->type_name("LEG");
  app->add_option("--max", l->max, "Fail where the 95th percentile is above: 90s, 15m, 1h, 7d")
      ->type_name("DURATION");
  runs(app, session, [&session, l] { return latency(session, *l); });
}

} // namespace countersign::cli
