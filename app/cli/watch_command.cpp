// SPDX-License-Identifier: Apache-2.0
#include "app/cli/environment.h"
#include "app/cli/import_options.h"
#include "app/cli/json_views.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/session.h"
#include "connectors/importer/importer.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <memory>
#include <set>
#include <sys/wait.h>
#include <thread>

namespace countersign::cli {
namespace {

constexpr const char* examples =
    "Examples:\n"
    "  countersign watch inbox                            import what appears there, say what newly "
    "diverged\n"
    "  countersign watch inbox --once --captured-from-file-time\n"
    "  countersign watch inbox --exec './post-to-chat'    the command gets the news as JSON on its input\n"
    "\n"
    "A file, or a folder as one, is imported when sizes and times have stood still for one interval. Names "
    "that begin with a\n"
    "dot are left alone, and so are those that end in .part, .tmp and ~. What was imported stays where it\n"
    "is; importing the same bytes again changes nothing. Ends with Ctrl+C.\n"
    "Exit codes: with --once 0, 1 something newly diverged or the command failed, 4 a file was refused.";

struct WatchOptions {
  ImportOptions import;
  std::string folder, interval = "2s", exec;
  bool once = false;
};

/// What tells one version of a file from the next.
struct Stamp {
  std::uintmax_t size = 0;
  std::filesystem::file_time_type time;
  auto operator<=>(const Stamp&) const = default;
};
/// What lies in the folder: a file, or a folder with all that is in it, which is imported as one.
using Entry = std::map<std::filesystem::path, Stamp>;
using Entries = std::map<std::filesystem::path, Entry>;

bool isLeftAlone(const std::string& name) {
  return name.empty() || name.front() == '.' || name.back() == '~' || name.ends_with(".part") ||
         name.ends_with(".tmp");
}

void addFile(const std::filesystem::directory_entry& file, Entry& to) {
  std::error_code ec;
  if (!file.is_regular_file(ec) || ec) return;
  const Stamp stamp{file.file_size(ec), file.last_write_time(ec)};
  if (!ec) to.emplace(file.path(), stamp);
}

/// All files in a folder, however deep. What goes away meanwhile is not there.
Entry filesIn(const std::filesystem::path& folder) {
  Entry out;
  std::error_code ec;
  std::filesystem::recursive_directory_iterator at(folder, ec);
  for (const auto end = std::filesystem::recursive_directory_iterator(); !ec && at != end; at.increment(ec)) {
    std::error_code kind;
    if (!isLeftAlone(at->path().filename().string()))
      addFile(*at, out);
    else if (at->is_directory(kind))
      at.disable_recursion_pending();
  }
  return out;
}

/// Errors: Io.
Result<Entries> look(const std::filesystem::path& folder) {
  Entries out;
  std::error_code ec;
  std::filesystem::directory_iterator at(folder, ec);
  if (ec)
    return failure(ErrorCode::Io, "the folder cannot be read: " + ec.message(), "Name a folder that is there",
                   {folder.string(), {}, {}, {}, {}});
  for (const auto end = std::filesystem::directory_iterator(); !ec && at != end; at.increment(ec)) {
    if (isLeftAlone(at->path().filename().string())) continue;
    std::error_code kind;
    Entry entry;
    if (at->is_directory(kind))
      entry = filesIn(at->path());
    else
      addFile(*at, entry);
    if (!entry.empty()) out.emplace(at->path(), std::move(entry));
  }
  return out;
}

Json divergenceJson(const Divergence& d) {
  Json out = Json::object();
  out.set("what", d.what).set("kind", d.kind).set("severity", d.severity).set("name", d.recordName);
  return out.set("text", d.text).set("record", d.record == 0 ? Json() : Json(d.record));
}

/// Runs the hook with the news on its standard input. Errors: Io; Refused where it ends with an error.
Result<void> post(const std::string& command, const Json& news) {
  std::FILE* pipe = ::popen(command.c_str(), "w");
  if (pipe == nullptr) return failure(ErrorCode::Io, "the command of --exec cannot be run");
  const std::string text = jsonText(news) + "\n";
  const bool written = std::fwrite(text.data(), 1, text.size(), pipe) == text.size();
  const int status = ::pclose(pipe);
  if (!written || status != 0)
    return failure(ErrorCode::Refused,
                   "the command of --exec ended with " +
                       std::to_string(WIFEXITED(status) ? WEXITSTATUS(status) : status) +
                       "; the news was imported all the same",
                   "Run it by hand with the JSON on its input");
  return {};
}

class Watch {
public:
  Watch(const Session& session, const WatchOptions& options) : session_(session), options_(options) {}

