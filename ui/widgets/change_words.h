// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/loop_views.h"

#include <QString>

/// How changes read on the screen.
namespace countersign::ui {

/// "never landed"
QString stateWord(drift::ChangeState state);
Tone stateTone(drift::ChangeState state);
/// What was asked for, in one line: the source's own summary, else "give s3:GetObject on backups".
QString wishText(const ChangeRow& row);
/// Where it has not landed, with why; empty where it has everywhere.
QString notLandedText(const ChangeRow& row);
/// Place by place, a line each.
QString placesText(const ChangeRow& row);
/// "2 min 10 s", "≤ 24 h", "3 min – 14 min": of a change that landed between two looks only bounds are known.
QString latencyText(const drift::Latency& latency);
/// "s3:GetObject on backups"
QString permissionText(const std::string& action, const std::string& resource);

} // namespace countersign::ui
