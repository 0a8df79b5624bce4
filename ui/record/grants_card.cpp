// SPDX-License-Identifier: Apache-2.0
#include "ui/record/grants_card.h"

#include "ui/widgets/actions.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/cell_model.h"
#include "ui/widgets/text.h"
#include "ui/widgets/tri_glyph.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

constexpr int rowHeight = 46, visibleRows = 8;
constexpr std::size_t firstShown = 6;

QString triTip(const GrantRow& grant) {
  return QObject::tr("requested: %1\napplied: %2\neffective: %3")
      .arg(triWord(grant.requested), triWord(grant.applied), triWord(grant.effective));
}

Cell grantCell(const GrantRow& grant, int column) {
  Cell cell;
  cell.trace = grant.trace;
  switch (column) {
  case 0: {
    const bool plain = grant.title.empty() || grant.title == grant.action;
    cell.text =
        (grant.deny ? QObject::tr("Denied: ") : QString()) + shown(plain ? grant.action : grant.title);
    cell.strong = true;
    cell.secondMono = true;
    cell.second = plain ? QString() : shown(grant.action);
    break;
  }
  case 1:
    cell.text = shown(grant.resource);
    cell.mono = true;
    break;
  case 2:
    cell.tri = packTri(grant.requested, grant.applied, grant.effective, grant.alarm);
    cell.text = QObject::tr("requested %1, applied %2, effective %3")
                    .arg(triWord(grant.requested), triWord(grant.applied), triWord(grant.effective));
    if (grant.alarm) cell.text += QObject::tr("; should not be");
    cell.tip = triTip(grant);
    break;
  default:
    cell.text = shown(grant.path);
    if (!grant.condition.empty()) cell.text += QObject::tr(", when %1").arg(shown(grant.condition));
    cell.tone = Tone::Muted;
    cell.second = shown(grant.remark);
    if (!grant.effectiveNote.empty())
      cell.second += (cell.second.isEmpty() ? QString() : u"; "_s) + shown(grant.effectiveNote);
    cell.secondTone = grant.alarm ? Tone::Bad : Tone::Muted;
    cell.tip = cell.text + (cell.second.isEmpty() ? QString() : u'\n' + cell.second);
    break;
  }
  return cell;
}

bool contains(const GrantRow& grant, const QString& words) {
  for (const std::string* field :
       {&grant.title, &grant.action, &grant.resource, &grant.path, &grant.remark, &grant.effectiveNote})
    if (qs(*field).contains(words, Qt::CaseInsensitive)) return true;
  return false;
}

} // namespace

GrantsCard::GrantsCard(QWidget* parent)
    : Card(tr("What it can do"), parent),
      model_(new CellModel({tr("Permission"), tr("Resource"), tr("State"), tr("By which path")}, this)),
      table_(new Table(tr("What it can do"), rowHeight)), filter_(new QLineEdit),
      note_(label({}, u"faint"_s)), unknown_(label({}, u"muted"_s)),
      showAll_(new Button(tr("Show all"), u"link"_s)), why_(new Button(tr("Why?"), u"link"_s)) {
  filter_->setProperty("look", u"filter"_s);
  filter_->setPlaceholderText(tr("Filter"));
  filter_->setAccessibleName(tr("Filter permissions"));
  filter_->setToolTip(tip(actionTip("record.filter")));
  filter_->setClearButtonEnabled(true);
  filter_->setFixedWidth(120);
  legend_ = new TriLegend;
  head()->addWidget(legend_);
  table_->setModel(model_);
  table_->horizontalHeader()->hide();
  table_->setColumns({-26, -27, 78, -38});
  table_->setVisibleRows(visibleRows);
  body()->addWidget(table_);
  auto* line = new QHBoxLayout;
  line->setContentsMargins(12, 7, 12, 7);
  line->setSpacing(6);
  line->addWidget(note_);
  line->addWidget(showAll_);
  line->addWidget(why_);
  line->addStretch(1);
  line->addWidget(filter_);
  why_->setToolTip(tip(actionTip("record.why")));
  body()->addLayout(line);
  unknown_->setWordWrap(true);
  unknown_->setContentsMargins(12, 0, 12, 9);
  body()->addWidget(unknown_);
  body()->addStretch(1);
  connect(filter_, &QLineEdit::textChanged, this, &GrantsCard::choose);
  connect(showAll_, &QPushButton::clicked, this, [this] {
    all_ = !all_;
    choose();
  });
  connect(why_, &QPushButton::clicked, this, &GrantsCard::whyWanted);
  connect(table_, &QTableView::activated, this, &GrantsCard::whyWanted);
  connect(table_, &Table::whereFrom, this, &GrantsCard::whereFrom);
}

void GrantsCard::setView(std::shared_ptr<const RecordView> view) {
  if (!view_ || view_->id != view->id) {
    all_ = false;
    const QSignalBlocker quiet(filter_);
    filter_->clear();
  }
  view_ = std::move(view);
  choose();
}

void GrantsCard::choose() {
  rows_.clear();
  const QString words = filter_->text().trimmed();
  const auto& grants = view_->grants;
  for (std::size_t i = 0; i < grants.size(); ++i) {
    if (words.isEmpty() && !all_ && rows_.size() >= firstShown) break;
    if (words.isEmpty() || contains(grants[i], words)) rows_.push_back(static_cast<int>(i));
  }
  model_->setRows(static_cast<int>(rows_.size()), [view = view_, rows = rows_](int row, int column) {
    return grantCell(view->grants[static_cast<std::size_t>(rows[static_cast<std::size_t>(row)])], column);
  });
  say();
}

void GrantsCard::say() {
  const std::size_t total = std::max(view_->grantsTotal, view_->grants.size());
  const bool filtered = !filter_->text().trimmed().isEmpty();
  if (total == 0)
    note_->setText(tr("No permissions are known."));
  else if (filtered)
    note_->setText(tr("%1 of %2 permissions match.").arg(count(rows_.size()), count(total)));
  else if (rows_.size() == total)
    note_->setText(tr("All %1 shown, worst first.").arg(counted(total, tr("permission"), tr("permissions"))));
  else
    note_->setText(tr("%1 of %2 permissions shown, worst first.").arg(count(rows_.size()), count(total)));
  showAll_->setVisible(!filtered && view_->grants.size() > firstShown);
  showAll_->setText(all_ ? tr("Show fewer") : tr("Show all"));
  why_->setVisible(!rows_.empty());
  QStringList why;
  for (const std::string& reason : view_->notEvaluated) {
    if (why.size() == 3) {
      why += tr("and %1 more reasons").arg(count(view_->notEvaluated.size() - 3));
      break;
    }
    why += shown(reason);
  }
  unknown_->setVisible(!why.isEmpty());
  unknown_->setText(why.isEmpty() ? QString() : tr("Not evaluated: %1").arg(why.join(u"; "_s)));
}

void GrantsCard::resizeEvent(QResizeEvent* event) {
  Card::resizeEvent(event);
  legend_->setOrderShown(width() > 580);
}

void GrantsCard::focusFilter() {
  filter_->setFocus(Qt::ShortcutFocusReason);
  filter_->selectAll();
}

const GrantRow* GrantsCard::current() const {
  if (!view_ || rows_.empty()) return nullptr;
  const QModelIndex index = table_->currentIndex();
  const int row = index.isValid() ? index.row() : 0;
  return &view_->grants[static_cast<std::size_t>(rows_[static_cast<std::size_t>(row)])];
}

} // namespace countersign::ui
