// SPDX-License-Identifier: Apache-2.0
#include "ui/record/provenance_panel.h"

#include "ui/theme/theme.h"
#include "ui/widgets/text.h"

#include <QFormLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

void addLine(QFormLayout* form, const QString& title, const QString& text, bool mono = false) {
  if (text.isEmpty()) return;
  auto* value = label(text);
  value->setWordWrap(true);
  value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  value->setFocusPolicy(Qt::StrongFocus);
  value->setAccessibleName(title);
  if (mono) value->setStyleSheet(u"font-family: \"%1\"; font-size: 11px;"_s.arg(monoFont().family()));
  form->addRow(label(title, u"muted"_s), value);
}

} // namespace

ProvenancePanel::ProvenancePanel(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), meaning_(label({}, u"strong"_s)), facts_(new QWidget),
      bytes_(new QPlainTextEdit), note_(label({}, u"muted"_s)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(14, 10, 14, 14);
  column->setSpacing(8);
  meaning_->setWordWrap(true);
  column->addWidget(meaning_);
  auto* form = new QFormLayout(facts_);
  form->setContentsMargins(0, 0, 0, 0);
  form->setHorizontalSpacing(12);
  form->setVerticalSpacing(4);
  column->addWidget(facts_);
  note_->setWordWrap(true);
  column->addWidget(note_);
  bytes_->setReadOnly(true);
  bytes_->setProperty("look", u"bytes"_s);
  bytes_->setFont(monoFont());
  bytes_->setStyleSheet(u"font-family: \"%1\"; font-size: 11px;"_s.arg(monoFont().family()));
  bytes_->setTabChangesFocus(true);
  bytes_->setAccessibleName(tr("Bytes of the source, secrets masked"));
  column->addWidget(bytes_, 1);
}

void ProvenancePanel::show(const Trace& trace, const QString& meaning) {
  meaning_->setText(meaning);
  auto* form = static_cast<QFormLayout*>(facts_->layout());
  while (form->rowCount() > 0)
    form->removeRow(0);
  addLine(form, tr("Source"), shown(trace.source));
  addLine(form, tr("Snapshot"),
          tr("#%1, captured %2 (%3)")
              .arg(trace.snapshot)
              .arg(localDateTime(trace.capturedAt), utcTime(trace.capturedAt)));
  addLine(form, tr("File"), shown(trace.file), true);
  QString place = tr("byte %1").arg(count(trace.where.offset));
  if (trace.where.line > 0) place += tr(", line %1").arg(count(trace.where.line));
  addLine(form, tr("Place"), place);
  addLine(form, tr("Pointer"), shown(trace.where.pointer), true);
  addLine(form, tr("Inside"), shown(trace.inner), true);
  addLine(form, tr("Document"),
          shown(trace.document).left(16) + (trace.document.empty() ? QString() : u"…"_s), true);
  bytes_->clear();
  note_->setText(tr("Reading the bytes…"));
  session_.desk().ask(
      channel_, [trace](Desk& desk) { return desk.sourceBytes(trace); },
      [this](const Result<SourceBytes>& bytes) { fillBytes(bytes); });
}

void ProvenancePanel::fillBytes(const Result<SourceBytes>& bytes) {
  bytes_->setVisible(bytes && !bytes->text.empty());
  if (!bytes) {
    note_->setText(errorText(bytes.error()));
    return;
  }
  note_->setText(bytes->note.empty()
                     ? tr("As imported, from byte %1; secrets are masked.").arg(count(bytes->offset))
                     : shown(bytes->note));
  const std::string_view all = bytes->text;
  const std::size_t at = std::min(bytes->highlightAt, all.size());
  const std::size_t length = std::min(bytes->highlightLength, all.size() - at);
  bytes_->setPlainText(shownLines(all));
  if (length == 0) return;
  QTextEdit::ExtraSelection mark;
  mark.format.setBackground(tokens().warnBg);
  mark.format.setForeground(tokens().warn);
  mark.format.setFontWeight(QFont::Bold);
  mark.cursor = bytes_->textCursor();
  const auto from = static_cast<int>(shownLines(all.substr(0, at)).size());
  mark.cursor.setPosition(from);
  mark.cursor.setPosition(from + static_cast<int>(shownLines(all.substr(at, length)).size()),
                          QTextCursor::KeepAnchor);
  bytes_->setExtraSelections({mark});
  QTextCursor place = bytes_->textCursor();
  place.setPosition(from);
  bytes_->setTextCursor(place);
  bytes_->centerCursor();
}

} // namespace countersign::ui
