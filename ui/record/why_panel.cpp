// SPDX-License-Identifier: Apache-2.0
#include "ui/record/why_panel.h"

#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/text.h"
#include "ui/widgets/tri_glyph.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

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

WhyPanel::WhyPanel(QWidget* parent) : QWidget(parent), column_(new QVBoxLayout(this)) {
  column_->setContentsMargins(14, 10, 14, 14);
}

/// What decides in the end: each step with the place that it was read from. The first is the path above.
void WhyPanel::addChain(QVBoxLayout* column, const GrantRow& grant) {
  if (grant.chain.size() < 2) return;
  column->addSpacing(6);
  column->addWidget(label(tr("WHAT DECIDES"), u"section"_s));
  for (std::size_t i = 1; i < grant.chain.size(); ++i) {
    const ChainStep& step = grant.chain[i];
    auto* line = wrapped(shown(step.layer) + u": "_s + shown(step.text));
    column->addWidget(line);
    if (!step.trace.known()) continue;
    auto* where = new Button(tr("Where is that written?"), u"link"_s);
    where->setAccessibleName(tr("Where is that written: %1").arg(shown(step.text)));
    connect(where, &QPushButton::clicked, this,
            [this, trace = step.trace, meaning = shown(step.text)] { Q_EMIT whereFrom(trace, meaning); });
    column->addWidget(where, 0, Qt::AlignLeft);
  }
}

void WhyPanel::show(const GrantRow& grant, const QString& record) {
  delete content_;
  content_ = new QWidget;
  auto* column = new QVBoxLayout(content_);
  column->setContentsMargins(0, 0, 0, 0);
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
  column->addWidget(label(tr("HELD BY THIS PATH"), u"section"_s));
  int depth = 0;
  for (const QString& step : shown(grant.path).split(u" \u2190 "_s)) {
    auto* line =
        wrapped((depth == 0 ? QString() : u"\u2190 "_s) + step, depth == 0 ? u"strong"_s : QString());
    line->setContentsMargins(12 * depth, 0, 0, 0);
    column->addWidget(line);
    depth = std::min(depth + 1, 6);
  }
  auto* last = wrapped(u"\u2190 "_s + record, u"muted"_s);
  last->setContentsMargins(12 * depth, 0, 0, 0);
  column->addWidget(last);
  if (!grant.condition.empty()) {
    column->addSpacing(6);
    column->addWidget(label(tr("ONLY WHEN"), u"section"_s));
    column->addWidget(wrapped(shown(grant.condition)));
  }
  addChain(column, grant);
  if (!grant.remark.empty())
    column->addWidget(wrapped(shown(grant.remark), grant.alarm ? u"bad"_s : u"muted"_s));
  if (grant.trace.known()) {
    auto* where = new Button(tr("Where does this come from?"), u"link"_s);
    connect(where, &QPushButton::clicked, this,
            [this, trace = grant.trace, meaning = shown(title)] { Q_EMIT whereFrom(trace, meaning); });
    column->addSpacing(6);
    column->addWidget(where, 0, Qt::AlignLeft);
  }
  column->addStretch(1);
  column_->addWidget(content_);
}

} // namespace countersign::ui
