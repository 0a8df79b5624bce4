// SPDX-License-Identifier: Apache-2.0
// The window with a large workspace: bench_window WORKSPACE [STARTED]
// STARTED: seconds since 1970 at which the process was started (date +%s.%N). Prints milliseconds from an
// event until its first rows, or the record, are painted, and the memory of the process.
#include "connectors/importer/importer.h"
#include "ui/identities/identities_page.h"
#include "ui/identities/record_table_model.h"
#include "ui/record/record_pane.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>

using namespace countersign;
using namespace countersign::ui;
using namespace Qt::StringLiterals;

namespace {

QElapsedTimer since; ///< the newest event
double seen = 0;     ///< milliseconds from it until what was waited for was there, not yet painted

/// Runs the event loop until `done`; paints what is due.
bool until(const std::function<bool()>& done) {
  QElapsedTimer clock;
  clock.start();
  while (!done()) {
    if (clock.elapsed() > 60'000) return false;
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 1);
  }
  seen = double(since.nsecsElapsed()) / 1e6;
  QCoreApplication::sendPostedEvents();
  QCoreApplication::processEvents();
  return true;
}

long memory(const char* field) {
  QFile file(u"/proc/self/status"_s);
  if (!file.open(QIODevice::ReadOnly)) return -1;
  for (const QByteArray& line : file.readAll().split('\n'))
    if (line.startsWith(field)) return line.simplified().split(' ')[1].toLong() / 1024;
  return -1;
}

void report(const char* what, std::vector<double> ms) {
  std::sort(ms.begin(), ms.end());
  const auto at = [&](double share) { return ms[static_cast<std::size_t>(share * double(ms.size() - 1))]; };
  std::printf("%-28s n %4zu   p50 %7.1f ms   p99 %7.1f ms   most %7.1f ms\n", what, ms.size(), at(0.5),
              at(0.99), ms.back());
  std::fflush(stdout);
}

struct Bench {
  MainWindow& window;
  Session& session;
  std::vector<double> laidOut = {};
  RecordTableModel& model() { return *window.identities()->model(); }

  bool firstRows() {
    auto& pages = model().pages();
    return pages.size() == 0 || pages.row(0) != nullptr;
  }
  bool settled() { return session.desk().idle() && session.jobs().running() == 0; }

  /// From the query until the first rows of its result are there.
  double list(const RecordQuery& query) {
    const auto before = model().pages().ids();
    bool reset = false;
    const auto one = QObject::connect(&model(), &QAbstractItemModel::modelReset, [&] { reset = true; });
    const auto two = QObject::connect(&model(), &QAbstractItemModel::dataChanged, [&] { reset = true; });
    QElapsedTimer clock;
    clock.start();
    window.identities()->setQuery(query);
    until([&] { return reset && firstRows(); });
    const double ms = double(clock.nsecsElapsed()) / 1e6;
    QObject::disconnect(one);
    QObject::disconnect(two);
    until([&] { return settled(); });
    return ms;
  }
  double open(RecordId id) {
    auto* pane = window.findChild<RecordPane*>();
    QElapsedTimer clock;
    clock.start();
    since.start();
    window.openRecord(id);
    until([&] { return pane->record() == id && pane->view(); });
    laidOut.push_back(seen);
    const double ms = double(clock.nsecsElapsed()) / 1e6;
    until([&] { return settled(); });
    return ms;
  }
};

} // namespace

int main(int argc, char** argv) {
  QStandardPaths::setTestModeEnabled(true);
  QApplication application(argc, argv);
  if (argc < 2) return std::fprintf(stderr, "usage: bench_window WORKSPACE [STARTED]\n"), 2;
  const std::unique_ptr<Importer> importer = makeImporter();
  AppServices services;
  services.importer = importer.get();
  Session session(services, std::make_shared<SystemClock>());
  Theme::instance();
  MainWindow window(session);
  window.resize(1440, 900);
  window.show();
  session.openWorkspace(argv[1]);
  Bench bench{window, session, {}};
  if (!until([&] { return bench.model().pages().size() > 0 && bench.firstRows(); })) return 1;
  const double now =
      std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  if (argc > 2) std::printf("start to first rows          %7.0f ms\n", (now - std::atof(argv[2])) * 1000);
  until([&] { return bench.settled(); });
  std::printf("records %d, memory %ld MB\n", bench.model().pages().size(), memory("VmRSS"));

  const std::vector<RecordId> all = bench.model().pages().ids();
  std::mt19937 random(7); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same draw each time
  std::vector<double> ms;
  for (const char* word :
       {"svc", "payments", "runner", "api", "37", "backup", "team-security", "vault", "111122223333",
        "zzz-none", "svc-payments", "prod", "export", "reader", "sync", "a", "chargeback runner"}) {
    RecordQuery query;
    query.text = word;
    ms.push_back(bench.list(query));
  }
  report("search", std::move(ms));
  ms.clear();
  for (int column = 0; column <= static_cast<int>(RecordColumn::Attention); ++column)
    for (const bool descending : {false, true}) {
      RecordQuery query;
      query.sortBy = static_cast<RecordColumn>(column);
      query.descending = descending;
      ms.push_back(bench.list(query));
      std::printf("  sort by %d %s: %.1f ms\n", column, descending ? "down" : "up", ms.back());
    }
  report("sort", std::move(ms));
  ms.clear();
  for (int i = 0; i < 500; ++i)
    ms.push_back(bench.open(all[random() % all.size()]));
  report("open a record", std::move(ms));
  report("  of it, until laid out", bench.laidOut);
  std::printf("memory %ld MB, at most %ld MB\n", memory("VmRSS"), memory("VmHWM"));
  if (auto desk = Desk::open(argv[1], std::make_shared<SystemClock>())) {
    ms.clear();
    for (int i = 0; i < 500; ++i) {
      QElapsedTimer clock;
      clock.start();
      if (!(*desk)->record(all[random() % all.size()])) return 1;
      ms.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    report("  of it, working it out", std::move(ms));
  }
  return 0;
}
