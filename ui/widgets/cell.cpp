// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/cell.h"

#include "ui/theme/theme.h"
#include "ui/widgets/text.h"

#include <QCache>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QHelpEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QStaticText>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

constexpr int padding = 12;

Tone toneOf(const QModelIndex& index, int role) {
  const QVariant value = index.data(role);
  return value.isValid() ? static_cast<Tone>(value.toInt()) : Tone::Plain;
}

QFont mainFont(const QModelIndex& index) {
  if (index.data(MonoRole).toBool()) return monoFont();
  const Tone tone = toneOf(index, ToneRole);
  const bool strong = index.data(StrongRole).toBool() || tone == Tone::Bad;
  return textFont(13, strong ? QFont::DemiBold : QFont::Normal);
}

void paintTris(QPainter* painter, const QRect& cell, int packed) {
  const bool alarm = (packed & 0x40) != 0;
  const qreal top = cell.center().y() - 6;
  const Tri states[] = {static_cast<Tri>(packed & 3), static_cast<Tri>(packed >> 2 & 3),
                        static_cast<Tri>(packed >> 4 & 3)};
  // The mark goes to the last state that says yes: the one that should not be.
  int marked = -1;
  for (int i = 0; i < 3; ++i)
    if (states[i] == Tri::Yes || states[i] == Tri::Conditional) marked = i;
  for (int i = 0; i < 3; ++i)
    paintTri(*painter, QPointF(cell.left() + padding + i * 18, top), states[i], alarm && i == marked);
}

/// One line as it was cut and shaped for a font and a width.
struct LineKey {
  QString text;
  QFont font;
  int width = 0;
  bool operator==(const LineKey& other) const = default;
};
size_t qHash(const LineKey& key, size_t seed = 0) {
  return qHashMulti(seed, key.text, key.font, key.width);
}

/// Shaping text is most of the cost of painting a table; what is on the screen stays shaped.
const QStaticText& shapedLine(const QPainter& painter, const QString& text, int width) {
  static QCache<LineKey, QStaticText> shaped(2'000);
  const LineKey key{text, painter.font(), width};
  if (const QStaticText* known = shaped.object(key)) return *known;
  const QFontMetrics metrics = painter.fontMetrics();
  auto* line = new QStaticText(metrics.elidedText(text, Qt::ElideRight, width));
  line->setTextFormat(Qt::PlainText);
  line->setPerformanceHint(QStaticText::AggressiveCaching);
  line->prepare({}, painter.font());
  shaped.insert(key, line);
  return *line;
}

void paintLine(QPainter* painter, const QRect& area, const QString& text, Qt::Alignment align) {
  if (text.isEmpty() || area.width() <= 0) return;
  const QStaticText& line = shapedLine(*painter, text, area.width());
  const qreal room = area.width() - line.size().width();
  const qreal left = area.left() + (align & Qt::AlignRight ? room : align & Qt::AlignHCenter ? room / 2 : 0);
  painter->drawStaticText(QPointF(left, area.top() + (area.height() - line.size().height()) / 2), line);
}

void paintAge(QPainter* painter, const QRect& cell, const QModelIndex& index) {
  const QRect inner = cell.adjusted(padding, 0, -padding, 0);
  const double share = index.data(BarRole).toDouble();
  const QRectF bar(inner.left(), cell.center().y() - 13, inner.width(), 5);
  paintBar(*painter, bar, share, toneColor(toneOf(index, BarToneRole)));
  painter->setFont(textFont(12));
  painter->setPen(tokens().muted);
  const QRect text(inner.left(), cell.center().y() - 2, inner.width(), 18);
  paintLine(painter, text, index.data().toString(), Qt::AlignLeft);
}

} // namespace

int packTri(Tri requested, Tri applied, Tri effective, bool alarm) {
  return static_cast<int>(requested) | static_cast<int>(applied) << 2 | static_cast<int>(effective) << 4 |
         (alarm ? 0x40 : 0);
}

QVariant toneVariant(Tone tone) {
  return static_cast<int>(tone);
}

void CellDelegate::paintFrame(QPainter* painter, const QStyleOptionViewItem& option) const {
  const Tokens& t = tokens();
  if (option.state & QStyle::State_Selected)
    painter->fillRect(option.rect, t.accentBg);
  else if (option.state & QStyle::State_MouseOver)
    painter->fillRect(option.rect, t.sunk);
  painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.line);
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
  painter->save();
  paintFrame(painter, option);
  const QRect cell = option.rect.adjusted(0, 0, 0, -1);
  const QRect inner = cell.adjusted(padding, 0, -padding / 2, 0);
  if (const QVariant seal = index.data(SealRole); seal.isValid())
    paintBadge(*painter, inner, sealLook(static_cast<SealState>(seal.toInt())), BadgeSize::Small);
  else if (const QVariant tag = index.data(TagRole); tag.isValid()) {
    if (!tag.toString().isEmpty())
      paintBadge(*painter, inner, tagLook(tag.toString(), toneOf(index, ToneRole)), BadgeSize::Small);
  } else if (const QVariant tri = index.data(TriRole); tri.isValid())
    paintTris(painter, cell, tri.toInt());
  else if (index.data(BarRole).isValid())
    paintAge(painter, cell, index);
  else
    paintText(painter, inner, index);
  if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_Selected && index.column() == 0)
    painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height() - 1),
                      tokens().accent);
  painter->restore();
}

