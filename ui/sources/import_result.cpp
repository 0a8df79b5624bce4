// SPDX-License-Identifier: Apache-2.0
#include "ui/sources/import_result.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/cell_model.h"
#include "ui/widgets/text.h"

#include <QLabel>
#include <QVBoxLayout>
#include <memory>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

Cell outcomeCell(const FileOutcome& outcome, int column) {
  Cell cell;
  switch (column) {
  case 0:
    cell.text = shown(std::filesystem::path(outcome.file).filename().string());
    cell.second = shown(outcome.title);
    cell.tip = shown(outcome.file);
    cell.strong = true;
    break;
  case 1:
    cell.tag = true;
    cell.text = outcome.identical ? QObject::tr("same bytes")
                                  : (outcome.imported ? QObject::tr("imported") : QObject::tr("failed"));
    cell.tone = outcome.imported || outcome.identical ? Tone::Good : Tone::Bad;
    break;
  default:
    if (outcome.error) {
      cell.text = errorText(*outcome.error);
      cell.tone = Tone::Bad;
      cell.tip = cell.text;
      break;
    }
    cell.text = QObject::tr("%1: %2 new, %3 changed, %4 gone")
                    .arg(counted(outcome.documents, QObject::tr("document"), QObject::tr("documents")),
                         count(outcome.added), count(outcome.changed), count(outcome.removed));
    if (outcome.events > 0)
      cell.text +=
          QObject::tr(", %1").arg(counted(outcome.events, QObject::tr("event"), QObject::tr("events")));
    cell.second = shown(outcome.completeness);
    if (outcome.gaps > 0)
      cell.second += u" · "_s + counted(outcome.gaps, QObject::tr("gap"), QObject::tr("gaps"));
    cell.secondTone = outcome.gaps > 0 || outcome.completeness != "complete" ? Tone::Bad : Tone::Muted;
    break;
  }
  return cell;
}

} // namespace

QString importSummary(const ImportReport& report) {
  std::size_t imported = 0, failed = 0;
  for (const FileOutcome& outcome : report.files)
    ++(outcome.error ? failed : imported);
  QString text = QObject::tr("%1 imported").arg(counted(imported, QObject::tr("file"), QObject::tr("files")));
  if (failed > 0) text += QObject::tr(", %1 failed").arg(count(failed));
  text += QObject::tr(" · %1 new, %2 moved")
              .arg(counted(report.recordsNew, QObject::tr("record"), QObject::tr("records")),
                   count(report.recordsMoved));
  if (report.cancelled) text += QObject::tr(" · cancelled");
  return text;
}

ImportResult::ImportResult(ImportReport report, QWidget* parent) : QDialog(parent) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Imported"));
  resize(720, 460);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 16, 18, 16);
  column->setSpacing(9);
  auto* heading = label(importSummary(report), u"heading"_s);
  heading->setWordWrap(true);
  column->addWidget(heading);
  for (const std::string& note : report.notes) {
    auto* line = label(shown(note), u"muted"_s);
    line->setWordWrap(true);
    column->addWidget(line);
  }
  auto* model = new CellModel({tr("File"), tr("Outcome"), tr("What it brought")}, this);
  auto* table = new Table(tr("Files"), 46);
  table->setModel(model);
  table->setColumns({-38, 104, -58});
  auto kept = std::make_shared<const ImportReport>(std::move(report));
  model->setRows(static_cast<int>(kept->files.size()), [kept](int row, int columnIndex) {
    return outcomeCell(kept->files[static_cast<std::size_t>(row)], columnIndex);
  });
  auto* frame = new QFrame;
  frame->setProperty("look", u"card"_s);
  auto* inside = new QVBoxLayout(frame);
  inside->setContentsMargins(1, 1, 1, 4);
  inside->addWidget(table);
  column->addWidget(frame, 1);
  auto* close = new Button(tr("Close"));
  connect(close, &QPushButton::clicked, this, &QDialog::accept);
  column->addWidget(close, 0, Qt::AlignRight);
}

} // namespace countersign::ui
