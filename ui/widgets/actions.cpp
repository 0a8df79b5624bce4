// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/actions.h"

#include <QCoreApplication>
#include <QShortcut>
#include <QWidget>
#include <cstring>
#include <stdexcept>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

using enum ActionContext;

constexpr ActionSpec table[] = {
    {"find", "Find anything", "Ctrl+K", "Find an identity, an owner, a key id or an action", Window},
    {"workspace.open", "Open workspace…", "Ctrl+O", "Open another workspace file", Window},
    {"workspace.new", "New workspace…", "Ctrl+N", "Make an empty workspace file", Window},
    {"import", "Import files…", "Ctrl+I", "Import exports: files, folders or archives", Window},
    {"go.overview", "Overview", "Ctrl+1", "Go to what needs doing now", Window},
    {"go.identities", "Identities", "Ctrl+2", "Go to the list of identities", Window},
    {"go.reviews", "Reviews", "Ctrl+3", "Go to the open review", Window},
    {"go.drift", "Drift", "Ctrl+4", "Go to what differs and what changed", Window},
    {"go.sources", "Sources", "Ctrl+5", "Go to the sources", Window},
    {"go.evidence", "Evidence", "Ctrl+6", "Go to the log and the evidence", Window},
    {"signoff", "Sign off decisions…", "Ctrl+Return", "Sign what is staged, each decision for itself",
     Window},
    {"jobs", "Jobs", "Ctrl+J", "What the program is doing in the background", Window},
    {"theme.next", "Switch theme", "Ctrl+Shift+L", "System, light, dark, high contrast", Window},
    {"shortcuts", "Keyboard shortcuts", "F1", "All keys in one list", Window},
    {"about", "About Countersign", "", "Version and licences", Window},
    {"quit", "Quit", "Ctrl+Q", "Close the window", Window},
    {"list.filter", "Filter identities", "Ctrl+F",
     "Type words that must occur in name, owner, account or key id", Identities},
    {"list.asof", "As of… (time travel)", "Ctrl+T", "Show the list as it was at an earlier time", Identities},
    {"list.export", "Export view…", "Ctrl+E", "Write the rows of this view as CSV", Identities},
    {"list.save", "Save view…", "Ctrl+S", "Keep this filter under a name", Identities},
    {"list.review", "Start a review of these…", "Ctrl+R", "Open the rows of this view one after another",
     Identities},
    {"record.certify", "Certify current state", "C", "Certify exactly the state on the screen", Record},
    {"record.revoke", "Revoke…", "R", "Ask for the identity or chosen permissions to be taken away", Record},
    {"record.exception", "Exception…", "E", "Accept until a date, with a reason and an owner", Record},
    {"record.flag", "Flag", "F", "Ask a question about this record", Record},
    {"record.reassign", "Reassign…", "D", "Hand this record to another owner", Record},
    {"record.cannot", "Cannot decide…", "N", "Say why no decision is possible", Record},
    {"record.skip", "Skip", "J", "Go to the next record", Record},
    {"record.previous", "Previous", "K", "Go to the previous record", Record},
    {"record.moved", "What moved", "Space", "Show what is different", Record},
    {"record.why", "Why? (the path)", "W", "Show by which path a permission is held", Record},
    {"record.where", "Where does this come from?", "O", "Show source, file and bytes of a value", Record},
    {"record.renew", "Review the new state", "Return", "Load the state that is true now", Record},
    {"record.undo", "Take back", "Ctrl+Z", "Take back the last decision that is not signed off", Record},
    {"record.filter", "Filter permissions", "/", "Type a part of an action, a resource or a path", Record},
    {"record.close", "Close", "Escape", "Close the side panel, or go back to the list", Record},
    {"drift.differences", "Differences", "Alt+1", "Show where requested, applied and effective differ",
     Drift},
    {"drift.followed", "Changes followed", "Alt+2", "Show what was asked for, and what became of it", Drift},
    {"drift.seen", "Changes seen live", "Alt+3", "Show what became otherwise, requested or not", Drift},
    {"drift.group", "Group by cause", "Ctrl+G", "Show differences of one cause together, or worst first",
     Drift},
    {"sources.people", "Owner and fallback…", "Ctrl+P", "Say who answers for this source", Sources},
    {"sources.commands", "Which command makes which export?", "Ctrl+M", "Commands to copy", Sources},
    {"evidence.export", "Export evidence…", "Ctrl+E", "Write a package that anyone can check", Evidence},
    {"evidence.verify", "Verify a package…", "Ctrl+Y", "Check a package", Evidence},
    {"evidence.report", "Readable report", "Ctrl+P", "Show the report that a package holds", Evidence},
};

QString translated(const char* text) {
  return QCoreApplication::translate("actions", text);
}

} // namespace

std::span<const ActionSpec> actionTable() {
  return table;
}

const ActionSpec& actionSpec(const char* id) {
  for (const ActionSpec& spec : table)
    if (std::strcmp(spec.id, id) == 0) return spec;
  throw std::logic_error(std::string("no action ") + id);
}

QString actionText(const char* id) {
  return translated(actionSpec(id).text);
}

QString actionKeyText(const char* id) {
  const QKeySequence key =
      QKeySequence::fromString(QString::fromLatin1(actionSpec(id).key), QKeySequence::PortableText);
  return key == QKeySequence(Qt::Key_Return) ? u"Enter"_s : key.toString(QKeySequence::NativeText);
}

QString actionTip(const char* id) {
  const QString key = actionKeyText(id);
  const QString text = translated(actionSpec(id).tooltip);
  return key.isEmpty() ? text : text + u" ("_s + key + u')';
}

QShortcut* bindAction(const char* id, QWidget* parent, std::function<void()> run) {
  const ActionSpec& spec = actionSpec(id);
  const QKeySequence key =
      QKeySequence::fromString(QString::fromLatin1(spec.key), QKeySequence::PortableText);
  auto* shortcut = new QShortcut(key, parent);
  shortcut->setObjectName(QString::fromLatin1(id));
  shortcut->setContext(spec.context == Window ? Qt::WindowShortcut : Qt::WidgetWithChildrenShortcut);
  QObject::connect(shortcut, &QShortcut::activated, parent, std::move(run));
  return shortcut;
}

} // namespace countersign::ui
