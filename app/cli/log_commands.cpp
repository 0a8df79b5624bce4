// SPDX-License-Identifier: Apache-2.0
#include "app/cli/output.h"
#include "app/cli/session.h"
#include "app/cli/table.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

namespace countersign::cli {
namespace {

Result<int> log(const Session& session, std::size_t limit) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(const auto size, desk->logSize());
  COUNTERSIGN_ASSIGN(const auto rows,
                     desk->log(size - 1, limit == 0 ? static_cast<std::size_t>(size) : limit));
  Json list = Json::array();
  Table table({"ENTRY", "AT", "WHAT", "ABOUT", "WHO", "KEY", "LEAF HASH"});
  for (const LogRow& r : rows) {
    list.push(Json::object()
                  .set("seq", r.seq)
                  .set("at", timeJson(r.at))
                  .set("what", r.what)
                  .set("about", r.about)
                  .set("who", r.who)
                  .set("keyId", r.keyId)
                  .set("leafHash", r.leafHash));
    table.add(
        {std::to_string(r.seq), timeText(r.at), r.what, r.about, r.who, r.keyId.substr(0, 12), r.leafHash});
  }
  if (session.json)
    printJson(Json::object().set("entries", list).set("total", size));
  else
    table.print(std::cout);
  return Done;
}

Result<int> staged(const Session& session, const std::vector<std::int64_t>& remove) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  for (const std::int64_t id : remove) {
    COUNTERSIGN_TRY(desk->unstage(id));
  }
  COUNTERSIGN_ASSIGN(const auto decisions, desk->staged());
  Json list = Json::array();
  Table table({"ID", "STAGED", "RECORD", "DECISION", "REASON", "REFUSED BECAUSE"});
  for (const StagedDecision& s : decisions) {
    const std::string decision(name(s.request.decision));
    list.push(Json::object()
                  .set("id", s.id)
                  .set("stagedAt", timeJson(s.stagedAt))
                  .set("record", s.request.record)
                  .set("recordName", s.recordName)
                  .set("decision", decision)
                  .set("reason", s.request.reason)
                  .set("digest", s.request.shown.hex())
                  .set("refusal", s.refusal));
    table.add(
        {std::to_string(s.id), timeText(s.stagedAt), s.recordName, decision, s.request.reason, s.refusal});
  }
  if (session.json)
    printJson(Json::object().set("staged", list));
  else
    table.print(std::cout);
  return Done;
}

} // namespace

void addLogCommands(CLI::App& root, Session& session) {
  auto limit = std::make_shared<std::size_t>(0);
  CLI::App* logging = root.add_subcommand("log", "What was signed, newest first");
  logging->footer(
      "Examples:\n  countersign log --limit 20\n  countersign log --json | jq -r '.entries[0].leafHash'");
  logging->add_option("--limit", *limit, "At most so many")->type_name("N");
  runs(logging, session, [&session, limit] { return log(session, *limit); });

  auto remove = std::make_shared<std::vector<std::int64_t>>();
  CLI::App* staging =
      root.add_subcommand("staged", "Decisions that are not signed yet, and why the last try was refused");
  staging->footer("Examples:\n  countersign staged\n  countersign staged --remove 4");
  staging->add_option("--remove", *remove, "Take this one back; may be repeated")
      ->type_name("ID")
      ->allow_extra_args(false);
  runs(staging, session, [&session, remove] { return staged(session, *remove); });
}

} // namespace countersign::cli
