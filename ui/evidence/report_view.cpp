// SPDX-License-Identifier: Apache-2.0
#include "ui/evidence/report_view.h"

#include "ui/evidence/report_pdf.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/text.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QTextBrowser>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

ReportView::ReportView(Session& session, QWidget* parent)
    : QDialog(parent), session_(session), text_(new QTextBrowser),
      message_(label(tr("Making the report…"), u"muted"_s)), save_(new Button(tr("Save as PDF…"))) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Readable report"));
  resize(860, 680);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 16, 18, 16);
  column->setSpacing(9);
  column->addWidget(message_);
  text_->setOpenLinks(false);
  text_->setAccessibleName(tr("Report"));
  // Paper is white in every theme.
  text_->setStyleSheet(
      u"QTextBrowser { background: #ffffff; color: #000000; border-radius: 8px; padding: 14px; }"_s);
  column->addWidget(text_, 1);
  auto* line = new QHBoxLayout;
  line->addStretch(1);
  auto* close = new Button(tr("Close"));
  save_->setEnabled(false);
  line->addWidget(close);
  line->addWidget(save_);
  column->addLayout(line);
  connect(close, &QPushButton::clicked, this, &QDialog::accept);
  connect(save_, &QPushButton::clicked, this, &ReportView::save);
  session.desk().ask(
      channel_, [](Desk& desk) { return desk.reportHtml(); },
      [this](const Result<std::string>& html) {
        if (!html) return message_->setText(errorText(html.error()));
        html_ = qs(*html);
        text_->setHtml(html_);
        message_->setText(tr("The report that an evidence package holds, as of now."));
        save_->setEnabled(true);
      },
      Lane::Slow);
}

void ReportView::save() {
  auto* dialog = new QFileDialog(this, tr("Save as PDF"), u"countersign-report.pdf"_s, tr("PDF (*.pdf)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(u"pdf"_s);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
    session_.jobs().start(
        tr("Save report as PDF"), this,
        [html = html_, file](const ProgressFn&) { return writeReportPdf(html, file); },
        [this, file](const Result<void>& saved) {
          message_->setText(saved ? tr("Saved as %1").arg(file) : errorText(saved.error()));
        });
  });
  dialog->open();
}

} // namespace countersign::ui
