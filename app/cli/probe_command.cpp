// SPDX-License-Identifier: Apache-2.0
#include "app/cli/change_views.h"
#include "app/cli/json_views.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/passphrase.h"
#include "app/cli/session.h"
#include "app/cli/table.h"
#include "models/evidence/keys.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

namespace countersign::cli {
namespace {

constexpr const char* examples =
    "Examples:\n"
    "  countersign probe add rotation-11 --identity svc-backup --kind rotate --credential AKIA… --at TIME\n"
    "  countersign probe add role-test --identity aws:arn:aws:iam::111122223333:role/probe --kind create\n"
    "  countersign probe list                          where each shows, how long it took\n"
    "  countersign probe sign rotation-11 --key me.pem   the result becomes an entry of the log\n"
    "\n"
    "A probe is a change that somebody makes on purpose. The program follows it through every source that\n"
    "should show it: live sources, and the audit trail of their systems.\n"
    "Exit codes of list: 0 every probe is shown by every source that should, 1 not so.";

struct ProbeOptions {
  std::string name, identity, kind, action, resource, system, credential, owner, at, until, note, key;
  PassphraseSource passphrase;
};

Result<int> add(const Session& session, const ProbeOptions& o) {
  COUNTERSIGN_ASSIGN(
      const auto kinds,
      parseWords<WishKind>({o.kind}, wishKindFrom, "--kind",
                           "give, take, create, remove, disable, enable, rotate, reassign, edit"));
  Wish wish;
  wish.kind = kinds.front();
  wish.action = o.action;
  wish.resource = o.resource;
  wish.system = o.system;
  wish.credential = o.credential;
  wish.owner = o.owner;
  if (wish.kind == WishKind::Give && wish.action.empty())
    return failure(ErrorCode::InvalidArgument, "a permission that is given has to be named",
                   "Give --action, and --resource");
  if (wish.kind == WishKind::Reassign && wish.owner.empty())
    return failure(ErrorCode::InvalidArgument, "a new owner has to be named", "Give --owner");
  COUNTERSIGN_ASSIGN(wish.until, parseTime(o.until, "--until"));
  COUNTERSIGN_ASSIGN(const auto at, parseTime(o.at, "--at"));
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_TRY(desk->addProbe(o.name, o.identity, wish, at.value_or(session.clock->now()), o.note));
  if (!session.quiet)
    std::cerr << "Named. Next: import what the sources show afterwards, then 'countersign probe list'\n";
  return Done;
}

Json sightingJson(const ProbeSighting& s) {
  Json out = Json::object();
  out.set("source", s.source).set("role", name(s.role)).set("shown", s.shown).set("at", timeJson(s.at));
  return out.set("text", s.text);
}

Json probeJson(const ProbeView& v) {
  Json out = Json::object();
  out.set("name", v.name).set("note", v.note).set("change", changeJson(v.change));
  return out.set("sightings", listJson(v.sightings, sightingJson));
}

void print(const std::vector<ProbeView>& all) {
  Table table({"PROBE", "WHAT", "IDENTITY", "MADE", "STATE", "SOURCE", "ROLE", "SHOWN", "AFTER", "WHY"});
  for (const ProbeView& v : all) {
    const ChangeRow& c = v.change;
    std::string probe = v.name, what = wishText(c.wish), who = c.record == 0 ? c.about : c.recordName,
                made = betweenText(c.requested), state(drift::name(c.state));
    for (const ProbeSighting& s : v.sightings) {
      const std::string after =
          s.at ? drift::text(drift::latency(c.requested, {*s.at, *s.at})) : std::string("-");
      table.add({probe, what, who, made, state, s.source, std::string(name(s.role)), s.shown ? "yes" : "no",
                 after, s.text});
      probe = what = who = made = state = "";
    }
    if (v.sightings.empty()) table.add({probe, what, who, made, state, "-", "-", "no", "-", c.text});
  }
  if (!table.empty()) table.print(std::cout);
}

Result<int> list(const Session& session) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(const auto all, desk->probes());
  if (session.json)
    printJson(Json::object().set("probes", listJson(all, probeJson)));
  else
    print(all);
  const bool whole = std::all_of(all.begin(), all.end(), [](const ProbeView& v) {
    return !v.sightings.empty() && std::all_of(v.sightings.begin(), v.sightings.end(),
                                               [](const ProbeSighting& s) { return s.shown; });
  });
  return whole ? Done : Failed;
}

Result<int> sign(const Session& session, const ProbeOptions& o) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(SignerInput signer, signerOf(o.key, o.passphrase));
  const auto entry = desk->signProbe(o.name, signer);
  evidence::cleanse(signer.passphrase);
  if (!entry) return failure(entry.error());
  if (session.json)
    printJson(Json::object().set("entry", *entry));
  else
    std::cout << "Entry " << *entry << '\n';
  return Done;
}

void addAdding(CLI::App* probe, Session& session) {
  auto o = std::make_shared<ProbeOptions>();
  CLI::App* app = probe->add_subcommand("add", "Name a change that was made, or is about to be");
  app->add_option("NAME", o->name, "A name for it")->required();
  app->add_option("--identity", o->identity,
                  "Record, principal or name; the uid of one that is not there yet")
      ->required()
      ->type_name("IDENTITY");
  app->add_option("--kind", o->kind, "give, take, create, remove, disable, enable, rotate, reassign, edit")
      ->required()
      ->type_name("KIND");
  app->add_option("--action", o->action, "The permission, as its system writes it")->type_name("ACTION");
  app->add_option("--resource", o->resource, "On what")->type_name("RESOURCE");
  app->add_option("--system", o->system, "Only there: aws, kubernetes …")->type_name("SYSTEM");
  app->add_option("--credential", o->credential, "The one that is to go")->type_name("ID");
  app->add_option("--owner", o->owner, "The new owner")->type_name("WHO");
  app->add_option("--at", o->at, "When it was made (RFC 3339); else now")->type_name("TIME");
  app->add_option("--until", o->until, "The end of its window (RFC 3339)")->type_name("TIME");
  app->add_option("--note", o->note, "What it is for")->type_name("TEXT");
  runs(app, session, [&session, o] { return add(session, *o); });
}

} // namespace

void addProbeCommand(CLI::App& root, Session& session) {
  CLI::App* probe = root.add_subcommand("probe", "Controlled changes, followed through every source");
  probe->footer(examples);
  probe->require_subcommand(1);
  addAdding(probe, session);

  CLI::App* app = probe->add_subcommand("list", "Each probe: where it shows, and how long that took");
  runs(app, session, [&session] { return list(session); });

  auto removed = std::make_shared<std::string>();
  app = probe->add_subcommand("remove", "Forget a probe; what was signed of it stays in the log");
  app->add_option("NAME", *removed, "Which")->required();
  runs(app, session, [&session, removed]() -> Result<int> {
    COUNTERSIGN_ASSIGN(const auto desk, session.desk());
    COUNTERSIGN_TRY(desk->removeProbe(*removed));
    return Done;
  });

  auto o = std::make_shared<ProbeOptions>();
  app = probe->add_subcommand("sign", "Put its result into the log");
  app->add_option("NAME", o->name, "Which")->required();
  app->add_option("--key", o->key, "The encrypted key file")->required()->type_name("FILE");
  addPassphraseOptions(*app, o->passphrase);
  runs(app, session, [&session, o] { return sign(session, *o); });
}

} // namespace countersign::cli
