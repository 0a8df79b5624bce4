// SPDX-License-Identifier: Apache-2.0
#include "verdict.h"

#include <QJsonArray>

#include <algorithm>

namespace judge {

using namespace Qt::Literals::StringLiterals;

namespace {

QString sorted(const Uids& uids) {
  QStringList list(uids.begin(), uids.end());
  list.sort();
  return list.join(u", "_s);
}

QString describe(const Record& r) {
  QStringList attention(r.attention.begin(), r.attention.end());
  attention.sort();
  return u"%1 [%2]: seal %3 (%4), standing %5, tier %6, attention {%7}"_s.arg(
      r.name, sorted(r.uids), r.seal, r.sealReason, r.standing, r.tier, attention.join(u' '));
}

} // namespace

Planted Planted::fromJson(const QJsonObject& json) {
  Planted out;
  for (const QJsonValue fault : json["faults"_L1].toArray()) {
    const QString uid = fault["uid"_L1].toString();
    out.faults[fault["kind"_L1].toString()].insert(uid);
    if (fault["new_unique_id"_L1].isString()) {
      out.oldUniqueId[uid] = fault["old_unique_id"_L1].toString();
      out.newUniqueId[uid] = fault["new_unique_id"_L1].toString();
    }
  }
  for (const QJsonValue uid : json["clean"_L1].toArray())
    out.clean.insert(uid.toString());
  for (const QJsonValue pair : json["confirmed"_L1].toArray())
    out.confirmed.emplace_back(pair["uid"_L1].toString(), pair["role"_L1].toString());
  for (const QJsonValue one : json["to_revoke"_L1].toArray())
    out.revoked.insert(one["uid"_L1].toString());
  for (const QJsonValue canary : json["canaries"_L1].toArray())
    out.canaries << canary.toString();
  return out;
}

Uids Planted::of(std::initializer_list<const char*> kinds) const {
  Uids out;
  for (const char* kind : kinds)
    out.unite(faults.value(QString::fromLatin1(kind)));
  return out;
}

Uids Planted::everybody() const {
  Uids out = clean;
  for (const Uids& uids : faults)
    out.unite(uids);
  return out;
}

std::vector<Record> recordsFrom(const QJsonObject& list) {
  std::vector<Record> out;
  for (const QJsonValue json : list["records"_L1].toArray()) {
    Record record;
    record.id =
        json["id"_L1].isDouble() ? QString::number(json["id"_L1].toInteger()) : json["id"_L1].toString();
    record.uid = json["uid"_L1].toString();
    record.name = json["name"_L1].toString();
    record.tier = json["tier"_L1].toString();
    record.seal = json["seal"_L1].toString();
    record.sealReason = json["sealReason"_L1].toString();
    record.standing = json["standing"_L1].toString();
    for (const QJsonValue principal : json["principals"_L1].toArray()) {
      record.uids.insert(principal["uid"_L1].toString());
      if (const QString id = principal["uniqueId"_L1].toString(); !id.isEmpty()) record.uniqueIds.insert(id);
    }
    for (const QJsonValue code : json["attention"_L1].toArray())
      record.attention.insert(code.isObject() ? code["code"_L1].toString() : code.toString());
    out.push_back(record);
  }
  return out;
}

Verdict::Verdict(const Planted& planted, std::vector<Record> records)
    : planted_(planted), records_(std::move(records)) {}

bool Verdict::formerSelf(const Record& record) const {
  return std::any_of(record.uids.begin(), record.uids.end(), [&](const QString& uid) {
    return planted_.oldUniqueId.contains(uid) && record.uniqueIds.contains(planted_.oldUniqueId[uid]) &&
           !record.uniqueIds.contains(planted_.newUniqueId[uid]);
  });
}

void Verdict::same(QStringList& out, const QString& what, const Uids& expected, const Test& test,
                   const Test& either) const {
  for (const Record& record : records_) {
    if (either && either(record)) continue;
    const bool wanted = record.uids.intersects(expected);
    if (wanted != test(record))
      out << (wanted ? u"planted, not found: "_s : u"found, not planted: "_s) + what + u": "_s +
                 describe(record);
  }
}

void Verdict::population(QStringList& out) const {
  Uids found;
  for (const Record& record : records_)
    found.unite(record.uids);
  for (const QString& uid : planted_.everybody() - found)
    out << u"not in the list at all: "_s + uid;
  for (const QString& uid : found - planted_.everybody())
    out << u"in the list, and not in the estate: "_s + uid;
}

// Two identities are one record only where a confirmed federation joins them.
void Verdict::oneRecordEach(QStringList& out, bool lastDay) const {
  QHash<QString, QString> other;
  for (const auto& [account, role] : planted_.confirmed)
    other[account] = role, other[role] = account;
  QHash<QString, int> times;
  for (const Record& record : records_) {
    if (lastDay && formerSelf(record)) continue;
    for (const QString& uid : record.uids) {
      ++times[uid];
      Uids expected{uid};
      if (other.contains(uid)) expected.insert(other[uid]);
      if (record.uids != expected)
        out << u"should be one record: {%1}: "_s.arg(sorted(expected)) + describe(record);
    }
  }
  for (auto it = times.cbegin(); it != times.cend(); ++it)
    if (it.value() != 1) out << u"in %1 records: "_s.arg(it.value()) + it.key();
}

void Verdict::attentions(QStringList& out, bool lastDay) const {
  const std::pair<const char*, const char*> codes[] = {{"no-owner", "orphaned"},
                                                       {"owner-contradiction", "owner-contradiction"},
                                                       {"undeclared", "undeclared"},
                                                       {"federation-claimed", "federation-claimed"},
                                                       {"federation-open", "federation-open"},
                                                       {"recreated", "recreated"}};
  const Test former = lastDay ? Test([this](const Record& r) { return formerSelf(r); }) : Test();
  for (const auto& [code, kind] : codes) {
    const QString name = QString::fromLatin1(code);
    const bool late = name == u"recreated"_s;
    Uids expected = late && !lastDay ? Uids() : planted_.of({kind});
    if (lastDay && name == u"undeclared"_s) expected.unite(planted_.of({"undeclared-last-day"}));
    same(
        out, u"attention "_s + name, expected, [&](const Record& r) { return r.attention.contains(name); },
        former);
  }
}

QStringList Verdict::beforeLastDay() const {
  QStringList out;
  population(out);
  oneRecordEach(out, false);
  attentions(out, false);
  const Uids unseen = planted_.of({"unseen"}), contradicted = planted_.of({"contradicted-day-before"});
  same(out, u"seal unseen"_s, unseen, [](const Record& r) { return r.seal == u"unseen"_s; });
  same(out, u"seal contradicted"_s, contradicted,
       [](const Record& r) { return r.seal == u"contradicted"_s; });
  same(out, u"seal neither current nor unseen"_s, contradicted,
       [](const Record& r) { return r.seal != u"current"_s && r.seal != u"unseen"_s; });
  for (const char* late :
       {"tombstone", "owner-gone-key-used", "destroyed-but-live", "rotated-yet-overprivileged"}) {
    const QString name = QString::fromLatin1(late);
    same(out, u"attention "_s + name, {}, [&](const Record& r) { return r.attention.contains(name); });
  }
  same(out, u"standing other than never"_s, {}, [](const Record& r) { return r.standing != u"never"_s; });
  return out;
}

void Verdict::recreated(QStringList& out) const {
  for (const QString& uid : planted_.of({"recreated"})) {
    const QString& fresh = planted_.newUniqueId[uid];
    const auto found = std::find_if(records_.begin(), records_.end(), [&](const Record& r) {
      return r.uids.contains(uid) && r.uniqueIds.contains(fresh);
    });
    if (found == records_.end())
      out << u"recreated: no record has the new unique id %1 of %2"_s.arg(fresh, uid);
  }
  for (const Record& record : records_)
    if (formerSelf(record) && (record.seal == u"current"_s || record.seal == u"ageing"_s))
      out << u"recreated: the former self still counts as current: "_s + describe(record);
}

QStringList Verdict::afterLastDay() const {
  QStringList out;
  population(out);
  oneRecordEach(out, true);
  attentions(out, true);
  recreated(out);
  const Test former = [this](const Record& r) { return formerSelf(r); };
  const auto seal = [&](const char* word, const Uids& expected) {
    const QString name = QString::fromLatin1(word);
    same(
        out, u"seal "_s + name, expected, [&](const Record& r) { return r.seal == name; }, former);
  };
  const Uids absent = planted_.of({"unseen", "gone"});
  const Uids contradicted = planted_.of({"contradicted", "contradicted-by-clock"}),
             stale = planted_.of({"stale"});
  seal("unseen", absent);
  seal("contradicted", contradicted);
  seal("stale", stale);
  // A record is current where none of its identities is in one of the other sets.
  const Uids other = absent + contradicted + stale;
  same(
      out, u"seal other than current"_s, other, [](const Record& r) { return r.seal != u"current"_s; },
      former);
  const Uids fresh = planted_.of({"unseen", "recreated", "contradicted-day-before"}) + planted_.revoked;
  const Test gone = [&, all = planted_.of({"gone"})](const Record& r) {
    return formerSelf(r) || r.uids.intersects(all);
  };
  const Uids moved =
      planted_.of({"moved", "changed-last-day", "shared-policy-edited", "group-edited", "scp-edited"}) -
      fresh;
  same(
      out, u"standing moved"_s, moved, [](const Record& r) { return r.standing == u"moved"_s; }, gone);
  same(
      out, u"standing never"_s, fresh, [](const Record& r) { return r.standing == u"never"_s; }, gone);
  same(out, u"standing neither moved, never nor stands"_s, {}, [](const Record& r) {
    return r.standing != u"moved"_s && r.standing != u"never"_s && r.standing != u"stands"_s;
  });
  same(out, u"deleted although only missing in a partial export"_s, {}, [&](const Record& r) {
    return r.uids.intersects(planted_.of({"deleted-partial"})) && r.seal == u"unseen"_s;
  });
  return out;
}

QStringList Verdict::certifiable(QStringList* critical) const {
  QStringList out;
  for (const Record& record : records_)
    if ((record.seal == u"current"_s || record.seal == u"ageing"_s) &&
        !record.uids.intersects(planted_.revoked)) {
      out << record.id;
      if (critical && record.tier == u"critical"_s) *critical << record.id;
    }
  return out;
}

QStringList Verdict::allStand(const QStringList& ids) const {
  QStringList out;
  for (const Record& record : records_)
    if (ids.contains(record.id) && record.standing != u"stands"_s)
      out << u"certified, and does not stand: "_s + describe(record);
  return out;
}

} // namespace judge
