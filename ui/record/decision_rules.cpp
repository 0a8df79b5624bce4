// SPDX-License-Identifier: Apache-2.0
#include "ui/record/decision_rules.h"

#include "ui/widgets/text.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("decision", text);
}

QString sealWhy(const RecordView& view) {
  switch (view.seal.state) {
  case SealState::Stale:
    return view.seal.staleSource.empty() ? tr("Stale: %1.").arg(shown(view.seal.reason))
                                         : tr("Stale: import a fresh export of %1. %2.")
                                               .arg(shown(view.seal.staleSource), shown(view.seal.reason));
  case SealState::Contradicted:
    return tr("Contradicted: %1.").arg(shown(view.seal.reason));
  case SealState::Unseen:
    return tr("Unseen: %1.").arg(shown(view.seal.reason));
  case SealState::Ageing:
  case SealState::Current:
    break;
  }
  return {};
}

Offer certifyOffer(const RecordView& view, const ScreenState& screen) {
  if (screen.moved) return {false, tr("The state is not the one on the screen: review the new state first.")};
  const QString why = sealWhy(view);
  return {why.isEmpty(), why};
}

Offer afterDifference(const RecordView& view, const ScreenState& screen) {
  if (screen.moved && !screen.sawDifference)
    return {false, tr("The state moved: look at what is different first (Space).")};
  return {true, sealWhy(view)};
}

QString areaWord(const std::string& area, std::size_t n) {
  const QString one = shown(area);
  if (n == 1) return one;
  if (one.endsWith(u'y')) return one.chopped(1) + u"ies"_s;
  return one + u's';
}

} // namespace

Offer offerOf(Decision decision, const RecordView& view, const ScreenState& screen) {
  if (screen.asOf) return {false, tr("This is an earlier time; nothing can be decided.")};
  switch (decision) {
  case Decision::Certify:
    return certifyOffer(view, screen);
  case Decision::Revoke:
  case Decision::Exception:
    return afterDifference(view, screen);
  case Decision::Flag:
  case Decision::Reassign:
  case Decision::CannotDecide:
    break;
  }
  return {true, {}};
}

std::size_t alarms(const RecordView& view) {
  return static_cast<std::size_t>(std::count_if(view.grants.begin(), view.grants.end(),
                                                [](const GrantRow& grant) { return grant.alarm; }));
}

QString differenceSummary(const std::vector<Difference>& differences) {
  std::map<std::pair<std::string, Difference::Kind>, std::size_t> counts;
  for (const Difference& difference : differences)
    ++counts[{difference.area, difference.kind}];
  QStringList parts;
  for (const auto& [key, n] : counts) {
    const char* verb = key.second == Difference::Kind::Added     ? "added"
                       : key.second == Difference::Kind::Removed ? "removed"
                                                                 : "changed";
    parts += u"%1 %2 %3"_s.arg(count(n), areaWord(key.first, n), tr(verb));
  }
  return parts.join(u", "_s);
}

BarText barText(const RecordView& view, const ScreenState& screen, const std::vector<Difference>& moved,
                Instant openedAt, Instant now) {
  if (screen.asOf && view.asOf)
    return {tr("As of %1.").arg(localDateTime(*view.asOf)),
            tr("Nothing can be decided about an earlier time."), Tone::Moved};
  if (screen.moved) {
    QString detail = differenceSummary(moved);
    if (!detail.isEmpty()) detail += u'.';
    return {tr("You are looking at %1. The state is now different.").arg(localTime(openedAt, now)), detail,
            Tone::Moved};
  }
  if (const QString why = sealWhy(view); !why.isEmpty())
    return {tr("Cannot be certified."), why, view.seal.state == SealState::Unseen ? Tone::Plain : Tone::Bad};
  if (const std::size_t n = alarms(view); n > 0)
    return {n == 1 ? tr("1 permission should not be as it is.")
                   : tr("%1 permissions should not be as they are.").arg(count(n)),
            tr("Certifying needs a reason; Revoke opens a change that stays open until the permission is "
               "gone from live state."),
            Tone::Bad};
  if (!view.attention.empty())
    return {view.attention.size() == 1 ? shown(view.attention.front().text) + u'.'
                                       : tr("%1 points need attention.").arg(count(view.attention.size())),
            tr("You certify exactly what is on this screen."), Tone::Plain};
  return {tr("Nothing stands out."), tr("You certify exactly what is on this screen."), Tone::Plain};
}

BarText withStaged(const BarText& text, const ScreenState& screen, const StagedHere& staged) {
  if (staged.words.isEmpty() || screen.asOf) return text;
  if (screen.moved)
    return {text.lead, tr("Decided before it moved: %1. ").arg(staged.words) + text.detail, text.tone};
  if (staged.earlier)
    return {tr("Decided on an earlier state: %1.").arg(staged.words),
            staged.refusal.isEmpty()
                ? tr("Look at what moved since (Space); what you decide now takes its place.")
                : tr("Refused: %1.").arg(staged.refusal),
            Tone::Moved};
  if (!staged.refusal.isEmpty())
    return {tr("Decided: %1. Refused when it was signed off.").arg(staged.words), staged.refusal, Tone::Bad};
  return {tr("Decided: %1. Not signed yet.").arg(staged.words),
          tr("Ctrl+Z takes it back; Sign off signs it against the state that is true then."), Tone::Good};
}

} // namespace countersign::ui
