// SPDX-License-Identifier: Apache-2.0
#include "finding_check.h"

#include "pair_off.h"

#include <QJsonDocument>

namespace judge {

using namespace Qt::Literals::StringLiterals;

namespace {

QString describe(const QJsonObject& f) {
  return u"%1 of %2: %3"_s.arg(f["rule"_L1].toString(), f["uid"_L1].toString() + f["name"_L1].toString(),
                               f["text"_L1].toString());
}

} // namespace

QStringList findingDifferences(const QJsonObject& planted, const std::vector<Record>& records,
                               const QJsonObject& answer) {
  QHash<QString, Uids> identities; // of a record
  for (const Record& record : records)
    identities[record.uid] = record.uids;
  const QJsonArray rules = planted["finding_rules"_L1].toArray();
  QJsonArray found;
  for (const QJsonValue one : answer["findings"_L1].toArray())
    if (rules.contains(one["rule"_L1])) found << one;
  const auto same = [&](const QJsonObject& a, const QJsonObject& p) {
    return a["rule"_L1] == p["rule"_L1] &&
           identities.value(a["record"_L1].toString()).contains(p["uid"_L1].toString()) &&
           a["text"_L1].toString().contains(p["text"_L1].toString());
  };
  return pairOff(
      planted["findings"_L1].toArray(), found, same,
      [](const QJsonObject&, const QJsonObject&) { return QStringList(); }, describe);
}

QStringList tombstones(const QJsonObject& planted) {
  QStringList out;
  for (const QJsonValue one : planted["findings"_L1].toArray())
    if (one["rule"_L1] == u"tombstone"_s) out << one["uid"_L1].toString();
  return out;
}

QString trustStatementDifference(const QJsonObject& shown) {
  for (const QJsonValue one : shown["attention"_L1].toArray()) {
    if (one["code"_L1] != u"tombstone"_s) continue;
    const QJsonValue trace = one["trace"_L1];
    if (!trace["inner"_L1].toString().startsWith(u"/trust/statements/"_s))
      return u"does not point at the statement: "_s +
             QString::fromUtf8(QJsonDocument(trace.toObject()).toJson(QJsonDocument::Compact));
    return {};
  }
  return u"is no tombstone"_s;
}

} // namespace judge
