// SPDX-License-Identifier: Apache-2.0
#include "ui/sources/drop_area.h"

#include "ui/theme/theme.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/text.h"
#include "ui/widgets/thin_bar.h"

#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

DropArea::DropArea(Session& session, QWidget* parent)
    : QFrame(parent), session_(session), running_(new QWidget), job_(label({}, u"muted"_s)),
      bar_(new ThinBar(tr("Progress of the import"))), cancel_(new Button(tr("Cancel"), u"link"_s)) {
  setProperty("look", u"drop"_s);
  setAcceptDrops(true);
  setAccessibleName(tr("Drop exports here"));
  setMinimumHeight(52);
  auto* across = new QHBoxLayout(this);
  across->setContentsMargins(16, 9, 16, 9);
  across->setSpacing(10);
  across->addWidget(label(u"⇩"_s, u"muted"_s));
  across->addWidget(
      label(tr("Drop exports here: files, folders or archives. They are recognised by what is in them."),
            u"muted"_s));
  auto* commands = new Button(actionText("sources.commands"), u"link"_s);
  commands->setToolTip(tip(actionTip("sources.commands")));
  across->addWidget(commands);
  across->addStretch(1);
  auto* column = new QVBoxLayout(running_);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  auto* line = new QHBoxLayout;
  line->addWidget(job_, 1);
  line->addWidget(cancel_);
  column->addLayout(line);
  column->addWidget(bar_);
  running_->setFixedWidth(360);
  running_->hide();
  across->addWidget(running_);
  connect(commands, &QPushButton::clicked, this, &DropArea::commandsWanted);
  connect(cancel_, &QPushButton::clicked, this, [this] { session_.jobs().cancel(shownJob_); });
  connect(&session_.jobs(), &JobManager::changed, this, &DropArea::showJobs);
}

void DropArea::showJobs() {
  const Job* running = nullptr;
  for (const Job& job : session_.jobs().jobs())
    if (job.state == Job::State::Running && job.title == tr("Import")) running = &job;
  running_->setVisible(running != nullptr);
  if (!running) return;
  shownJob_ = running->id;
  const QString text = running->text.isEmpty() ? running->title : running->title + u" · "_s + running->text;
  job_->setText(job_->fontMetrics().elidedText(text, Qt::ElideMiddle, 290));
  job_->setToolTip(tip(text));
  bar_->setFraction(running->fraction);
}

void DropArea::dragEnterEvent(QDragEnterEvent* event) {
  if (!event->mimeData()->hasUrls()) return;
  setLook(this, u"drop-over"_s);
  event->acceptProposedAction();
}

void DropArea::dragLeaveEvent(QDragLeaveEvent*) {
  setLook(this, u"drop"_s);
}

void DropArea::dropEvent(QDropEvent* event) {
  setLook(this, u"drop"_s);
  QStringList paths;
  for (const QUrl& url : event->mimeData()->urls())
    if (url.isLocalFile()) paths += url.toLocalFile();
  if (!paths.isEmpty()) Q_EMIT dropped(paths);
  event->acceptProposedAction();
}

} // namespace countersign::ui