void CellDelegate::paintText(QPainter* painter, const QRect& area, const QModelIndex& index) const {
  const QVariant given = index.data(Qt::TextAlignmentRole);
  const Qt::Alignment align =
      given.isValid() ? Qt::Alignment(given.toInt()) & Qt::AlignHorizontal_Mask : Qt::AlignLeft;
  QString text = index.data().toString();
  QColor color = toneColor(toneOf(index, ToneRole));
  if (const QVariant standing = index.data(StandingRole); standing.isValid()) {
    const StandingLook look = standingLook(static_cast<StandingState>(standing.toInt()));
    text = look.glyph + u' ' + text;
    color = look.color;
  }
  const QString second = index.data(SecondLineRole).toString();
  painter->setFont(mainFont(index));
  painter->setPen(color);
  if (second.isEmpty()) {
    paintLine(painter, area, text, align);
    return;
  }
  const int middle = area.center().y() + 1;
  paintLine(painter, QRect(area.left(), middle - 19, area.width(), 19), text, align);
  const Tone tone = toneOf(index, SecondToneRole);
  painter->setFont(index.data(SecondMonoRole).toBool()
                       ? monoFont()
                       : textFont(12, tone == Tone::Bad ? QFont::DemiBold : QFont::Normal));
  painter->setPen(index.data(SecondToneRole).isValid() ? toneColor(tone) : tokens().faint);
  paintLine(painter, QRect(area.left(), middle, area.width(), 17), second, align);
}

bool CellDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                             const QModelIndex& index) {
  if (event->type() != QEvent::ToolTip || !index.isValid())
    return QStyledItemDelegate::helpEvent(event, view, option, index);
  QString text = index.data(Qt::ToolTipRole).toString();
  if (text.isEmpty()) {
    const QString second = index.data(SecondLineRole).toString();
    const int room = option.rect.width() - padding - padding / 2;
    const bool cut = QFontMetrics(mainFont(index)).horizontalAdvance(index.data().toString()) > room ||
                     QFontMetrics(textFont(12)).horizontalAdvance(second) > room;
    if (cut) text = index.data().toString() + (second.isEmpty() ? QString() : u'\n' + second);
  }
  QToolTip::showText(event->globalPos(), tip(text), view);
  return true;
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
  return {80, 30};
}

Table::Table(const QString& name, int rowHeight, QWidget* parent) : QTableView(parent) {
  setAccessibleName(name);
  setItemDelegate(new CellDelegate(this));
  setShowGrid(false);
  setWordWrap(false);
  setMouseTracking(true);
  setFrameShape(QFrame::NoFrame);
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setTabKeyNavigation(false);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setMinimumSectionSize(10);
  verticalHeader()->setDefaultSectionSize(rowHeight);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  horizontalHeader()->setMinimumSectionSize(28);
  horizontalHeader()->setFixedHeight(27);
}

void Table::setModel(QAbstractItemModel* model) {
  QTableView::setModel(model);
  if (!model) return;
  connect(model, &QAbstractItemModel::modelReset, this, &Table::fitRows);
  spread();
  fitRows();
}

void Table::setColumns(const QList<int>& widths) {
  widths_ = widths;
  spread();
}

void Table::spread() {
  const int columns = std::min(static_cast<int>(widths_.size()), horizontalHeader()->count());
  int fixed = 0, shares = 0;
  for (int i = 0; i < columns; ++i)
    (widths_[i] >= 0 ? fixed : shares) += std::abs(widths_[i]);
  const int left = std::max(0, viewport()->width() - fixed);
  int given = 0, seen = 0;
  for (int i = 0; i < columns; ++i) {
    int width = widths_[i];
    if (width < 0) { // shares add up exactly, whatever the rounding
      seen -= width;
      width = left * seen / shares - given;
      given += width;
    }
    setColumnWidth(i, width);
  }
}

void Table::setVisibleRows(int rows) {
  visibleRows_ = rows;
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  fitRows();
}

void Table::fitRows() {
  updateGeometry();
}

QSize Table::sizeHint() const {
  if (visibleRows_ == 0) return QTableView::sizeHint();
  const int rows = model() ? std::min(visibleRows_, model()->rowCount()) : 0;
  const int header = horizontalHeader()->isHidden() ? 0 : horizontalHeader()->height();
  return {200, header + rows * verticalHeader()->defaultSectionSize()};
}

QSize Table::minimumSizeHint() const {
  return visibleRows_ == 0 ? QSize(120, 90) : QSize(120, sizeHint().height());
}

void Table::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  spread();
}

void Table::contextMenuEvent(QContextMenuEvent* event) {
  QModelIndex index = indexAt(event->pos());
  if (event->reason() == QContextMenuEvent::Keyboard) index = currentIndex();
  const QVariant trace = index.data(TraceRole);
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  if (trace.isValid() && trace.value<Trace>().known())
    menu->addAction(tr("Where does this come from?"), this, [this, trace, meaning = index.data().toString()] {
      Q_EMIT whereFrom(trace.value<Trace>(), meaning);
    });
  for (QAction* action : actions())
    menu->addAction(action);
  if (menu->isEmpty()) {
    delete menu;
    return;
  }
  const QPoint at = event->reason() == QContextMenuEvent::Keyboard
                        ? viewport()->mapToGlobal(visualRect(index).center())
                        : event->globalPos();
  menu->popup(at);
}

} // namespace countersign::ui
