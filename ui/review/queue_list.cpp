// SPDX-License-Identifier: Apache-2.0
#include "ui/review/queue_list.h"

#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/text.h"
#include "ui/widgets/thin_bar.h"

#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {
constexpr int itemHeight = 51, padding = 12;
}

QueueModel::QueueModel(Session& session, const std::set<RecordId>& decided, QObject* parent)
    : QAbstractListModel(parent), pages_(session), decided_(decided) {
  connect(&pages_, &RecordPages::arrived, this,
          [this](int first, int last) { Q_EMIT dataChanged(index(first), index(last)); });
  connect(&session, &Session::contentChanged, this, &QueueModel::refresh);
  connect(&session, &Session::aged, this, &QueueModel::refresh);
}

void QueueModel::setRecords(std::vector<RecordId> records) {
  beginResetModel();
  pages_.setIds(std::move(records));
  endResetModel();
}

void QueueModel::refresh() {
  pages_.refresh();
  if (pages_.size() > 0) Q_EMIT dataChanged(index(0), index(pages_.size() - 1));
}

void QueueModel::changed(RecordId record) {
  if (const int row = pages_.indexOf(record); row >= 0) Q_EMIT dataChanged(index(row), index(row));
}

int QueueModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : pages_.size();
}

QVariant QueueModel::data(const QModelIndex& index, int role) const {
  const RecordRow* row = pages_.row(index.row());
  if (!row) return role == Qt::DisplayRole ? QVariant(u"…"_s) : QVariant();
  switch (role) {
  case Qt::DisplayRole:
    return shown(row->name);
  case KnownAsRole:
    return shown(row->knownAs);
  case SealStateRole:
    return static_cast<int>(row->seal);
  case StandingStateRole:
    return static_cast<int>(row->standing);
  case DecidedRole:
    return decided_.contains(row->id);
  case StandingTextRole:
    return decided_.contains(row->id) ? tr("decided") : standingLook(row->standing).word;
  case Qt::AccessibleTextRole:
    return u"%1, %2, %3"_s.arg(shown(row->name), sealLook(row->seal).word,
                               data(index, StandingTextRole).toString());
  case Qt::ToolTipRole:
    return tip(shown(row->name) + u'\n' + shown(row->knownAs) + u'\n' + shown(row->sealReason) + u'\n' +
               shown(row->standingReason));
  default:
    return {};
  }
}

void QueueDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
  const Tokens& t = tokens();
  painter->save();
  const QRect box = option.rect;
  const bool selected = option.state & QStyle::State_Selected;
  painter->fillRect(box,
                    selected ? t.accentBg : (option.state & QStyle::State_MouseOver ? t.sunk : t.surface));
  painter->fillRect(QRect(box.left(), box.bottom(), box.width(), 1), t.line);
  if (selected) painter->fillRect(QRect(box.left(), box.top(), 3, box.height()), t.accent);
  const QRect inner = box.adjusted(padding, 0, -padding, 0);
  const int middle = box.center().y();
  int right = inner.right();
  if (const QVariant seal = index.data(QueueModel::SealStateRole); seal.isValid()) {
    const BadgeLook look = sealLook(static_cast<SealState>(seal.toInt()));
    const QSize size = badgeSize(look, BadgeSize::Small);
    paintBadge(*painter, QRectF(right - size.width() + 1, middle - 20, size.width(), 18), look,
               BadgeSize::Small);
    right -= size.width() + 8;
  }
  const auto line = [painter](const QRect& area, const QString& text, Qt::Alignment align) {
    painter->drawText(area, static_cast<int>(align | Qt::AlignVCenter) | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, area.width()));
  };
  painter->setFont(textFont(13, QFont::DemiBold));
  painter->setPen(t.text);
  line(QRect(inner.left(), middle - 21, right - inner.left(), 20), index.data().toString(), Qt::AlignLeft);
  painter->setFont(textFont(12));
  const StandingLook standing =
      standingLook(static_cast<StandingState>(index.data(QueueModel::StandingStateRole).toInt()));
  const bool decided = index.data(QueueModel::DecidedRole).toBool();
  const QString word =
      (decided ? u"\u2713 "_s : standing.glyph + u' ') + index.data(QueueModel::StandingTextRole).toString();
  const int width = std::min(painter->fontMetrics().horizontalAdvance(word) + 2, inner.width() * 2 / 3);
  painter->setPen(decided ? t.ok : standing.color);
  line(QRect(inner.right() - width + 1, middle, width, 19), word, Qt::AlignRight);
  painter->setPen(t.muted);
  line(QRect(inner.left(), middle, inner.width() - width - 8, 19),
       index.data(QueueModel::KnownAsRole).toString(), Qt::AlignLeft);
  painter->restore();
}

QSize QueueDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
  return {200, itemHeight};
}

QueueList::QueueList(Session& session, QWidget* parent)
    : QFrame(parent), model_(new QueueModel(session, decided_, this)), list_(new QListView),
      heading_(label({}, u"strong"_s)), progress_(label({}, u"small"_s)),
      bar_(new ThinBar(tr("Progress of the review"))) {
  setProperty("look", u"left"_s);
  setFixedWidth(262);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 1, 0);
  column->setSpacing(0);
  auto* head = new QVBoxLayout;
  head->setContentsMargins(padding, 10, padding, 11);
  head->setSpacing(3);
  heading_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  head->addWidget(heading_);
  head->addWidget(progress_);
  head->addSpacing(2);
  head->addWidget(bar_);
  column->addLayout(head);
  column->addWidget(rule());
  list_->setModel(model_);
  list_->setItemDelegate(new QueueDelegate(this));
  list_->setUniformItemSizes(true);
  list_->setMouseTracking(true);
  list_->setFrameShape(QFrame::NoFrame);
  list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setAccessibleName(tr("Records of this review"));
  column->addWidget(list_, 1);
  connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this,
          [this](const QModelIndex& index) {
            if (index.isValid()) Q_EMIT chosen(model_->pages().idAt(index.row()));
          });
}

void QueueList::start(const QString& title, std::vector<RecordId> records) {
  decided_.clear();
  title_ = title;
  model_->setRecords(std::move(records));
  showProgress();
  select(0);
}

void QueueList::stop() {
  decided_.clear();
  model_->setRecords({});
}

const std::vector<RecordId>& QueueList::records() const {
  return model_->pages().ids();
}

void QueueList::select(int row) {
  if (row < 0 || row >= model_->rowCount()) return;
  list_->setCurrentIndex(model_->index(row));
  list_->scrollTo(model_->index(row), QAbstractItemView::EnsureVisible);
}

int QueueList::current() const {
  return list_->currentIndex().row();
}

void QueueList::setDecided(RecordId record, bool decided) {
  if (model_->pages().indexOf(record) < 0) return;
  if (decided)
    decided_.insert(record);
  else
    decided_.erase(record);
  model_->changed(record);
  showProgress();
}

std::size_t QueueList::left() const {
  return records().size() - decided_.size();
}

void QueueList::showProgress() {
  heading_->setText(title_);
  heading_->setToolTip(tip(title_));
  progress_->setText(tr("%1 of %2 left").arg(count(left()), count(records().size())));
  bar_->setFraction(
      records().empty() ? 0 : static_cast<double>(decided_.size()) / static_cast<double>(records().size()));
  Q_EMIT progressChanged();
}

} // namespace countersign::ui
