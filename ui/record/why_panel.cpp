// SPDX-License-Identifier: Apache-2.0
#include "ui/record/why_panel.h"

#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/text.h"
#include "ui/widgets/tri_glyph.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

QLabel* wrapped(const QString& text, const QString& look = {}) {
  auto* made = label(text, look);
  made->setWordWrap(true);
  return made;
}

QWidget* stateLine(const QString& title, Tri state, bool alarm) {
  auto* line = new QWidget;
  auto* across = new QHBoxLayout(line);
  across->setContentsMargins(0, 0, 0, 0);
  across->setSpacing(8);
  auto* name = label(title, u"muted"_s);
  name->setFixedWidth(76);
  across->addWidget(name);
  across->addWidget(new TriGlyph(state, alarm));
  across->addWidget(label(triWord(state)));
  across->addStretch(1);
  return line;
}

} // namespace

WhyPanel::WhyPanel(QWidget* parent) : QWidget(parent), scroll_(new QScrollArea) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 10, 0, 14);
  scroll_->setWidgetResizable(true);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  column->addWidget(scroll_);
}

void WhyPanel::addWhere(QVBoxLayout* column, const QString& text, const Trace& trace,
                        const QString& meaning) {
  if (!trace.known()) return;
  auto* where = new Button(text, u"link"_s);
  where->setAccessibleName(text + u' ' + meaning);
  connect(where, &QPushButton::clicked, this, [this, trace, meaning] { Q_EMIT whereFrom(trace, meaning); });
  column->addWidget(where, 0, Qt::AlignLeft);
}

/// From what the principal holds to the principal, step by step.
void WhyPanel::addPath(QVBoxLayout* column, const std::string& path, const QString& record) {
  int depth = 0;
  for (const QString& step : shown(path).split(u" \u2190 "_s)) {
    auto* line =
        wrapped((depth == 0 ? QString() : u"\u2190 "_s) + step, depth == 0 ? u"strong"_s : QString());
    line->setContentsMargins(12 * depth, 0, 0, 0);
    column->addWidget(line);
    depth = std::min(depth + 1, 6);
  }
  auto* last = wrapped(u"\u2190 "_s + record, u"muted"_s);
  last->setContentsMargins(12 * depth, 0, 0, 0);
  column->addWidget(last);
}

/// Each path that gives it, and then what decides about it: each step with the place that it was read from.
void WhyPanel::addChain(QVBoxLayout* column, const GrantRow& grant, const QString& record) {
  const auto isPath = [](const ChainStep& s) { return s.layer == "gives" || s.layer == "denies"; };
  const bool known = std::any_of(grant.chain.begin(), grant.chain.end(), isPath);
  const auto paths = std::count_if(grant.chain.begin(), grant.chain.end(), isPath);
  column->addWidget(
      label(paths > 1 ? tr("HELD BY %1 PATHS").arg(paths) : tr("HELD BY THIS PATH"), u"section"_s));
  if (!known) {
    addPath(column, grant.path, record);
    addWhere(column, tr("Where does this come from?"), grant.trace, shown(grant.action));
  }
  for (const ChainStep& step : grant.chain)
    if (isPath(step)) {
      addPath(column, step.text, record);
      addWhere(column, tr("Where does this come from?"), step.trace, shown(step.text));
    }
  if (static_cast<std::size_t>(paths) == grant.chain.size()) return;
  column->addSpacing(6);
  column->addWidget(label(tr("WHAT DECIDES"), u"section"_s));
  for (const ChainStep& step : grant.chain) {
    if (isPath(step)) continue;
    column->addWidget(wrapped(shown(step.layer) + u": "_s + shown(step.text)));
    addWhere(column, tr("Where is that written?"), step.trace, shown(step.text));
  }
}

void WhyPanel::show(const GrantRow& grant, const QString& record) {
  auto* content = new QWidget; // takes the place of the one before
  content->setProperty("look", u"surface"_s);
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(0, 0, 14, 0);
  column->setSpacing(6);
  const std::string& title = grant.title.empty() ? grant.action : grant.title;
  column->addWidget(wrapped((grant.deny ? tr("Denied: ") : QString()) + shown(title), u"heading"_s));
  column->addWidget(wrapped(shown(grant.action), u"muted"_s));
  auto* resource = wrapped(tr("on %1").arg(shown(grant.resource)));
  column->addWidget(resource);
  column->addSpacing(6);
  column->addWidget(stateLine(tr("Requested"), grant.requested, false));
  column->addWidget(stateLine(tr("Applied"), grant.applied,
                              grant.alarm && grant.effective != Tri::Yes && grant.applied != Tri::No));
  column->addWidget(stateLine(tr("Effective"), grant.effective, grant.alarm && grant.effective == Tri::Yes));
  column->addSpacing(6);
  addChain(column, grant, record);
  if (!grant.condition.empty()) {
    column->addSpacing(6);
    column->addWidget(label(tr("ONLY WHEN"), u"section"_s));
    column->addWidget(wrapped(shown(grant.condition)));
  }
  if (!grant.remark.empty())
    column->addWidget(wrapped(shown(grant.remark), grant.alarm ? u"bad"_s : u"muted"_s));
  column->addStretch(1);
  scroll_->setWidget(content);
}

} // namespace countersign::ui
