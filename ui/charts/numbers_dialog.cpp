// SPDX-License-Identifier: Apache-2.0
#include "ui/charts/numbers_dialog.h"

#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/cell_model.h"
#include "ui/widgets/text.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

NumbersDialog::NumbersDialog(NumberTable numbers, ChartPicture picture, const QString& name, QWidget* parent)
    : QDialog(parent), numbers_(std::move(numbers)), picture_(std::move(picture)), name_(name),
      table_(new Table(tr("Numbers"), 26)), said_(label({}, u"small"_s)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(picture_.title);
  resize(560, 520);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 16, 18, 16);
  column->setSpacing(9);
  column->addWidget(label(picture_.title, u"heading"_s));
  auto* about = label(picture_.about, u"muted"_s);
  about->setWordWrap(true);
  column->addWidget(about);
  column->addWidget(makeTable(), 1);
  said_->setWordWrap(true);
  column->addWidget(said_);
  auto* line = new QHBoxLayout;
  line->setSpacing(8);
  const auto offer = [&](const QString& ending, const QString& kind, const QString& hint) {
    auto* button = new Button(tr("Save as %1…").arg(kind), u"small"_s);
    button->setToolTip(tip(hint));
    connect(button, &QPushButton::clicked, this, [this, ending, kind] { ask(ending, kind); });
    line->addWidget(button);
  };
  offer(u"csv"_s, u"CSV"_s, tr("The numbers of the table, as the command line writes them"));
  offer(u"svg"_s, u"SVG"_s, tr("The chart as a drawing"));
  offer(u"png"_s, u"PNG"_s, tr("The chart as a picture"));
  line->addStretch(1);
  auto* close = new Button(tr("Close"));
  connect(close, &QPushButton::clicked, this, &QDialog::accept);
  line->addWidget(close);
  column->addLayout(line);
}

QWidget* NumbersDialog::makeTable() {
  QStringList columns;
  QList<int> widths;
  for (const std::string& name : numbers_.columns) {
    columns += shown(name).replace(u'_', u' ');
    widths += -1;
  }
  auto* model = new CellModel(columns, this);
  model->setRows(static_cast<int>(numbers_.rows.size()), [rows = numbers_.rows](int row, int column) {
    Cell cell;
    cell.text = shown(rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)]);
    return cell;
  });
  table_->setModel(model);
  table_->setColumns(widths);
  auto* frame = new QFrame;
  frame->setProperty("look", u"card"_s);
  auto* inside = new QVBoxLayout(frame);
  inside->setContentsMargins(1, 1, 1, 4);
  inside->addWidget(table_);
  return frame;
}

void NumbersDialog::ask(const QString& ending, const QString& kind) {
  auto* dialog = new QFileDialog(this, tr("Save as %1").arg(kind), name_ + u'.' + ending,
                                 tr("%1 (*.%2)").arg(kind, ending));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(ending);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
    const Result<void> written = write(file);
    said_->setText(written ? tr("Written to %1").arg(file) : errorText(written.error()));
    setLook(said_, written ? u"small"_s : u"bad"_s);
  });
  dialog->open();
}

Result<void> NumbersDialog::write(const QString& file) const {
  const QString ending = QFileInfo(file).suffix().toLower();
  if (ending == "csv"_L1) return writeBytes(QByteArray::fromStdString(csvOf(numbers_)), file);
  if (ending == "svg"_L1) return writeSvg(picture_, file);
  if (ending == "png"_L1) return writePng(picture_, file);
  return failure(ErrorCode::InvalidArgument, "a chart is written as csv, svg or png",
                 "Give the file one of these endings.");
}

} // namespace countersign::ui
