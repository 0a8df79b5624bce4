// SPDX-License-Identifier: Apache-2.0
#include "change_check.h"

#include <QDateTime>
#include <QJsonArray>
#include <QMap>

#include <initializer_list>
#include <utility>

namespace judge {

using namespace Qt::Literals::StringLiterals;

namespace {

QDateTime timeOf(const QJsonValue& value) {
  return QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
}

QString shown(const QJsonValue& value) {
  if (value.isObject()) return shown(value["from"_L1]) + u" to "_s + shown(value["to"_L1]);
  return value.isString() ? value.toString() : u"none"_s;
}

bool sameTime(const QJsonValue& a, const QJsonValue& b) {
  return a.isString() == b.isString() && timeOf(a) == timeOf(b);
}
bool sameSpan(const QJsonValue& a, const QJsonValue& b) {
  return sameTime(a["from"_L1], b["from"_L1]) && sameTime(a["to"_L1], b["to"_L1]);
}

/// Each place by its source.
QMap<QString, QJsonObject> bySource(const QJsonArray& places, QStringList& out) {
  QMap<QString, QJsonObject> map;
  for (const QJsonValue place : places) {
    const QString source = place["source"_L1].toString();
    if (map.contains(source)) out << source + u" is there twice"_s;
    map[source] = place.toObject();
  }
  return map;
}

void placeTimes(const QJsonObject& answer, const QJsonObject& planted, QStringList& out) {
  const std::pair<QJsonValue, QJsonValue> times[] = {
      {answer["shown"_L1], planted["shown"_L1]},
      {answer["undone"_L1], planted["undone"_L1]},
      {answer["event"_L1]["at"_L1], planted["event"_L1]},
      {answer["undoneBy"_L1]["at"_L1], planted["undone_event"_L1]}};
  static constexpr const char* names[] = {"first shown", "undone", "the event", "the event that undid it"};
  for (std::size_t i = 0; i < std::size(times); ++i)
    if (!sameTime(times[i].first, times[i].second))
      out << u"%1: %2, not %3"_s.arg(QLatin1StringView(names[i]), shown(times[i].first),
                                     shown(times[i].second));
}

QStringList placeDifferences(const QJsonObject& answer, const QJsonObject& planted) {
  QStringList out;
  if (answer["state"_L1] != planted["state"_L1])
    out << u"is %1, not %2 (%3%4)"_s.arg(answer["state"_L1].toString(), planted["state"_L1].toString(),
                                         answer["left"_L1].toString(), answer["why"_L1].toString());
  placeTimes(answer, planted, out);
  const QJsonValue landed = answer["landed"_L1];
  if (planted.contains("landed"_L1) && !sameSpan(landed, planted["landed"_L1]))
    out << u"landed %1, not %2"_s.arg(shown(landed), shown(planted["landed"_L1]));
  // Whatever is known: it must not be wrong.
  if (const QDateTime truly = timeOf(planted["happened"_L1]); truly.isValid() && landed.isObject())
    if (timeOf(landed["from"_L1]) > truly || timeOf(landed["to"_L1]) < truly)
      out << u"landed %1, which leaves out the truth: %2"_s.arg(shown(landed), shown(planted["happened"_L1]));
  if (const QString left = planted["left"_L1].toString(); !answer["left"_L1].toString().contains(left))
    out << u"what is left is '%1', without '%2'"_s.arg(answer["left"_L1].toString(), left);
  return out;
}

QStringList latencyDifferences(const QJsonObject& answer, const QJsonObject& planted) {
  QStringList out;
  for (auto leg = planted.begin(); leg != planted.end(); ++leg) {
    const QJsonValue found = answer[leg.key()];
    const QJsonArray wanted = leg.value().toArray();
    if (found["atLeastSeconds"_L1] != wanted[0] || found["atMostSeconds"_L1] != wanted[1])
      out << u"latency until %1 is %2 to %3 s, not %4 to %5 s"_s.arg(leg.key())
                 .arg(found["atLeastSeconds"_L1].toDouble(-1))
                 .arg(found["atMostSeconds"_L1].toDouble(-1))
                 .arg(wanted[0].toDouble())
                 .arg(wanted[1].toDouble());
  }
  return out;
}

} // namespace

QStringList changeDifferences(const QJsonObject& answer, const QJsonObject& planted) {
  QStringList out;
  if (answer["state"_L1] != planted["state"_L1])
    out << u"is %1, not %2: %3"_s.arg(answer["state"_L1].toString(), planted["state"_L1].toString(),
                                      answer["text"_L1].toString());
  if (!sameSpan(answer["requested"_L1], planted["requested"_L1]))
    out << u"requested %1, not %2"_s.arg(shown(answer["requested"_L1]), shown(planted["requested"_L1]));
  const auto found = bySource(answer["places"_L1].toArray(), out);
  const auto wanted = bySource(planted["places"_L1].toArray(), out);
  for (auto place = found.begin(); place != found.end(); ++place)
    if (!wanted.contains(place.key())) out << u"a place too many: "_s + place.key();
  for (auto place = wanted.begin(); place != wanted.end(); ++place) {
    if (!found.contains(place.key())) {
      out << u"a place too few: "_s + place.key();
      continue;
    }
    for (const QString& difference : placeDifferences(found[place.key()], place.value()))
      out << place.key() + u": "_s + difference;
  }
  return out + latencyDifferences(answer["latencies"_L1].toObject(), planted["latencies"_L1].toObject());
}

QString driftKind(const QJsonObject& change, const QJsonObject& place) {
  const QString state = place["state"_L1].toString(), all = change["state"_L1].toString();
  if (all == u"still-open"_s) return state == all ? u"window-closed"_s : QString();
  const QString kind = change["kind"_L1].toString();
  const bool takes = kind == u"take"_s || kind == u"remove"_s || kind == u"disable"_s;
  const bool open = all == u"partly-landed"_s || all == u"never-landed"_s || all == u"returned"_s;
  const bool left = state == u"never-landed"_s || state == u"returned"_s;
  return takes && open && left ? u"still-there"_s : QString();
}

} // namespace judge
