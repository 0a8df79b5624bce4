// SPDX-License-Identifier: Apache-2.0
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/session.h"
#include "models/store/workspace.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

namespace countersign::cli {
namespace {

struct WindowOptions {
  std::string critical, high, medium, low;
  bool any() const { return !(critical + high + medium + low).empty(); }
};

/// The file named behind the command counts before the workspace of the session.
Result<std::filesystem::path> fileOf(const Session& session, const std::string& given) {
  return given.empty() ? session.file() : std::filesystem::path(given);
}

Result<int> create(const Session& session, const std::string& file) {
  COUNTERSIGN_TRY(Desk::create(file, session.clock));
  if (session.json)
    printJson(Json::object().set("workspace", file));
  else if (!session.quiet)
    std::cout << "Made " << printable(file) << ". Next: countersign -w " << printable(file)
              << " import PATH\n";
  return Done;
}

Result<int> check(const Session& session, const std::string& given) {
  COUNTERSIGN_ASSIGN(const auto file, fileOf(session, given));
  COUNTERSIGN_ASSIGN(const auto workspace, Workspace::open(file));
  const ProgressFn progress = session.progress();
  COUNTERSIGN_ASSIGN(const auto findings,
                     workspace->check([&](double f) { return progress(f, "Checking"); }));
  session.endProgress();
  bool bad = false;
  Json list = Json::array();
  for (const auto& f : findings) {
    bad = bad || f.bad;
    list.push(Json::object().set("bad", f.bad).set("text", f.text));
    if (!session.json) std::cout << (f.bad ? "BAD   " : "NOTE  ") << printable(f.text) << '\n';
  }
  if (session.json)
    printJson(Json::object().set("sound", !bad).set("findings", list));
  else
    std::cout << (bad ? "DAMAGED" : "SOUND") << '\n';
  return bad ? Failed : Done;
}

Result<int> dump(const Session& session, const std::string& given) {
  COUNTERSIGN_ASSIGN(const auto file, fileOf(session, given));
  COUNTERSIGN_ASSIGN(const auto workspace, Workspace::open(file));
  COUNTERSIGN_TRY(workspace->dump(std::cout));
  return Done;
}

Json windowsJson(const Windows& w) {
  return Json::object()
      .set("criticalSeconds", static_cast<std::int64_t>(w.critical.count()))
      .set("highSeconds", static_cast<std::int64_t>(w.high.count()))
      .set("mediumSeconds", static_cast<std::int64_t>(w.medium.count()))
      .set("lowSeconds", static_cast<std::int64_t>(w.low.count()));
}

Result<int> windows(const Session& session, const WindowOptions& options) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(Windows w, desk->windows());
  for (const auto& [text, value] :
       {std::pair(&options.critical, &w.critical), std::pair(&options.high, &w.high),
        std::pair(&options.medium, &w.medium), std::pair(&options.low, &w.low)}) {
    if (text->empty()) continue;
    COUNTERSIGN_ASSIGN(*value, parseDuration(*text));
  }
  if (w.critical > w.high || w.high > w.medium || w.medium > w.low)
    return failure(ErrorCode::InvalidArgument, "a stricter tier cannot have a longer window",
                   "Keep critical <= high <= medium <= low");
  if (options.any()) {
    COUNTERSIGN_TRY(desk->setWindows(w));
  }
  if (session.json)
    printJson(windowsJson(w));
  else
    std::cout << "critical  " << formatWindow(w.critical) << "\nhigh      " << formatWindow(w.high)
              << "\nmedium    " << formatWindow(w.medium) << "\nlow       " << formatWindow(w.low) << '\n';
  return Done;
}

Json countsJson(const std::map<std::string, std::size_t>& counts) {
  Json out = Json::object();
  for (const auto& [word, n] : counts)
    out.set(word, static_cast<std::int64_t>(n));
  return out;
}

std::string countsText(const std::map<std::string, std::size_t>& counts) {
  std::string out;
  for (const auto& [word, n] : counts)
    if (n != 0) out += (out.empty() ? "" : ", ") + std::to_string(n) + " " + word;
  return out.empty() ? "none" : out;
}

Result<int> info(const Session& session) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(const FacetCounts facets, desk->facets({}));
  COUNTERSIGN_ASSIGN(const auto sources, desk->sources());
  COUNTERSIGN_ASSIGN(const auto entries, desk->logSize());
  COUNTERSIGN_ASSIGN(const auto head, desk->logHead());
  COUNTERSIGN_ASSIGN(const auto generation, desk->generation());
  COUNTERSIGN_ASSIGN(const Windows w, desk->windows());
  if (session.json) {
    Json out = Json::object();
    out.set("workspace", desk->file().string()).set("generation", generation);
    out.set("records", static_cast<std::int64_t>(facets.total))
        .set("sources", static_cast<std::int64_t>(sources.size()));
    out.set("seal", countsJson(facets.seal)).set("standing", countsJson(facets.standing));
    out.set("tier", countsJson(facets.tier)).set("system", countsJson(facets.system));
    out.set("attention", countsJson(facets.attention)).set("windows", windowsJson(w));
    out.set("logEntries", entries).set("logHead", head);
    printJson(out);
    return Done;
  }
  std::cout << "Workspace  " << printable(desk->file().string()) << "\nRecords    " << facets.total
            << "\nSeal       " << countsText(facets.seal) << "\nStanding   " << countsText(facets.standing)
            << "\nTier       " << countsText(facets.tier) << "\nAttention  "
            << printable(countsText(facets.attention)) << "\nSources    " << sources.size() << "\nLog        "
            << entries << " entries" << (head.empty() ? "" : ", head " + head) << '\n';
  return Done;
}

