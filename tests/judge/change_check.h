// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace judge {

/// Differences between a request as `countersign changes --json` prints it and as planted.json has it.
QStringList changeDifferences(const QJsonObject& answer, const QJsonObject& planted);

/// The kind of difference that a planted request leaves in one system: "still-there", "window-closed" or
/// none.
QString driftKind(const QJsonObject& change, const QJsonObject& place);

} // namespace judge
