// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QKeySequence>
#include <QString>
#include <functional>
#include <span>

class QShortcut;
class QWidget;

namespace countersign::ui {

/// Where an action's key works. Keys of Window work everywhere, so no other context may use them.
enum class ActionContext { Window, Identities, Record, Drift, Sources, Evidence };

/// Everything a person can do by key. One row an action; ids are stable.
struct ActionSpec {
  const char* id;
  const char* text;
  const char* key; ///< portable text of a QKeySequence, "" for none
  const char* tooltip;
  ActionContext context;
};

std::span<const ActionSpec> actionTable();
const ActionSpec& actionSpec(const char* id);
QString actionText(const char* id);
QString actionKeyText(const char* id); ///< as people read it: "Ctrl+K"
/// "Certify the state on the screen (C)"
QString actionTip(const char* id);
/// A shortcut for the action on `parent`; Window actions reach the whole window, others the widget and its
/// children.
QShortcut* bindAction(const char* id, QWidget* parent, std::function<void()> run);

} // namespace countersign::ui