void addWindows(CLI::App& parent, Session& session) {
  auto options = std::make_shared<WindowOptions>();
  CLI::App* app = parent.add_subcommand("windows", "Show or change how old live state may be, by tier");
  app->footer(
      "Examples:\n  countersign workspace windows\n  countersign workspace windows --critical 10m --low 14d");
  app->add_option("--critical", options->critical, "For critical records (default 15m)")
      ->type_name("DURATION");
  app->add_option("--high", options->high, "For high ones (default 1h)")->type_name("DURATION");
  app->add_option("--medium", options->medium, "For medium ones (default 24h)")->type_name("DURATION");
  app->add_option("--low", options->low, "For low ones (default 7d)")->type_name("DURATION");
  runs(app, session, [&session, options] { return windows(session, *options); });
}

} // namespace

void addWorkspaceCommands(CLI::App& root, Session& session) {
  CLI::App* app = root.add_subcommand("workspace", "Make, check and describe the file that holds everything");
  app->footer("Examples:\n  countersign workspace create review.countersign\n  countersign workspace check "
              "review.countersign");
  app->require_subcommand(1);
  auto file = std::make_shared<std::string>();

  CLI::App* creating = app->add_subcommand("create", "Make a new workspace, readable by you alone");
  creating->footer("Example:\n  countersign workspace create review.countersign");
  creating->add_option("FILE", *file, "The new file; must not exist")->required();
  runs(creating, session, [&session, file] { return create(session, *file); });

  CLI::App* checking = app->add_subcommand(
      "check", "Check every digest, index and the log's chain; exit code 1 where damaged");
  checking->footer("Example:\n  countersign workspace check review.countersign");
  checking->add_option("FILE", *file, "The workspace, instead of -w");
  runs(checking, session, [&session, file] { return check(session, *file); });

  CLI::App* dumping =
      app->add_subcommand("dump", "All content as text, in a fixed order: equal dumps are equal content");
  dumping->footer("Example:\n  countersign workspace dump review.countersign | sha256sum");
  dumping->add_option("FILE", *file, "The workspace, instead of -w");
  runs(dumping, session, [&session, file] { return dump(session, *file); });

  addWindows(*app, session);
  CLI::App* describing =
      app->add_subcommand("info", "How many records, in which state; sources; the log's head");
  describing->footer("Example:\n  countersign -w review.countersign workspace info");
  runs(describing, session, [&session] { return info(session); });
}

} // namespace countersign::cli
