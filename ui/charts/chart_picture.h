// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"

#include <QColor>
#include <QPicture>
#include <QSize>
#include <QString>

class QChart;

namespace countersign::ui {

/// A chart as it is on the screen, with a title line: to be written to a file.
struct ChartPicture {
  QString title, about; ///< `about`: period, unit, legend, in one line
  QPicture drawing;
  QSize size; ///< of the drawing, in pixels
  QColor ground, ink, faint;
};

ChartPicture pictureOf(QChart& chart, const QString& title, const QString& about);
/// Twice as fine as on the screen. Errors: Io.
Result<void> writePng(const ChartPicture& picture, const QString& file);
/// SVG Tiny 1.2, as Qt SVG writes it. Errors: Io.
Result<void> writeSvg(const ChartPicture& picture, const QString& file);
/// Replaces the file as a whole, or not at all. Errors: Io.
Result<void> writeBytes(const QByteArray& bytes, const QString& file);

} // namespace countersign::ui
