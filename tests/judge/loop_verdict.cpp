// SPDX-License-Identifier: Apache-2.0
#include "loop_verdict.h"

#include "change_check.h"
#include "pair_off.h"

#include <algorithm>

namespace judge {

using namespace Qt::Literals::StringLiterals;

namespace {

QString text(const QJsonObject& object, const char* member) {
  return object[QLatin1StringView(member)].toString();
}

/// Actions of AWS are the same in any case.
bool sameAction(const QString& a, const QString& b) {
  return a.compare(b, Qt::CaseInsensitive) == 0;
}

QString nameOf(const QString& uid) {
  return uid.mid(std::max(uid.lastIndexOf(u'/'), uid.lastIndexOf(u':')) + 1);
}

QString describeChange(const QJsonObject& c) {
  const QJsonObject wish = c["wish"_L1].toObject();
  return u"%1 %2 %3 of %4%5"_s.arg(
      text(c, "case") + text(c, "state"), text(c, "origin"), text(c, "id"), text(c, "uid") + text(c, "name"),
      wish.isEmpty() ? u" "_s + text(c, "action")
                     : u": "_s + text(wish, "kind") + u' ' + text(wish, "action"));
}

QString describeRow(const QJsonObject& r) {
  return u"seen at %1 of %2: %3 %4 %5 %6 %7"_s.arg(text(r, "at"), text(r, "uid") + text(r, "name"),
                                                   text(r, "area"), text(r, "kind"), text(r, "action"),
                                                   text(r, "resource"), text(r, "text"));
}

QStringList rowDifferences(const QJsonObject& answer, const QJsonObject& planted) {
  QStringList out;
  const QString request = text(planted, "request"), given = text(answer, "request");
  const bool ofKind = request == u"revocation"_s || request == u"intent"_s;
  if (ofKind ? !given.startsWith(request + u':') : given != request)
    out << u"asked for by '%1', not '%2'"_s.arg(given, request);
  if (answer["requested"_L1].toBool() == request.isEmpty()) out << u"whether it was asked for"_s;
  for (const char* member : {"who", "from"})
    if (text(answer, member) != text(planted, member))
      out << u"%1 is '%2', not '%3'"_s.arg(QLatin1StringView(member), text(answer, member),
                                           text(planted, member));
  QJsonArray events = planted["events"_L1].toArray();
  if (events.isEmpty()) events << QString();
  if (!events.contains(answer["event"_L1])) out << u"the event is '%1'"_s.arg(text(answer, "event"));
  if (answer["shown"_L1].toBool() != planted["shown"_L1].toBool()) out << u"whether a snapshot shows it"_s;
  return out;
}

} // namespace

LoopVerdict::LoopVerdict(const QJsonObject& planted, const std::vector<Record>& records, LoopAnswers answers)
    : planted_(planted), answers_(std::move(answers)) {
  for (const Record& record : records) {
    known_.insert(record.id.toLongLong());
    for (const QString& uid : record.uids)
      records_[uid].insert(record.id.toLongLong());
  }
}

/// A record that has ended is in no list any more: it is known by its name.
bool LoopVerdict::isAbout(const QJsonObject& answer, const QString& uid) const {
  const qint64 record = answer["record"_L1].toInteger();
  return known_.contains(record) ? records_.value(uid).contains(record) : text(answer, "name") == nameOf(uid);
}

bool LoopVerdict::isChange(const QJsonObject& answer, const QJsonObject& planted) const {
  if (const QString id = text(planted, "id"); !id.isEmpty()) return text(answer, "id") == id;
  const QJsonObject wish = answer["wish"_L1].toObject();
  return text(answer, "origin") == text(planted, "origin") && isAbout(answer, text(planted, "uid")) &&
         text(wish, "kind") == text(planted, "kind") &&
         sameAction(text(wish, "action"), text(planted, "action")) &&
         text(wish, "resource") == text(planted, "resource");
}

bool LoopVerdict::isRow(const QJsonObject& answer, const QJsonObject& planted) const {
  const bool audit = text(planted, "area") == u"audit"_s;
  return text(answer, "area") == text(planted, "area") &&
         (audit || text(answer, "kind") == text(planted, "kind")) &&
         text(answer, "at") == text(planted, "at") && text(answer, "source") == text(planted, "source") &&
         sameAction(text(answer, "action"), text(planted, "action")) &&
         text(answer, "resource") == text(planted, "resource") && isAbout(answer, text(planted, "uid"));
}

QStringList LoopVerdict::changes() const {
  return pairOff(
      planted_["changes"_L1].toArray(), answers_.changes,
      [this](const QJsonObject& a, const QJsonObject& p) { return isChange(a, p); }, changeDifferences,
      describeChange);
}

QStringList LoopVerdict::seen() const {
  return pairOff(
      planted_["seen"_L1].toArray(), answers_.seen,
      [this](const QJsonObject& a, const QJsonObject& p) { return isRow(a, p); }, rowDifferences,
      describeRow);
}

QStringList LoopVerdict::clocks() const {
  const QJsonObject clock = planted_["clock"_L1].toObject();
  const double measurable = clock["measurable_seconds"_L1].toDouble();
  QStringList out;
  bool found = false;
  for (const QJsonValue skew : answers_.clockSkew) {
    const bool right =
        skew["source"_L1] == clock["source"_L1] && skew["atLeastSeconds"_L1].toDouble() == measurable;
    if (!right)
      out << u"the clock of %1 is said to run ahead by %2 s"_s.arg(skew["source"_L1].toString())
                 .arg(skew["atLeastSeconds"_L1].toDouble());
    found = found || right;
  }
  if (measurable > 0 && !found)
    out << u"the clock of %1 runs ahead by %2 s"_s.arg(text(clock, "source")).arg(measurable);
  return out;
}

QStringList LoopVerdict::drift() const {
  QJsonArray planted;
  for (const QJsonValue change : planted_["changes"_L1].toArray())
    for (const QJsonValue place : change["places"_L1].toArray())
      if (const QString kind = driftKind(change.toObject(), place.toObject()); !kind.isEmpty())
        planted << QJsonObject{{u"kind"_s, kind},
                               {u"uid"_s, change["uid"_L1]},
                               {u"action"_s, change["action"_L1]},
                               {u"system"_s, place["source"_L1].toString().section(u'-', 0, 0)}};
  const auto same = [this](const QJsonObject& a, const QJsonObject& p) {
    const QString system = text(a, "system") == u"kubernetes"_s ? u"k8s"_s : text(a, "system");
    const QString action = text(p, "action");
    return text(a, "kind") == text(p, "kind") && isAbout(a, text(p, "uid")) && system == text(p, "system") &&
           (action.isEmpty() || sameAction(action, text(a, "action")));
  };
  return pairOff(
      planted, answers_.drift, same, [](const QJsonObject&, const QJsonObject&) { return QStringList(); },
      [](const QJsonObject& d) {
        return u"drift %1 of %2: %3 in %4"_s.arg(text(d, "kind"), text(d, "uid") + text(d, "name"),
                                                 text(d, "action"), text(d, "system"));
      });
}

QStringList LoopVerdict::revocations() const {
  QJsonArray signedHere;
  for (const QJsonValue change : answers_.changes)
    if (change["origin"_L1] == u"revocation"_s) signedHere << change;
  if (signedHere == answers_.revocations) return {};
  return {u"the revocations are not those among the changes"_s};
}

QStringList LoopVerdict::edits() const {
  const auto same = [](const QJsonObject& a, const QJsonObject& p) {
    return text(a, "text").contains(u' ' + text(p, "name") + u" moved "_s);
  };
  const auto compare = [this](const QJsonObject& a, const QJsonObject& p) {
    QStringList out;
    QSet<qint64> found, wanted;
    for (const QJsonValue id : a["ids"_L1].toArray())
      found.insert(id.toInteger());
    int count = 0;
    for (const QJsonValue uid : p["uids"_L1].toArray()) {
      ++count;
      for (const qint64 id : records_.value(uid.toString()))
        wanted.insert(id);
    }
    if (a["records"_L1].toInt() != count || found != wanted)
      out << u"moved %1 identities, %2 of them others, not %3"_s.arg(a["records"_L1].toInt())
                 .arg((found - wanted).size())
                 .arg(count);
    for (const char* member : {"who", "from"})
      if (text(a, member) != text(p, member))
        out << u"%1 is '%2', not '%3'"_s.arg(QLatin1StringView(member), text(a, member), text(p, member));
    return out;
  };
  return pairOff(planted_["causes"_L1].toArray(), answers_.edits, same, compare, [](const QJsonObject& c) {
    return u"edit %1: %2"_s.arg(text(c, "name"), text(c, "kind") + text(c, "text"));
  });
}

std::vector<ToRevoke> toRevoke(const QJsonObject& planted, int day) {
  std::vector<ToRevoke> out;
  for (const QJsonValue one : planted["to_revoke"_L1].toArray()) {
    if (day != 0 && one["day"_L1].toInt() != day) continue;
    ToRevoke revoke{one["uid"_L1].toString(), {}};
    for (const QJsonValue grant : one["grants"_L1].toArray())
      revoke.grants << grant.toString();
    out.push_back(std::move(revoke));
  }
  return out;
}

} // namespace judge
