// SPDX-License-Identifier: Apache-2.0
#include "ui/identities/identities_page.h"

#include "ui/identities/facets_panel.h"
#include "ui/identities/record_table_model.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/cell.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/text.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {
constexpr int typingPause = 120; // ms
constexpr int rowHeight = 31;
constexpr int narrow = 1100; // px of the page
const QList<int> wideColumns = {-27, -17, -20, 68, 116, 88, 110, 92, -32};
const QList<int> narrowColumns = {-30, 0, -22, 72, 114, 88, 96, 90, -31};
} // namespace

IdentitiesPage::IdentitiesPage(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), facets_(new FacetsPanel),
      model_(new RecordTableModel(session, this)) {
  setProperty("look", u"page"_s);
  auto* across = new QHBoxLayout(this);
  across->setContentsMargins(0, 0, 0, 0);
  across->setSpacing(0);
  across->addWidget(facets_);
  auto* column = new QVBoxLayout;
  column->setContentsMargins(18, 14, 18, 14);
  column->setSpacing(12);
  column->addWidget(makeHead());
  column->addWidget(makeBanner());
  column->addWidget(makeTable(), 1);
  across->addLayout(column, 1);

  typing_.setSingleShot(true);
  typing_.setInterval(typingPause);
  connect(&typing_, &QTimer::timeout, this, [this] {
    query_.text = ss(filter_->text());
    reload();
  });
  connect(filter_, &QLineEdit::textEdited, &typing_, qOverload<>(&QTimer::start));
  connect(facets_, &FacetsPanel::changed, this, [this] {
    facets_->writeTo(query_);
    reload();
  });
  connect(&session_, &Session::opened, this, [this] {
    query_ = {};
    setQuery({});
  });
  connect(&session_, &Session::contentChanged, this, &IdentitiesPage::reload);
  connect(&session_, &Session::aged, model_, &RecordTableModel::refresh);
  connect(&session_, &Session::minutePassed, this, [this] {
    if (isVisible() && !query_.asOf) reload();
  });
  bindKeys();
}

QWidget* IdentitiesPage::makeHead() {
  auto* head = new QWidget;
  auto* line = new QHBoxLayout(head);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(10);
  line->addWidget(label(tr("Identities"), u"title"_s));
  summary_ = label({}, u"muted"_s);
  summary_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  line->addWidget(summary_, 1);
  filter_ = new QLineEdit;
  filter_->setPlaceholderText(tr("Filter by name, owner, account, key id…"));
  filter_->setAccessibleName(tr("Filter identities"));
  filter_->setToolTip(tip(actionTip("list.filter")));
  filter_->setClearButtonEnabled(true);
  filter_->setFixedWidth(236);
  filter_->setProperty("look", u"filter"_s);
  line->addWidget(filter_);
  connect(filter_, &QLineEdit::textChanged, this, [this](const QString& text) {
    if (text.isEmpty() && !query_.text.empty()) typing_.start();
  });
  const auto add = [&](const char* id, const QString& text, const QString& look, auto slot) {
    auto* button = new Button(text, look);
    button->setToolTip(tip(actionTip(id)));
    connect(button, &QPushButton::clicked, this, slot);
    line->addWidget(button);
    return button;
  };
  add("list.asof", tr("As of…"), u"small"_s, &IdentitiesPage::askAsOf);
  save_ = add("list.save", tr("Save view…"), u"small"_s, &IdentitiesPage::saveView);
  add("list.export", tr("Export view…"), u"small"_s, &IdentitiesPage::exportView);
  add("list.review", tr("Start a review of these…"), {}, &IdentitiesPage::review);
  return head;
}

QWidget* IdentitiesPage::makeBanner() {
  banner_ = new QFrame;
  banner_->setProperty("look", u"banner"_s);
  auto* line = new QHBoxLayout(banner_);
  line->setContentsMargins(12, 6, 8, 6);
  bannerText_ = label({}, u"moved"_s);
  line->addWidget(bannerText_, 1);
  back_ = new Button({}, u"small"_s);
  connect(back_, &QPushButton::clicked, this, [this] {
    only_.clear();
    setAsOf({});
  });
  line->addWidget(back_);
  banner_->hide();
  return banner_;
}

QWidget* IdentitiesPage::makeTable() {
  auto* card = new QFrame;
  card->setProperty("look", u"card"_s);
  auto* inside = new QVBoxLayout(card);
  inside->setContentsMargins(1, 1, 1, 4);
  table_ = new Table(tr("Identities"), rowHeight);
  table_->setModel(model_);
  table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  table_->setColumns(wideColumns);
  table_->horizontalHeader()->setSectionsClickable(true);
  connect(table_->horizontalHeader(), &QHeaderView::sectionClicked, this, &IdentitiesPage::sortBy);
  connect(table_, &QTableView::activated, this, &IdentitiesPage::openCurrent);
  empty_ = new EmptyState({}, {});
  auto* pages = new QWidget;
  stack_ = new QStackedLayout(pages);
  stack_->addWidget(table_);
  stack_->addWidget(empty_);
  inside->addWidget(pages);
  return card;
}

