// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/change_words.h"

#include "ui/widgets/text.h"

#include <QCoreApplication>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

using drift::ChangeState;

QString tr(const char* text) {
  return QCoreApplication::translate("countersign", text);
}

bool isOpen(ChangeState state) {
  switch (state) {
  case ChangeState::Requested:
  case ChangeState::PartlyLanded:
  case ChangeState::NeverLanded:
  case ChangeState::Returned:
  case ChangeState::RolledBack:
  case ChangeState::StillOpen:
  case ChangeState::Unknown:
    return true;
  default:
    return false;
  }
}

QString durationText(drift::Micros d) {
  const auto seconds = std::chrono::duration_cast<Seconds>(d);
  return seconds.count() == 0 && d.count() > 0 ? tr("under 1 s") : qs(formatDuration(seconds));
}

} // namespace

QString stateWord(ChangeState state) {
  return qs(name(state)).replace(u'-', u' ');
}

Tone stateTone(ChangeState state) {
  switch (state) {
  case ChangeState::Effective:
  case ChangeState::Held:
  case ChangeState::Closed:
    return Tone::Good;
  case ChangeState::PartlyLanded:
  case ChangeState::NeverLanded:
  case ChangeState::Returned:
  case ChangeState::RolledBack:
  case ChangeState::StillOpen:
    return Tone::Bad;
  case ChangeState::Applied:
  case ChangeState::Requested:
    return Tone::Warning;
  case ChangeState::Superseded:
  case ChangeState::AlreadySo:
  case ChangeState::Unknown:
    break;
  }
  return Tone::Muted;
}

QString permissionText(const std::string& action, const std::string& resource) {
  if (action.empty()) return resource.empty() ? u"—"_s : shown(resource);
  return resource.empty() ? shown(action) : tr("%1 on %2").arg(shown(action), shown(resource));
}

QString wishText(const ChangeRow& row) {
  if (!row.summary.empty()) return shown(row.summary);
  const QString kind = qs(name(row.wish.kind));
  if (row.wish.action.empty() && row.wish.resource.empty()) return kind;
  return kind + u' ' + permissionText(row.wish.action, row.wish.resource);
}

QString notLandedText(const ChangeRow& row) {
  QStringList out;
  for (const drift::PlaceOutcome& place : row.places) {
    if (!isOpen(place.state)) continue;
    const std::string& why = place.left.empty() ? place.why : place.left;
    out += why.empty() ? shown(place.name) : shown(place.name) + u": "_s + shown(why);
  }
  if (out.isEmpty() && row.places.empty()) return shown(row.text);
  return out.join(u"; "_s);
}

QString placesText(const ChangeRow& row) {
  QStringList out;
  for (const drift::PlaceOutcome& place : row.places)
    out += shown(place.name) + u": "_s + stateWord(place.state) +
           (place.left.empty() ? QString() : u", "_s + shown(place.left)) +
           (place.why.empty() ? QString() : u", "_s + shown(place.why));
  if (!row.text.empty()) out.prepend(shown(row.text));
  return out.join(u'\n');
}

QString latencyText(const drift::Latency& latency) {
  if (latency.exact()) return durationText(latency.most);
  if (latency.least.count() == 0) return u"≤ "_s + durationText(latency.most);
  return durationText(latency.least) + u" – "_s + durationText(latency.most);
}

} // namespace countersign::ui
