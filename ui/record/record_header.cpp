// SPDX-License-Identifier: Apache-2.0
#include "ui/record/record_header.h"

#include "ui/record/lights_row.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/seal_badge.h"
#include "ui/widgets/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

struct PrincipalChip {
  QString text, hint;
  bool present = false;
};

/// One chip a label: live and intent sources call the same principal the same.
std::vector<PrincipalChip> chipsOf(const RecordView& view) {
  std::vector<PrincipalChip> chips;
  for (const PrincipalRow& principal : view.principals) {
    const QString text = shown(principal.label);
    auto chip =
        std::find_if(chips.begin(), chips.end(), [&](const PrincipalChip& c) { return c.text == text; });
    if (chip == chips.end()) chip = chips.insert(chips.end(), {text, shown(principal.uid), false});
    chip->present |= principal.present;
    chip->hint += u'\n' + RecordHeader::tr("%1: %2").arg(qs(name(principal.role)), shown(principal.source));
    if (!principal.present) chip->hint += RecordHeader::tr(" (earlier snapshots, gone now)");
  }
  return chips;
}

} // namespace

RecordHeader::RecordHeader(QWidget* parent)
    : QWidget(parent), name_(new ElidedLabel({}, u"title"_s)), chips_(new QWidget), lights_(new LightsRow),
      seal_(new SealBadge(BadgeSize::Large)), standing_(new StandingLabel), reason_(label({}, u"small"_s)),
      digest_(label({}, u"small"_s)) {
  auto* across = new QHBoxLayout(this);
  across->setContentsMargins(0, 0, 0, 0);
  across->setSpacing(16);
  auto* left = new QVBoxLayout;
  left->setSpacing(7);
  left->addWidget(name_);
  left->addWidget(chips_);
  left->addWidget(lights_);
  left->addStretch(1);
  across->addLayout(left, 3);
  auto* right = new QVBoxLayout;
  right->setSpacing(3);
  right->addWidget(seal_, 0, Qt::AlignRight);
  right->addSpacing(2);
  reason_->setWordWrap(true);
  reason_->setAlignment(Qt::AlignRight | Qt::AlignTop);
  right->addWidget(reason_);
  digest_->setFont(monoFont());
  digest_->setStyleSheet(u"font-family: \"%1\"; font-size: 11px;"_s.arg(monoFont().family()));
  digest_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  digest_->setFocusPolicy(Qt::StrongFocus);
  digest_->setAccessibleName(tr("Digest of the state"));
  right->addWidget(digest_, 0, Qt::AlignRight);
  right->addWidget(standing_, 0, Qt::AlignRight);
  right->addStretch(1);
  across->addLayout(right, 2);
}

void RecordHeader::show(const RecordView& view, Instant) {
  name_->setFullText(shown(view.name));
  name_->setNote(tr("Record %1").arg(shown(view.uid)));
  showChips(view);
  lights_->setLights(view.lights);
  seal_->setSeal(view.seal.state);
  seal_->setToolTip(tip(shown(view.seal.reason)));
  QString reason = shown(view.seal.reason);
  if (!view.seal.auditNote.empty()) reason += u" · "_s + shown(view.seal.auditNote);
  reason_->setText(reason);
  digest_->setText(tr("state %1 …").arg(qs(view.digest.brief())));
  digest_->setToolTip(
      tip(tr("SHA-256 of everything that was read to say this: %1").arg(qs(view.digest.hex()))));
  standing_->show();
  standing_->setStanding(view.standing.state, shown(view.standing.reason));
  standing_->setToolTip(tip(shown(view.standing.reason)));
}

void RecordHeader::showMoved(const RecordView& view, const Digest& nowDigest, Instant noticedAt,
                             Instant now) {
  show(view, now);
  seal_->setMoved();
  seal_->setToolTip(tip(tr("The state changed after you opened this record")));
  reason_->setText(tr("state changed %1, after you opened this record").arg(localTime(noticedAt, now)));
  reason_->setToolTip(tip(utcTime(noticedAt)));
  digest_->setText(qs(view.digest.brief()).left(9) + u" → "_s + qs(nowDigest.brief()).left(9));
  standing_->hide();
}

void RecordHeader::showChips(const RecordView& view) {
  delete flow_;
  qDeleteAll(chips_->findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
  flow_ = new FlowLayout(5, chips_);
  constexpr std::size_t most = 6;
  const auto add = [this](const QString& text, const QString& look, const QString& hint) {
    auto* chip = label(text, look);
    chip->setToolTip(tip(hint));
    flow_->addWidget(chip);
    chip->show();
  };
  const std::vector<PrincipalChip> all = chipsOf(view);
  for (std::size_t i = 0; i < std::min(all.size(), most); ++i) {
    const QString text = all[i].text + (all[i].present ? QString() : tr(" · gone"));
    add(chips_->fontMetrics().elidedText(text, Qt::ElideMiddle, 320),
        all[i].present ? u"chip"_s : u"chip-gone"_s, all[i].hint);
  }
  if (all.size() > most) {
    QStringList rest;
    for (std::size_t i = most; i < all.size() && rest.size() < 30; ++i)
      rest += all[i].text;
    add(tr("and %1 more").arg(count(all.size() - most)), u"chip"_s, rest.join(u'\n'));
  }
  const bool strict = view.tier == Tier::Critical;
  add(tr("Tier: %1 · window %2").arg(tierWord(view.tier), qs(formatDuration(view.seal.window))),
      strict ? u"pill-bad"_s : (view.tier == Tier::High ? u"pill-warn"_s : u"pill-unk"_s),
      shown(view.tierReason));
  chips_->updateGeometry();
}

} // namespace countersign::ui