  Result<int> run() {
    COUNTERSIGN_ASSIGN(const Seconds interval, parseDuration(options_.interval));
    COUNTERSIGN_ASSIGN(before_, divergences());
    for (;;) {
      COUNTERSIGN_ASSIGN(const bool settled, round());
      if (interrupted()) return Cancelled;
      if (options_.once && settled) return refused_ ? FileRefused : newly_ || hookFailed_ ? Failed : Done;
      for (Seconds left = options_.once ? Seconds{1} : interval; left.count() > 0 && !interrupted();
           left -= Seconds{1})
        std::this_thread::sleep_for(Seconds{1});
    }
  }

private:
  Result<std::map<std::string, Divergence>> divergences() {
    COUNTERSIGN_ASSIGN(const auto desk, session_.desk());
    return desk->divergences();
  }

  /// Imports what has stood still since the last round; true where nothing is still moving.
  Result<bool> round() {
    COUNTERSIGN_ASSIGN(Entries now, look(options_.folder));
    std::vector<std::filesystem::path> ready;
    bool moving = false;
    for (const auto& [path, entry] : now) {
      const auto done = imported_.find(path);
      if (done != imported_.end() && done->second == entry) continue;
      const auto last = last_.find(path);
      if (last == last_.end() || last->second != entry)
        moving = true;
      else
        ready.push_back(path);
    }
    last_ = std::move(now);
    if (!ready.empty()) COUNTERSIGN_TRY(take(ready));
    return !moving;
  }

  Result<void> take(const std::vector<std::filesystem::path>& ready) {
    ImportOptions options = options_.import;
    options.paths.clear();
    for (const auto& path : ready)
      options.paths.push_back(path.string());
    COUNTERSIGN_ASSIGN(const ImportRequest request, importRequest(options));
    COUNTERSIGN_ASSIGN(const auto file, session_.file());
    COUNTERSIGN_ASSIGN(const ImportReport report,
                       makeImporter()->import(file, request, *session_.clock, session_.progress()));
    session_.endProgress();
    for (const auto& path : ready)
      imported_[path] = last_[path];
    for (const FileOutcome& f : report.files)
      refused_ = refused_ || f.error.has_value();
    COUNTERSIGN_ASSIGN(const auto after, divergences());
    return say(report, after);
  }

  Result<void> say(const ImportReport& report, const std::map<std::string, Divergence>& after) {
    Json diverged = Json::array();
    std::size_t ended = 0;
    if (!session_.json) printImport(report);
    for (const auto& [key, d] : after)
      if (!before_.contains(key)) {
        newly_ = true;
        diverged.push(divergenceJson(d));
        if (!session_.json)
          std::cout << "DIVERGED  " << d.severity << "  " << printable(d.recordName) << ": "
                    << printable(d.text) << '\n';
      }
    for (const auto& [key, d] : before_)
      ended += after.contains(key) ? 0U : 1U;
    Json news = Json::object();
    news.set("at", formatRfc3339Seconds(session_.clock->now()))
        .set("files", listJson(report.files, fileJson));
    news.set("recordsMoved", static_cast<std::int64_t>(report.recordsMoved));
    news.set("diverged", diverged).set("ended", static_cast<std::int64_t>(ended));
    if (session_.json)
      std::cout << jsonText(news) << std::endl;
    else
      std::cout << ended << " differences ended" << std::endl;
    before_ = after;
    if (options_.exec.empty() || diverged.empty()) return {};
    const auto posted = post(options_.exec, news);
    if (posted) return {};
    hookFailed_ = true;
    printError(posted.error(), session_.json);
    return {};
  }

  const Session& session_;
  const WatchOptions& options_;
  std::map<std::string, Divergence> before_;
  Entries last_, imported_;
  bool refused_ = false, newly_ = false, hookFailed_ = false;
};

} // namespace

void addWatchCommand(CLI::App& root, Session& session) {
  auto o = std::make_shared<WatchOptions>();
  CLI::App* app =
      root.add_subcommand("watch", "Import what appears in a folder, and say what newly diverged");
  app->footer(examples);
  app->add_option("DIR", o->folder, "The folder")->required();
  addImportOptions(app, o->import);
  app->add_option("--interval", o->interval, "How often to look: 2s, 1m")->type_name("DURATION");
  app->add_option("--exec", o->exec, "A shell command that gets what newly diverged as JSON on its input")
      ->type_name("COMMAND");
  app->add_flag("--once", o->once, "Import what is there, then end");
  runs(app, session, [&session, o] { return Watch(session, *o).run(); });
}

} // namespace countersign::cli
