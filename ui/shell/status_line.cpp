// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/status_line.h"

#include "ui/theme/theme.h"
#include "ui/widgets/text.h"

#include <QHBoxLayout>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace countersign::ui {

StatusLine::StatusLine(Session& session, QWidget* parent)
    : QFrame(parent), session_(session), workspace_(label(tr("No workspace"), u"status"_s)),
      inWindow_(label({}, u"status"_s)), oldest_(label({}, u"status"_s)),
      oldestName_(label({}, u"status-warn"_s)), log_(label({}, u"status"_s)), time_(label({}, u"status"_s)) {
  setProperty("look", u"bottom"_s);
  setFixedHeight(26);
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(14, 0, 14, 0);
  line->setSpacing(18);
  line->addWidget(workspace_);
  line->addWidget(inWindow_);
  auto* pair = new QHBoxLayout;
  pair->setSpacing(4);
  pair->addWidget(oldest_);
  pair->addWidget(oldestName_);
  line->addLayout(pair);
  line->addStretch(1);
  line->addWidget(log_);
  line->addWidget(time_);
  timer_.setInterval(1000);
  connect(&timer_, &QTimer::timeout, this, &StatusLine::tick);
  timer_.start();
  connect(&session_, &Session::opened, this, [this] {
    const QString file = QString::fromStdString(session_.file().string());
    workspace_->setText(u"● "_s +
                        tr("Workspace: %1").arg(QString::fromStdString(session_.file().filename().string())));
    workspace_->setToolTip(tip(file));
  });
  tick();
}

void StatusLine::setSources(const std::vector<SourceRow>& sources) {
  sources_ = sources;
  showSources();
}

void StatusLine::showSources() {
  const Instant now = session_.now();
  std::size_t inside = 0;
  const SourceRow* oldest = nullptr;
  for (const SourceRow& source : sources_) {
    if (source.lastCaptured && (source.window.count() <= 0 || now - *source.lastCaptured <= source.window))
      ++inside;
    if (source.role == SourceRole::Live && source.lastCaptured &&
        (!oldest || *source.lastCaptured < *oldest->lastCaptured))
      oldest = &source;
  }
  inWindow_->setText(sources_.empty()
                         ? QString()
                         : tr("%1 of %2 sources in window").arg(count(inside), count(sources_.size())));
  oldest_->setText(oldest ? tr("Oldest live source:") : QString());
  if (!oldest) return oldestName_->clear();
  const bool late = oldest->window.count() > 0 && now - *oldest->lastCaptured > oldest->window;
  oldestName_->setText(shown(oldest->name) + u" · "_s + ageText(*oldest->lastCaptured, now) +
                       (late ? tr(", past its window") : QString()));
  setLook(oldestName_, late ? u"status-warn"_s : u"status"_s);
}

void StatusLine::setLog(std::int64_t size, const QString& head) {
  log_->setText(size == 0 ? tr("Log empty")
                          : tr("Log head #%1 · %2").arg(count(static_cast<std::size_t>(size - 1)), head));
}

void StatusLine::setMessage(const QString& text) {
  workspace_->setText(text);
}

void StatusLine::tick() {
  const QString utc = utcTime(session_.now());
  time_->setText(tr("UTC %1").arg(utc.mid(11, 8)));
  time_->setToolTip(tip(utc));
  showSources();
}

} // namespace countersign::ui
