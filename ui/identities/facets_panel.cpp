// SPDX-License-Identifier: Apache-2.0
#include "ui/identities/facets_panel.h"

#include "ui/widgets/card.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/text.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

/// "no-owner" → "No owner": the codes are stable and readable.
QString words(const std::string& code) {
  QString text = shown(code).replace(u'-', u' ');
  if (!text.isEmpty()) text[0] = text[0].toUpper();
  return text;
}

template <class T, class From>
void parsed(const std::set<std::string>& names, std::vector<T>& out, From from) {
  out.clear();
  for (const std::string& text : names)
    if (const auto value = from(text)) out.push_back(*value);
}

template <class T>
std::set<std::string> named(const std::vector<T>& values) {
  std::set<std::string> names;
  for (const T& value : values)
    names.emplace(name(value));
  return names;
}

} // namespace

FacetsPanel::FacetsPanel(QWidget* parent) : QFrame(parent) {
  setProperty("look", u"left"_s);
  setFixedWidth(218);
  setAccessibleName(tr("Filters"));
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 1, 0);
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  auto* inside = new QWidget;
  inside->setProperty("look", u"surface"_s);
  all_ = new QVBoxLayout(inside);
  all_->setContentsMargins(0, 2, 0, 8);
  all_->setSpacing(0);
  addGroup("seal", tr("Seal"), {"current", "ageing", "stale", "contradicted", "unseen"});
  addGroup("standing", tr("Standing"), {"stands", "moved", "expired", "exception", "never"});
  addGroup("tier", tr("Tier"), {"critical", "high", "medium", "low"});
  addGroup("reach", tr("Reach"), {});
  addGroup("system", tr("System"), {});
  addGroup("attention", tr("Needs attention"), {});
  all_->addStretch(1);
  scroll->setWidget(inside);
  outer->addWidget(scroll);
}

FacetsPanel::Group& FacetsPanel::addGroup(const char* id, const QString& title,
                                          std::vector<std::string> fixedValues) {
  Group& group = groups_[id];
  group.title = title;
  group.fixed = !fixedValues.empty();
  group.box = new QWidget;
  group.rows = new QVBoxLayout(group.box);
  group.rows->setContentsMargins(13, 9, 13, 9);
  group.rows->setSpacing(3);
  group.rows->addWidget(label(title, u"card-title"_s));
  for (const std::string& value : fixedValues)
    addLine(group, value, wordOf(id, value));
  group.box->setVisible(group.fixed);
  all_->addWidget(group.box);
  all_->addWidget(rule());
  return group;
}

void FacetsPanel::addLine(Group& group, const std::string& value, const QString& text) {
  auto* line = new QWidget;
  auto* row = new QHBoxLayout(line);
  row->setContentsMargins(1, 0, 0, 0);
  auto* box = new QCheckBox(QString(text).replace(u'&', u"&&"_s));
  box->setAccessibleName(group.title + u": "_s + text);
  box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  box->setToolTip(tip(text));
  auto* number = label({}, u"faint"_s);
  row->addWidget(box, 1);
  row->addWidget(number);
  group.rows->addWidget(line);
  group.values.push_back(value);
  group.lines.emplace_back(box, number);
  connect(box, &QCheckBox::toggled, this, [this, &group, value](bool on) {
    if (on)
      group.ticked.insert(value);
    else
      group.ticked.erase(value);
    Q_EMIT changed();
  });
}

QString FacetsPanel::wordOf(const std::string& group, const std::string& value) {
  if (group == "seal")
    if (const auto state = sealStateFrom(value)) return sealLook(*state).word;
  if (group == "system") return systemWord(value);
  if (group == "standing" && value == "never") return tr("Never certified");
  return words(value);
}

void FacetsPanel::setCounts(const FacetCounts& counts) {
  fill("seal", counts.seal);
  fill("standing", counts.standing);
  fill("tier", counts.tier);
  fill("reach", counts.reach);
  fill("system", counts.system);
  fill("attention", counts.attention);
}

void FacetsPanel::fill(const char* id, const std::map<std::string, std::size_t>& counts) {
  Group& group = groups_[id];
  if (!group.fixed) {
    std::set<std::string> wanted = group.ticked;
    for (const auto& [value, n] : counts)
      wanted.insert(value);
    std::vector<std::string> order(wanted.begin(), wanted.end());
    const auto number = [&counts](const std::string& v) { return counts.contains(v) ? counts.at(v) : 0; };
    std::stable_sort(order.begin(), order.end(),
                     [&](const auto& a, const auto& b) { return number(a) > number(b); });
    for (const std::string& value : order)
      if (std::find(group.values.begin(), group.values.end(), value) == group.values.end())
        addLine(group, value, wordOf(id, value));
    group.box->setVisible(!group.values.empty());
  }
  for (std::size_t i = 0; i < group.values.size(); ++i) {
    const auto found = counts.find(group.values[i]);
    const std::size_t n = found == counts.end() ? 0 : found->second;
    group.lines[i].second->setText(count(n));
    group.lines[i].first->setAccessibleDescription(counted(n, tr("record"), tr("records")));
  }
}

void FacetsPanel::writeTo(RecordQuery& query) const {
  parsed(groups_.at("seal").ticked, query.seals, sealStateFrom);
  parsed(groups_.at("standing").ticked, query.standings, standingStateFrom);
  parsed(groups_.at("tier").ticked, query.tiers, tierFrom);
  const auto copy = [](const std::set<std::string>& from) {
    return std::vector<std::string>(from.begin(), from.end());
  };
  query.systems = copy(groups_.at("system").ticked);
  query.attention = copy(groups_.at("attention").ticked);
  query.reaches = copy(groups_.at("reach").ticked);
}

void FacetsPanel::readFrom(const RecordQuery& query) {
  const QSignalBlocker quiet(this);
  groups_["seal"].ticked = named(query.seals);
  groups_["standing"].ticked = named(query.standings);
  groups_["tier"].ticked = named(query.tiers);
  groups_["system"].ticked = {query.systems.begin(), query.systems.end()};
  groups_["reach"].ticked = {query.reaches.begin(), query.reaches.end()};
  groups_["attention"].ticked = {query.attention.begin(), query.attention.end()};
  for (auto& [id, group] : groups_) {
    for (const std::string& value : group.ticked)
      if (std::find(group.values.begin(), group.values.end(), value) == group.values.end())
        addLine(group, value, wordOf(id, value));
    const std::set<std::string> ticked = group.ticked;
    for (std::size_t i = 0; i < group.values.size(); ++i)
      group.lines[i].first->setChecked(ticked.contains(group.values[i]));
  }
}

} // namespace countersign::ui
