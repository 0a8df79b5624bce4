// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "verdict.h"

#include <QJsonArray>

namespace judge {

/// What the program says of the loop of changes, as its commands print it.
struct LoopAnswers {
  QJsonArray changes;     ///< of `changes --json`
  QJsonArray seen;        ///< of `changes --seen --json`
  QJsonArray clockSkew;   ///< of the same
  QJsonArray drift;       ///< of `drift --json --kind still-there --kind window-closed`
  QJsonArray revocations; ///< of `revocations --json`
  QJsonArray edits;       ///< of `drift --causes --json`
};

/// Compares it with planted.json ("Planted changes" in docs/formats/import-manifest.md), both ways. Each
/// difference is one line.
class LoopVerdict {
public:
  LoopVerdict(const QJsonObject& planted, const std::vector<Record>& records, LoopAnswers answers);

  /// Every request with its state, its places and its latencies, and no other request.
  QStringList changes() const;
  /// Everything that became otherwise, who did it and who asked for it, and nothing else.
  QStringList seen() const;
  QStringList clocks() const;
  QStringList drift() const;
  /// What was signed stands among the revocations as among the changes, and alone.
  QStringList revocations() const;
  /// Each edit above several identities is one cause, of these identities and no others.
  QStringList edits() const;
  QStringList all() const { return changes() + seen() + clocks() + drift() + revocations() + edits(); }

private:
  bool isAbout(const QJsonObject& answer, const QString& uid) const;
  bool isChange(const QJsonObject& answer, const QJsonObject& planted) const;
  bool isRow(const QJsonObject& answer, const QJsonObject& planted) const;

  QJsonObject planted_;
  QHash<QString, QSet<qint64>> records_; ///< by uid
  QSet<qint64> known_;                   ///< records that are in the list
  LoopAnswers answers_;
};

/// What a reviewer is to revoke after the import of a day.
struct ToRevoke {
  QString uid;
  QStringList grants; ///< "action on resource"; empty: the identity
};
std::vector<ToRevoke> toRevoke(const QJsonObject& planted, int day);

} // namespace judge
