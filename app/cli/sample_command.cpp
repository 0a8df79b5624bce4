// SPDX-License-Identifier: Apache-2.0
#include "app/cli/json_views.h"
#include "app/cli/output.h"
#include "app/cli/session.h"
#include "app/sample/sample.h"
#include "connectors/importer/importer.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

namespace countersign::cli {
namespace {

constexpr const char* examples =
    "Examples:\n"
    "  countersign sample demo                        demo/exports and demo/sample.countersign\n"
    "  countersign sample demo.countersign            the workspace here, the exports in demo-exports\n"
    "  countersign sample load --identities 10000 --days 5 --generate-only";

struct SampleArguments {
  std::string target, out;
  std::uint64_t seed = 1;
  std::size_t identities = 60;
  int days = 3;
  bool generateOnly = false;
};

SampleOptions optionsOf(const SampleArguments& a) {
  SampleOptions o;
  o.seed = a.seed;
  o.identities = a.identities;
  o.days = a.days;
  const std::filesystem::path target(a.target);
  if (target.extension() == ".countersign") {
    o.workspace = target;
    o.exports = target.parent_path() / (target.stem().string() + "-exports");
  } else {
    o.workspace = target / "sample.countersign";
    o.exports = a.generateOnly ? target : target / "exports";
  }
  if (!a.out.empty()) o.exports = a.out;
  if (a.generateOnly) o.workspace.clear();
  return o;
}

Result<int> sample(const Session& session, const SampleArguments& a) {
  if (a.target.empty() && (a.out.empty() || !a.generateOnly))
    return failure(ErrorCode::InvalidArgument, "it is not said where the sample goes",
                   "Name a folder or a new workspace file, or give --generate-only with --out DIR");
  const SampleOptions options = optionsOf(a);
  std::error_code ec;
  std::filesystem::create_directories(options.exports, ec);
  if (ec)
    return failure(ErrorCode::Io, "the folder cannot be made: " + ec.message(), "Choose another place",
                   {options.exports.string(), {}, {}, {}, {}});
  const auto importer = makeImporter();
  COUNTERSIGN_ASSIGN(const SampleSummary made,
                     makeSample(options, *importer, session.clock, session.progress()));
  session.endProgress();
  int code = Done;
  for (const FileOutcome& f : made.import.files)
    if (f.error) {
      std::cerr << "REFUSED   " << printable(f.error->text()) << '\n';
      code = FileRefused;
    }
  if (session.json) {
    printJson(Json::object()
                  .set("workspace", options.workspace.string())
                  .set("exports", options.exports.string())
                  .set("identities", static_cast<std::int64_t>(made.identities))
                  .set("faults", static_cast<std::int64_t>(made.faults))
                  .set("files", static_cast<std::int64_t>(made.files))
                  .set("bytes", static_cast<std::int64_t>(made.bytes))
                  .set("recordsNew", static_cast<std::int64_t>(made.import.recordsNew))
                  .set("recordsMoved", static_cast<std::int64_t>(made.import.recordsMoved)));
    return code;
  }
  std::cout << "Exports    " << made.files << " files of " << made.identities << " identities in "
            << printable(options.exports.string()) << ", " << made.faults
            << " planted faults (planted.json)\n";
  if (options.workspace.empty()) return code;
  const std::string file = printable(options.workspace.string());
  std::cout << "Workspace  " << file << ": " << made.import.recordsNew << " records\n";
  if (!session.quiet)
    std::cout << "\nNext:\n  export COUNTERSIGN_WORKSPACE=" << file
              << "\n  countersign list --sort attention --desc\n  countersign show RECORD\n"
              << "  countersign key create --out me.pem --name 'Your Name'\n  countersign attest --record "
                 "RECORD --decision certify --key me.pem\n"
              << "or look at it in the window: countersign-gui " << file << '\n';
  return code;
}

} // namespace

void addSampleCommand(CLI::App& root, Session& session) {
  auto a = std::make_shared<SampleArguments>();
  CLI::App* app =
      root.add_subcommand("sample", "Exports of a made-up company, and a workspace that holds them");
  app->footer(examples);
  app->add_option("TARGET", a->target, "A folder, or a new workspace file *.countersign");
  app->add_option("--seed", a->seed, "The same numbers give the same company")->type_name("N");
  app->add_option("--identities", a->identities, "How many, at least 12")->type_name("N");
  app->add_option("--days", a->days, "How many days of exports, 1 to 30")->type_name("N");
  app->add_flag("--generate-only", a->generateOnly, "Write the exports, make no workspace");
  app->add_option("--out", a->out, "Folder of the exports")->type_name("DIR");
  runs(app, session, [&session, a] { return sample(session, *a); });
}

} // namespace countersign::cli
