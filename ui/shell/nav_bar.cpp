// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/nav_bar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/text.h"

#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QScrollArea>
#include <QStyleOptionButton>
#include <QStylePainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

NavButton::NavButton(const QString& text, QWidget* parent) : QPushButton(parent), text_(text) {
  setProperty("look", u"nav"_s);
  setCheckable(true);
  setAccessibleName(text);
  setAutoDefault(false);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void NavButton::setCount(const QString& count) {
  count_ = count;
  setAccessibleDescription(count);
  update();
}

void NavButton::paintEvent(QPaintEvent*) {
  QStylePainter painter(this);
  QStyleOptionButton option;
  initStyleOption(&option);
  painter.drawControl(QStyle::CE_PushButtonBevel, option);
  const Tokens& t = tokens();
  const QRect inner = rect().adjusted(10, 0, -10, 0);
  painter.setFont(textFont(12));
  painter.setPen(isChecked() ? t.accent : t.faint);
  painter.drawText(inner, Qt::AlignVCenter | Qt::AlignRight, count_);
  const int right = count_.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(count_) + 8;
  painter.setFont(textFont(13, isChecked() ? QFont::DemiBold : QFont::Normal));
  painter.setPen(isChecked() ? t.accent : t.muted);
  painter.drawText(inner, Qt::AlignVCenter | Qt::AlignLeft,
                   painter.fontMetrics().elidedText(text_, Qt::ElideRight, inner.width() - right));
}

NavBar::NavBar(Session& session, QWidget* parent) : QFrame(parent), session_(session) {
  setProperty("look", u"left"_s);
  setFixedWidth(190);
  setAccessibleName(tr("Navigation"));
  column_ = new QVBoxLayout(this);
  column_->setContentsMargins(8, 10, 9, 8);
  column_->setSpacing(3);
  addPage("overview", "go.overview", tr("Overview"));
  addPage("identities", "go.identities", tr("Identities"));
  addPage("reviews", "go.reviews", tr("Reviews"));
  addPage("drift", "go.drift", tr("Drift"));
  addPage("sources", "go.sources", tr("Sources"));
  addPage("evidence", "go.evidence", tr("Evidence"));
  auto* heading = label(tr("SAVED VIEWS"), u"section"_s);
  heading->setContentsMargins(10, 11, 10, 3);
  heading_ = heading;
  column_->addWidget(heading);
  column_->addStretch(1);
  setPageVisible("reviews", false);
  connect(&session_, &Session::opened, this, &NavBar::reloadViews);
  connect(&session_, &Session::contentChanged, this, &NavBar::countViews);
  connect(&session_, &Session::minutePassed, this, &NavBar::countViews);
}

void NavBar::addPage(const std::string& id, const char* action, const QString& text) {
  auto* button = new NavButton(text);
  button->setToolTip(tip(actionTip(action)));
  connect(button, &QPushButton::clicked, this, [this, id] { Q_EMIT pageWanted(id); });
  pages_.emplace(id, button);
  column_->addWidget(button);
}

void NavBar::setCurrent(const std::string& page) {
  for (auto& [id, button] : pages_)
    button->setChecked(id == page);
}

void NavBar::setCount(const std::string& page, const QString& count) {
  pages_.at(page)->setCount(count);
}
void NavBar::setPageVisible(const std::string& page, bool visible) {
  pages_.at(page)->setVisible(visible);
}

void NavBar::reloadViews() {
  session_.desk().ask(
      viewsAsked_, [](Desk& desk) { return desk.savedViews(); },
      [this](Result<Views> views) { fillViews(views ? std::move(*views) : Views{}); }, Lane::Slow);
}

void NavBar::fillViews(Views views) {
  delete viewBox_;
  views_.clear();
  viewBox_ = new QWidget;
  auto* rows = new QVBoxLayout(viewBox_);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(3);
  RecordQuery critical, moved, ownerless;
  critical.tiers = {Tier::Critical};
  critical.seals = {SealState::Stale, SealState::Contradicted};
  moved.standings = {StandingState::Moved};
  ownerless.attention = {"no-owner"};
  addView(tr("Critical & stale"), critical, false);
  addView(tr("Moved since certified"), moved, false);
  addView(tr("No owner"), ownerless, false);
  for (const auto& [name, query] : views)
    addView(shown(name), query, true);
  column_->insertWidget(column_->indexOf(heading_) + 1, viewBox_);
  countViews();
}

void NavBar::addView(const QString& name, const RecordQuery& query, bool own) {
  auto* button = new NavButton(name);
  button->setCheckable(false);
  button->setToolTip(tip(name));
  connect(button, &QPushButton::clicked, this, [this, query] { Q_EMIT viewWanted(query); });
  if (own) {
    button->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(button, &QWidget::customContextMenuRequested, this, [this, button, name](const QPoint& at) {
      auto* menu = new QMenu(button);
      menu->setAttribute(Qt::WA_DeleteOnClose);
      menu->addAction(tr("Remove this view"), this, [this, name] {
        session_.desk().tell(
            this, [name = ss(name)](Desk& desk) { return desk.removeView(name); },
            [this](const Result<void>&) { reloadViews(); });
      });
      menu->popup(button->mapToGlobal(at));
    });
  }
  views_.emplace_back(button, query);
  viewBox_->layout()->addWidget(button);
}

void NavBar::countViews() {
  std::vector<RecordQuery> queries;
  for (const auto& [button, query] : views_)
    queries.push_back(query);
  const auto work = [queries](Desk& desk) -> Result<std::vector<std::size_t>> {
    std::vector<std::size_t> counts;
    for (const RecordQuery& query : queries) {
      COUNTERSIGN_ASSIGN(const auto ids, desk.recordIds(query));
      counts.push_back(ids.size());
    }
    return counts;
  };
  session_.desk().ask(
      counting_, work,
      [this](const Result<std::vector<std::size_t>>& counts) {
        if (!counts || counts->size() != views_.size()) return;
        for (std::size_t i = 0; i < views_.size(); ++i)
          views_[i].first->setCount(count((*counts)[i]));
      },
      Lane::Slow);
}

} // namespace countersign::ui
