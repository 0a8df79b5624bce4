// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "verdict.h"

namespace judge {

/// Compares what `findings --json` lists with "findings" of planted.json, both ways, for the rules of which
/// each finding is known ("finding_rules"). Each difference is one line.
QStringList findingDifferences(const QJsonObject& planted, const std::vector<Record>& records,
                               const QJsonObject& answer);

/// Identities whose repository is gone.
QStringList tombstones(const QJsonObject& planted);
/// Whether `show --json` of such an identity points at the statement that lets the repository in. The text
/// says what is wrong; empty: nothing is.
QString trustStatementDifference(const QJsonObject& shown);

} // namespace judge
