// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/record_view.h"

#include <QString>

namespace countersign::ui {

/// How the record on the screen stands to the state that is true now.
struct ScreenState {
  bool asOf = false;          ///< time travel
  bool moved = false;         ///< it changed since it was opened
  bool sawDifference = false; ///< and the reviewer looked at what moved
};

/// Whether the window offers a decision, and why not. The workspace decides again when it is signed.
struct Offer {
  bool allowed = false;
  QString why; ///< where refused: the reason in words; where allowed: what to know, may be empty
};
Offer offerOf(Decision decision, const RecordView& view, const ScreenState& screen);

/// What the reviewer is told beside the buttons: one strong sentence and one plain.
struct BarText {
  QString lead, detail;
  Tone tone = Tone::Plain;
};
BarText barText(const RecordView& view, const ScreenState& screen, const std::vector<Difference>& moved,
                Instant openedAt, Instant now);

/// A decision on the record that is not signed yet.
struct StagedHere {
  QString words;        ///< "certify"; empty: none
  bool earlier = false; ///< on another state than the one on the screen
  QString refusal;      ///< why the last sign-off refused it
};
/// What the reviewer is told where something is decided already.
BarText withStaged(const BarText& text, const ScreenState& screen, const StagedHere& staged);

/// Permissions that should not be.
std::size_t alarms(const RecordView& view);
/// "1 permission added, 1 key changed".
QString differenceSummary(const std::vector<Difference>& differences);

} // namespace countersign::ui
