// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <algorithm>

namespace judge {

/// Pairs off what was planted with what was found; `compare` tells the differences of a pair.
template <class Same, class Compare, class Describe>
QStringList pairOff(const QJsonArray& planted, QJsonArray found, const Same& same, const Compare& compare,
                    const Describe& describe) {
  QStringList out;
  for (const QJsonValue wanted : planted) {
    const auto at = std::find_if(found.begin(), found.end(), [&](const QJsonValue& one) {
      return same(one.toObject(), wanted.toObject());
    });
    if (at == found.end()) {
      out << QStringLiteral("planted, not found: ") + describe(wanted.toObject());
      continue;
    }
    const QJsonObject answer = at->toObject();
    found.erase(at);
    for (const QString& difference : compare(answer, wanted.toObject()))
      out << describe(wanted.toObject()) + QStringLiteral(": ") + difference;
  }
  for (const QJsonValue one : found)
    out << QStringLiteral("found, not planted: ") + describe(one.toObject());
  return out;
}

} // namespace judge
