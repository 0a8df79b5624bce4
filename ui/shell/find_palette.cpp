// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/find_palette.h"

#include "ui/theme/theme.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/cell_model.h"
#include "ui/widgets/text.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {
constexpr std::size_t mostRecords = 9, mostActions = 5;
constexpr int rowHeight = 44, typingPause = 120;
} // namespace

FindField::FindField(QWidget* parent) : QLineEdit(parent) {
  setProperty("look", u"search"_s);
  setPlaceholderText(tr("Find an identity, owner, account, key id…"));
  setAccessibleName(tr("Find anything"));
  setToolTip(tip(actionTip("find")));
}

void FindField::paintEvent(QPaintEvent* event) {
  QLineEdit::paintEvent(event);
  if (!text().isEmpty() || hasFocus()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(textFont(11));
  const QString key = actionKeyText("find").replace(u'+', u' ');
  const int width = painter.fontMetrics().horizontalAdvance(key) + 11;
  const QRectF cap(this->width() - width - 9.5, (height() - 17) / 2 + 0.5, width, 16);
  painter.setPen(QPen(tokens().line, 1));
  painter.setBrush(tokens().surface);
  painter.drawRoundedRect(cap, 4, 4);
  painter.setPen(tokens().muted);
  painter.drawText(cap, Qt::AlignCenter, key);
}

void FindField::focusInEvent(QFocusEvent* event) {
  QLineEdit::focusInEvent(event);
  Q_EMIT entered();
}

void FindField::focusOutEvent(QFocusEvent* event) {
  QLineEdit::focusOutEvent(event);
  Q_EMIT left();
}

FindPalette::FindPalette(Session& session, FindField* field, QWidget* window)
    : QFrame(window), session_(session), field_(field),
      model_(new CellModel({tr("What"), tr("State")}, this)), table_(new Table(tr("Found"), rowHeight)) {
  setProperty("look", u"popup"_s);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(2, 3, 2, 5);
  table_->setModel(model_);
  table_->horizontalHeader()->hide();
  table_->setColumns({-1, 124});
  table_->setFocusPolicy(Qt::NoFocus);
  column->addWidget(table_);
  hide();
  field_->installEventFilter(this);
  typing_.setSingleShot(true);
  typing_.setInterval(typingPause);
  connect(&typing_, &QTimer::timeout, this, &FindPalette::search);
  connect(field_, &QLineEdit::textEdited, &typing_, qOverload<>(&QTimer::start));
  connect(field_, &FindField::entered, this, &FindPalette::search);
  connect(field_, &FindField::left, this, &QWidget::hide);
  connect(table_, &QTableView::clicked, this, [this](const QModelIndex& index) { choose(index.row()); });
}

bool FindPalette::eventFilter(QObject* watched, QEvent* event) {
  if (watched != field_ || event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  const int row = table_->currentIndex().row();
  switch (key->key()) {
  case Qt::Key_Down:
    table_->selectRow(std::min(row + 1, hits() - 1));
    return true;
  case Qt::Key_Up:
    table_->selectRow(std::max(row - 1, 0));
    return true;
  case Qt::Key_Return:
  case Qt::Key_Enter:
    if (typing_.isActive()) return true; // what is shown belongs to an earlier text
    choose(std::max(row, 0));
    return true;
  case Qt::Key_Escape:
    close();
    return true;
  default:
    return false;
  }
}

void FindPalette::search() {
  const std::string text = ss(field_->text().trimmed());
  if (!session_.isOpen() || text.empty()) return showHits({}, 0);
  const auto work = [text](Desk& desk) -> Result<std::pair<std::vector<RecordRow>, std::size_t>> {
    RecordQuery query;
    query.text = text;
    COUNTERSIGN_ASSIGN(std::vector<RecordId> ids, desk.recordIds(query));
    const std::size_t total = ids.size();
    ids.resize(std::min(total, mostRecords));
    COUNTERSIGN_ASSIGN(auto rows, desk.recordRows(ids));
    return std::pair(std::move(rows), total);
  };
  session_.desk().ask(channel_, work, [this](auto found) {
    if (found && field_->hasFocus()) showHits(std::move(found->first), found->second);
  });
}

void FindPalette::showHits(std::vector<RecordRow> rows, std::size_t total) {
  hits_.clear();
  for (RecordRow& row : rows)
    hits_.push_back({nullptr, std::move(row), false});
  if (total > rows.size()) hits_.push_back({nullptr, {}, true});
  const QString words = field_->text().trimmed();
  std::size_t actions = 0;
  for (const ActionSpec& spec : actionTable()) {
    if (spec.context != ActionContext::Window || actions == mostActions) continue;
    if (spec.id == std::string_view("find") || !actionText(spec.id).contains(words, Qt::CaseInsensitive))
      continue;
    hits_.push_back({spec.id, {}, false});
    ++actions;
  }
  model_->setRows(hits(), [hits = hits_, total](int row, int column) {
    const Hit& hit = hits[static_cast<std::size_t>(row)];
    Cell cell;
    if (hit.action) {
      cell.text = column == 0 ? actionText(hit.action) : actionKeyText(hit.action);
      cell.second = column == 0 ? QObject::tr("Action") : QString();
      cell.tone = column == 0 ? Tone::Plain : Tone::Muted;
    } else if (hit.all) {
      cell.text = column == 0 ? QObject::tr("Show all %1 in the list").arg(count(total)) : QString();
    } else if (column == 0) {
      cell.text = shown(hit.record.name);
      cell.second = shown(hit.record.knownAs) +
                    (hit.record.owner.empty() ? QString() : u" · "_s + shown(hit.record.owner));
      cell.strong = true;
    } else {
      cell.seal = hit.record.seal;
    }
    return cell;
  });
  if (hits_.empty() || !field_->hasFocus()) return hide();
  table_->selectRow(0);
  const QPoint at = field_->mapTo(parentWidget(), QPoint(0, field_->height() + 4));
  setGeometry(at.x(), at.y(), std::max(field_->width(), 520), hits() * rowHeight + 10);
  show();
  raise();
}

void FindPalette::choose(int row) {
  if (row < 0 || row >= hits()) return;
  const Hit hit = hits_[static_cast<std::size_t>(row)];
  const QString text = field_->text().trimmed();
  close();
  if (hit.action)
    Q_EMIT actionChosen(hit.action);
  else if (hit.all)
    Q_EMIT allWanted(text);
  else
    Q_EMIT recordChosen(hit.record.id);
}

void FindPalette::close() {
  hide();
  field_->clear();
  field_->clearFocus();
}

} // namespace countersign::ui
