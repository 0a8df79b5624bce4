// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/screen_pictures.h"

#include "ui/drift/drift_filters.h"
#include "ui/drift/drift_page.h"
#include "ui/identities/identities_page.h"
#include "ui/identities/record_table_model.h"
#include "ui/record/record_pane.h"
#include "ui/review/queue_list.h"
#include "ui/review/review_page.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

#include <QDir>
#include <QPixmap>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {
constexpr int tick = 40, calmTicks = 4, mostTicks = 3000;
constexpr std::size_t mostRecords = 214;

struct Look {
  const char* name;
  Theme::Mode mode;
};
constexpr Look looks[] = {
    {"light", Theme::Mode::Light}, {"dark", Theme::Mode::Dark}, {"contrast", Theme::Mode::HighContrast}};
constexpr QSize sizes[] = {{1440, 900}, {1280, 720}};
} // namespace

ScreenPictures::ScreenPictures(MainWindow& window, Session& session, const QString& folder, QObject* parent)
    : QObject(parent), window_(window), session_(session), folder_(folder) {
  QDir().mkpath(folder);
  timer_.setInterval(tick);
  connect(&timer_, &QTimer::timeout, this, &ScreenPictures::next);
}

void ScreenPictures::start(std::function<void()> open) {
  addPictures(u"first-run"_s);
  if (open) {
    add(std::move(open));
    for (const char* page : {"overview", "identities", "sources", "evidence", "drift"}) {
      add([this, page] { window_.showPage(page); });
      addPictures(QString::fromLatin1(page));
    }
    addDrift();
    addRecord();
    addMoved();
  }
  timer_.start();
}

void ScreenPictures::addPictures(const QString& name) {
  for (const Look& look : looks)
    for (const QSize& size : sizes) {
      if (look.mode == Theme::Mode::HighContrast && size != sizes[0]) continue;
      add([this, look, size] {
        if (Theme::instance().mode() != look.mode) Theme::instance().setMode(look.mode);
        window_.resize(size);
      });
      add([this, name, look, size] {
        const QString file = u"%1/%2-%3-%4x%5.png"_s.arg(folder_, name, QString::fromLatin1(look.name))
                                 .arg(size.width())
                                 .arg(size.height());
        if (!window_.grab().save(file)) ++failed_;
      });
    }
}

void ScreenPictures::addDrift() {
  const std::pair<const char*, DriftTables::Tab> tabs[] = {{"drift-followed", DriftTables::Followed},
                                                           {"drift-seen", DriftTables::Seen}};
  for (const auto& [name, tab] : tabs) {
    add([this, tab = tab] { window_.drift()->showTab(tab); });
    addPictures(QString::fromLatin1(name));
  }
  add([this] {
    window_.drift()->showTab(DriftTables::Differences);
    window_.drift()->filters()->toggleGrouping();
  });
  addPictures(u"drift-by-cause"_s);
  add([this] { window_.drift()->filters()->toggleGrouping(); });
}

void ScreenPictures::addRecord() {
  add([this] { window_.showPage("identities"); });
  add([this] {
    std::vector<RecordId> ids = window_.identities()->model()->pages().ids();
    if (ids.empty()) return;
    ids.resize(std::min<std::size_t>(ids.size(), mostRecords));
    window_.review()->startReview(tr("Q4 privileged NHI review"), ids);
    window_.review()->queue()->select(std::min(3, static_cast<int>(ids.size()) - 1));
    window_.showPage("reviews");
  });
  addPictures(u"record"_s);
  add([this] { window_.review()->pane()->run("record.where"); });
  addPictures(u"record-where"_s);
  add([this] { window_.review()->pane()->run("record.why"); });
  addPictures(u"record-why"_s);
  add([this] { window_.review()->pane()->run("record.close"); });
}

void ScreenPictures::addMoved() {
  const AppServices& services = session_.services();
  if (!services.makeEarlierSample || !services.finishSample) return;
  add([this, make = services.makeEarlierSample] {
    const std::filesystem::path file = session_.file().parent_path() / "moving.countersign";
    session_.jobs().start(
        tr("Sample estate"), this, [make, file](const ProgressFn& progress) { return make(file, progress); },
        [this, file](const Result<std::string>& name) {
          if (!name) return fail(name.error());
          moving_ = *name;
          session_.openWorkspace(file);
        });
  });
  add([this] {
    session_.desk().ask(
        channel_, [name = moving_](Desk& desk) { return desk.findRecord(name); },
        [this](const Result<RecordId>& record) {
          if (!record) return fail(record.error());
          std::vector<RecordId> ids = window_.identities()->model()->pages().ids();
          const auto found = std::find(ids.begin(), ids.end(), *record);
          if (found == ids.end())
            return fail({ErrorCode::NotFound, moving_ + " is not in the list.", {}, {}});
          ids.erase(ids.begin(), found - std::min<std::ptrdiff_t>(found - ids.begin(), 3));
          window_.review()->startReview(tr("Q4 privileged NHI review"), ids);
          window_.review()->queue()->select(
              static_cast<int>(std::find(ids.begin(), ids.end(), *record) - ids.begin()));
          window_.showPage("reviews");
        });
  });
  add([this, finish = services.finishSample] {
    session_.jobs().start(
        tr("Import"), this,
        [finish, file = session_.file()](const ProgressFn& progress) { return finish(file, progress); },
        [this](const Result<void>& moved) {
          if (!moved) return fail(moved.error());
          session_.poll();
        });
  });
  addPictures(u"record-moved"_s);
  add([this] { window_.review()->pane()->run("record.moved"); });
  addPictures(u"record-moved-difference"_s);
}

void ScreenPictures::fail(const Error& error) {
  ++failed_;
  qWarning("%s", error.text().c_str());
}

void ScreenPictures::next() {
  // A step is taken once nothing is under way for a moment.
  const bool busy = !session_.desk().idle() || session_.jobs().running() > 0;
  calm_ = busy ? 0 : calm_ + 1;
  if (++waited_ > mostTicks) {
    timer_.stop();
    Q_EMIT done(failed_ + 1);
    return;
  }
  if (calm_ < calmTicks) return;
  calm_ = waited_ = 0;
  if (steps_.empty()) {
    timer_.stop();
    Q_EMIT done(failed_);
    return;
  }
  const Step step = std::move(steps_.front());
  steps_.pop_front();
  step();
}

} // namespace countersign::ui
