// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QMap>
#include <QSet>
#include <QString>
#include <QStringList>

#include <functional>
#include <utility>
#include <vector>

namespace judge {

using Uids = QSet<QString>;

/// planted.json: what was planted where, by kind.
struct Planted {
  QMap<QString, Uids> faults; ///< by kind
  Uids clean;
  std::vector<std::pair<QString, QString>> confirmed; ///< service account, role
  QHash<QString, QString> oldUniqueId, newUniqueId;   ///< of what was recreated
  QStringList canaries;
  Uids revoked; ///< by a reviewer, before the day before the last

  static Planted fromJson(const QJsonObject& json);
  Uids of(std::initializer_list<const char*> kinds) const;
  Uids everybody() const; ///< each identity of the estate
};

/// One record of `countersign list --json`.
struct Record {
  QString id, uid, name, tier, seal, sealReason, standing;
  Uids uids, uniqueIds;
  QSet<QString> attention;
};

std::vector<Record> recordsFrom(const QJsonObject& list);

/// Compares what the program found with what was planted, both ways. Each difference is one line.
class Verdict {
public:
  Verdict(const Planted& planted, std::vector<Record> records);

  /// Before the last day: nothing has gone, moved or contradicts itself yet.
  QStringList beforeLastDay() const;
  QStringList afterLastDay() const;
  /// Ids of records that may be certified now, critical ones also in `critical`.
  QStringList certifiable(QStringList* critical = nullptr) const;
  /// Every record of `ids` stands.
  QStringList allStand(const QStringList& ids) const;

private:
  using Test = std::function<bool(const Record&)>;
  void population(QStringList& out) const;
  void oneRecordEach(QStringList& out, bool lastDay) const;
  void attentions(QStringList& out, bool lastDay) const;
  /// The records for which `test` holds are exactly those with an identity of `expected`. Records for which
  /// `either` holds may do as they like.
  void same(QStringList& out, const QString& what, const Uids& expected, const Test& test,
            const Test& either = {}) const;
  void recreated(QStringList& out) const;
  bool formerSelf(const Record& record) const; ///< of something that was recreated

  const Planted& planted_;
  std::vector<Record> records_;
};

} // namespace judge