void IdentitiesPage::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const bool small = width() < narrow; // what can be done without gives way
  filter_->setFixedWidth(small ? 170 : 236);
  save_->setVisible(!small);
  table_->setColumnHidden(RecordTableModel::KnownAs, small); // the record and the facets say it
  table_->setColumns(small ? narrowColumns : wideColumns);
}

void IdentitiesPage::bindKeys() {
  bindAction("list.filter", this, [this] { filter_->setFocus(Qt::ShortcutFocusReason); });
  bindAction("list.asof", this, [this] { askAsOf(); });
  bindAction("list.export", this, [this] { exportView(); });
  bindAction("list.save", this, [this] { saveView(); });
  bindAction("list.review", this, [this] { review(); });
}

void IdentitiesPage::setQuery(const RecordQuery& query) {
  const auto asOf = query_.asOf;
  query_ = query;
  only_.clear();
  if (!query_.asOf) query_.asOf = asOf;
  filter_->setText(qs(query_.text));
  typing_.stop();
  facets_->readFrom(query_);
  model_->setSorted(query_.sortBy, query_.descending);
  setAsOf(query_.asOf);
}

void IdentitiesPage::setAsOf(std::optional<Instant> asOf) {
  query_.asOf = asOf;
  showBanner();
  reload();
}

void IdentitiesPage::showOnly(const QString& why, const std::vector<RecordId>& records) {
  query_.asOf.reset();
  setQuery({});
  only_ = records;
  std::sort(only_.begin(), only_.end());
  onlyWhy_ = why;
  showBanner();
  reload();
}

void IdentitiesPage::showBanner() {
  banner_->setVisible(query_.asOf.has_value() || !only_.empty());
  back_->setText(query_.asOf ? tr("Back to now") : tr("Show all"));
  QStringList lines;
  if (query_.asOf) lines += tr("As of %1 — nothing can be decided").arg(localDateTime(*query_.asOf));
  if (!only_.empty()) lines += tr("Only %1").arg(onlyWhy_);
  bannerText_->setText(lines.join(u" · "_s));
}

void IdentitiesPage::reload() {
  if (!session_.isOpen()) return;
  session_.desk().ask(
      ids_,
      [query = query_, only = only_](Desk& desk) -> Result<std::vector<RecordId>> {
        COUNTERSIGN_ASSIGN(auto ids, desk.recordIds(query));
        if (!only.empty())
          std::erase_if(ids, [&](RecordId id) { return !std::binary_search(only.begin(), only.end(), id); });
        return ids;
      },
      [this](Result<std::vector<RecordId>> ids) { showIds(std::move(ids)); }, Lane::Slow);
  session_.desk().ask(
      facetsAsked_, [query = query_](Desk& desk) { return desk.facets(query); },
      [this](Result<FacetCounts> counts) {
        if (!counts) return summary_->setText(errorText(counts.error()));
        facets_->setCounts(*counts);
        total_ = counts->total;
        const auto shownRows = static_cast<std::size_t>(model_->pages().size());
        const QString when = query_.asOf ? tr("as of %1").arg(localDateTime(*query_.asOf)) : tr("as of now");
        const bool whole = shownRows == total_;
        const QString many = whole ? counted(total_, tr("record"), tr("records"))
                                   : tr("%1 of %2 records").arg(count(shownRows), count(total_));
        summary_->setText(whole && !query_.asOf ? many + u" · "_s + when
                                                : many); // the banner says the other time
        summary_->setToolTip(tip(many + u" · "_s + when));
        if (!query_.asOf) Q_EMIT countChanged(static_cast<qulonglong>(total_));
      },
      Lane::Slow);
}

void IdentitiesPage::showIds(Result<std::vector<RecordId>> ids) {
  if (!ids) {
    empty_->setTexts(tr("The list cannot be read"), errorText(ids.error()));
    stack_->setCurrentWidget(empty_);
    return;
  }
  if (*ids == model_->pages().ids()) {
    model_->refresh(); // the same rows: place and selection stay
  } else {
    const QModelIndex current = table_->currentIndex();
    const RecordId before = current.isValid() ? model_->pages().idAt(current.row()) : 0;
    model_->setIds(std::move(*ids), query_.asOf);
    if (const int row = model_->pages().indexOf(before); row >= 0) table_->selectRow(row);
  }
  if (model_->pages().size() > 0) {
    stack_->setCurrentWidget(table_);
    return;
  }
  const bool restricted =
      !only_.empty() || !query_.text.empty() || recordQueryToJson(query_) != recordQueryToJson(RecordQuery{});
  empty_->setTexts(restricted ? tr("No identity matches") : tr("No identities yet"),
                   restricted ? tr("Take back a filter, or look at another time.")
                              : tr("Import exports of your systems on the page Sources; each identity that "
                                   "they show appears here."));
  stack_->setCurrentWidget(empty_);
}

void IdentitiesPage::sortBy(int column) {
  const auto by = RecordTableModel::sortOf(column);
  if (!by) return;
  query_.descending = *by == query_.sortBy && !query_.descending;
  query_.sortBy = *by;
  model_->setSorted(query_.sortBy, query_.descending);
  reload();
}

} // namespace countersign::ui
