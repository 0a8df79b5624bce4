// SPDX-License-Identifier: Apache-2.0
#include "ui/evidence/report_pdf.h"

#include "ui/theme/theme.h"

#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <QTextDocument>

using namespace Qt::StringLiterals;

namespace countersign::ui {

Result<void> writeReportPdf(const QString& html, const QString& file) {
  QSaveFile out(file);
  const auto refused = [&out] {
    return failure(ErrorCode::Io, out.errorString().toStdString(), "Choose another place.");
  };
  if (!out.open(QIODevice::WriteOnly)) return refused();
  {
    QPdfWriter writer(&out);
    writer.setPdfVersion(QPagedPaintDevice::PdfVersion_A1b);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(18, 18, 18, 18), QPageLayout::Millimeter);
    writer.setTitle(u"Countersign report"_s);
    writer.setCreator(u"Countersign " COUNTERSIGN_VERSION ""_s);
    QTextDocument document;
    QFont font = textFont(12);
    font.setPointSizeF(9);
    document.setDefaultFont(font);
    // Black on white whatever the window's theme is; nothing translucent, which PDF/A-1 forbids.
    document.setDefaultStyleSheet(u"body { color: #000000; background: #ffffff; } a { color: #1D5FA8; }"_s);
    document.setHtml(html);
    document.print(&writer);
  }
  if (!out.commit()) return refused();
  return {};
}

} // namespace countersign::ui
