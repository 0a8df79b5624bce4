// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/screen_pictures.h"

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

struct Look {
  const char* name;
  Theme::Mode mode;
};
constexpr Look looks[] = {{"light", Theme::Mode::Light}, {"dark", Theme::Mode::Dark}, {"contrast", Theme::Mode::HighContrast}};
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
    for (const char* page : {"identities", "sources", "evidence"}) {
      add([this, page] { window_.showPage(page); });
      addPictures(QString::fromLatin1(page));
    }
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

void ScreenPictures::addRecord() {
  add([this] {
    window_.showPage("identities");
    RecordQuery query = window_.identities()->query();
    query.sortBy = RecordColumn::Attention;
    query.descending = true;
    window_.identities()->setQuery(query);
  });
  add([this] {
    const std::vector<RecordId> ids = window_.identities()->model()->pages().ids();
    if (ids.empty()) return;
    window_.review()->startReview(tr("Q4 privileged NHI review"), ids);
    window_.showPage("reviews");
    const std::string name = session_.services().sampleRecord;
    if (name.empty()) return;
    session_.desk().ask(
        channel_, [name](Desk& desk) { return desk.findRecord(name); },
        [this, ids](const Result<RecordId>& record) {
          if (!record) return;
          const auto found = std::find(ids.begin(), ids.end(), *record);
          if (found != ids.end()) window_.review()->queue()->select(static_cast<int>(found - ids.begin()));
        });
  });
  addPictures(u"record"_s);
  add([this] { window_.review()->pane()->run("record.where"); });
  addPictures(u"record-where"_s);
  add([this] { window_.review()->pane()->run("record.why"); });
  addPictures(u"record-why"_s);
  add([this] { window_.review()->pane()->run("record.close"); });
}

void ScreenPictures::addMoved() {
  if (!session_.services().moveSample) return;
  add([this] {
    const auto move = [file = session_.file(), clock = session_.clock(), sample = session_.services().moveSample](
                          const ProgressFn&) { return sample(file, *clock); };
    session_.jobs().start(tr("Import"), this, move, [this](const Result<void>& moved) {
      if (!moved) ++failed_;
      session_.poll();
    });
  });
  addPictures(u"record-moved"_s);
  add([this] { window_.review()->pane()->run("record.moved"); });
  addPictures(u"record-moved-difference"_s);
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
