// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/top_bar.h"

#include "ui/shell/find_palette.h"
#include "ui/theme/theme.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/text.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace countersign::ui {

BrandMark::BrandMark(int size, QWidget* parent) : QWidget(parent) {
  setFixedSize(size, size);
}

void BrandMark::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const qreal unit = width() / 16.0;
  QPen pen(tokens().accent, 2.3 * unit);
  pen.setCapStyle(Qt::RoundCap);
  pen.setJoinStyle(Qt::RoundJoin);
  painter.setPen(pen);
  painter.drawEllipse(QRectF(1.4 * unit, 1.4 * unit, 13.2 * unit, 13.2 * unit));
  pen.setWidthF(1.9 * unit);
  painter.setPen(pen);
  painter.drawPolyline(
      QPolygonF{{5.2 * unit, 8.3 * unit}, {7.3 * unit, 10.5 * unit}, {11 * unit, 5.6 * unit}});
}

TopBar::TopBar(Session& session, QWidget* parent)
    : QFrame(parent), session_(session), find_(new FindField), jobs_(new Button({}, u"small"_s)),
      signOff_(new Button({}, u"primary"_s)), who_(new Button({}, u"icon"_s)),
      menu_(new Button(u"⋯"_s, u"icon"_s)) {
  setProperty("look", u"top"_s);
  setFixedHeight(44);
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(14, 0, 12, 0);
  line->setSpacing(10);
  auto* brand = new QWidget;
  brand->setFixedWidth(176);
  auto* inside = new QHBoxLayout(brand);
  inside->setContentsMargins(0, 0, 0, 0);
  inside->setSpacing(8);
  inside->addWidget(new BrandMark(16));
  inside->addWidget(label(tr("Countersign"), u"strong"_s));
  inside->addStretch(1);
  line->addWidget(brand);
  find_->setFixedWidth(460);
  line->addWidget(find_);
  line->addStretch(1);
  jobs_->setToolTip(tip(actionTip("jobs")));
  signOff_->setToolTip(tip(actionTip("signoff")));
  who_->setToolTip(tip(tr("The key that signs your decisions")));
  menu_->setAccessibleName(tr("Menu"));
  menu_->setToolTip(tip(tr("Workspaces, theme, keys, about")));
  for (Button* button : {jobs_, signOff_, who_, menu_})
    line->addWidget(button);
  jobs_->hide();
  signOff_->hide();
  connect(jobs_, &QPushButton::clicked, this, &TopBar::jobsWanted);
  connect(signOff_, &QPushButton::clicked, this, &TopBar::signOffWanted);
  connect(who_, &QPushButton::clicked, this, &TopBar::keyWanted);
  connect(menu_, &QPushButton::clicked, this, &TopBar::menuWanted);
  connect(&session.jobs(), &JobManager::changed, this, &TopBar::showJobs);
  connect(&session, &Session::signerChanged, this, &TopBar::showReviewer);
  showReviewer();
}

void TopBar::setStaged(std::size_t staged) {
  signOff_->setVisible(staged > 0);
  signOff_->setText(tr("Sign off %1…").arg(counted(staged, tr("decision"), tr("decisions"))));
}

void TopBar::showJobs() {
  const Job* running = nullptr;
  bool failed = false;
  for (const Job& job : session_.jobs().jobs()) {
    if (job.state == Job::State::Running) running = &job;
    failed = job.state == Job::State::Failed;
  }
  jobs_->setVisible(running || failed);
  jobs_->setText(running ? tr("%1 · %2 %").arg(running->title).arg(static_cast<int>(running->fraction * 100))
                         : tr("A job failed"));
}

void TopBar::showReviewer() {
  const QString file = session_.lastKeyFile();
  who_->setText(file.isEmpty() ? tr("No reviewer key")
                               : tr("Key %1").arg(QFileInfo(file).completeBaseName()));
}

} // namespace countersign::ui
