// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"
#include "models/identity/time.h"

#include <QString>
#include <string>
#include <string_view>

class QLabel;
class QWidget;

namespace countersign::ui {

/// Text of a source for the screen: control characters and marks that turn the direction of writing are
/// made visible, so that a name cannot look like another. UTF-8 in.
QString shown(std::string_view utf8);
/// The same for text that keeps its line breaks and tabs.
QString shownLines(std::string_view utf8);
/// For narrow columns: of the ARN of an AWS principal in it, what tells who it is. "PlatformAdmin/on-call" of
/// "arn:aws:sts::111122223333:assumed-role/PlatformAdmin/on-call" (IAM User Guide, "IAM identifiers").
QString shortNames(QString text);
/// Unchanged, for fields that a person typed and for comparison.
QString qs(std::string_view utf8);
std::string ss(const QString& text);

/// A tooltip that is never taken for markup.
QString tip(const QString& plain);

/// A label that never takes its text for markup.
QLabel* label(const QString& text, const QString& look = {}, QWidget* parent = nullptr);

/// "14:00:02" today, "20 Nov 22:41" within a year, else "11 Mar 2025"; local time.
QString localTime(Instant t, Instant now);
/// "18 Nov 2026, 14:00:02"
QString localDateTime(Instant t);
/// "18 Nov"
QString localDay(Instant t, Instant now);
/// "18 Nov" of the day in UTC, which charts count by.
QString utcDay(Instant t);
/// "2026-11-18T13:00:02Z"
QString utcTime(Instant t);
/// "2 min", "3 h 12 min"; "in the future" for less than nothing.
QString ageText(Instant t, Instant now);
/// "1,204": groups of three.
QString count(std::size_t n);
/// "1 record", "2,481 records".
QString counted(std::size_t n, const QString& one, const QString& many);
/// Error in words: message, then remedy.
QString errorText(const Error& error);

} // namespace countersign::ui
