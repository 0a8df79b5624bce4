// SPDX-License-Identifier: Apache-2.0
#include "ui/charts/chart_picture.h"

#include "ui/theme/theme.h"

#include <QBuffer>
#include <QChart>
#include <QGraphicsScene>
#include <QImage>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace countersign::ui {

namespace {

constexpr int margin = 16, heading = 46, fineness = 2;

QSize wholeSize(const ChartPicture& picture) {
  return {picture.size.width() + 2 * margin, picture.size.height() + heading + margin};
}

void paint(const ChartPicture& picture, QPainter& painter) {
  const QSize whole = wholeSize(picture);
  painter.fillRect(QRect({0, 0}, whole), picture.ground);
  painter.setPen(picture.ink);
  painter.setFont(textFont(14, QFont::DemiBold));
  painter.drawText(QRect(margin, 6, picture.size.width(), 20), Qt::AlignVCenter, picture.title);
  painter.setPen(picture.faint);
  painter.setFont(textFont(11));
  painter.drawText(QRect(margin, 26, picture.size.width(), 16), Qt::AlignVCenter, picture.about);
  painter.drawPicture(margin, heading, picture.drawing);
}

} // namespace

ChartPicture pictureOf(QChart& chart, const QString& title, const QString& about) {
  ChartPicture out;
  out.title = title;
  out.about = about;
  out.ground = tokens().surface;
  out.ink = tokens().text;
  out.faint = tokens().faint;
  const QRectF area = chart.sceneBoundingRect();
  out.size = area.size().toSize();
  QPainter painter(&out.drawing);
  painter.setRenderHint(QPainter::Antialiasing);
  chart.scene()->render(&painter, QRectF({0, 0}, area.size()), area);
  painter.end();
  return out;
}

Result<void> writeBytes(const QByteArray& bytes, const QString& file) {
  QSaveFile out(file);
  if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit())
    return failure(ErrorCode::Io, file.toStdString() + ": " + out.errorString().toStdString(),
                   "Choose another place.");
  return {};
}

Result<void> writePng(const ChartPicture& picture, const QString& file) {
  QImage image(wholeSize(picture) * fineness, QImage::Format_RGB32);
  QPainter painter(&image);
  painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
  painter.scale(fineness, fineness);
  paint(picture, painter);
  painter.end();
  QByteArray bytes;
  QBuffer buffer(&bytes);
  if (!buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, "PNG"))
    return failure(ErrorCode::Io, "the picture cannot be made");
  return writeBytes(bytes, file);
}

Result<void> writeSvg(const ChartPicture& picture, const QString& file) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(wholeSize(picture));
  generator.setViewBox(QRect({0, 0}, wholeSize(picture)));
  generator.setTitle(picture.title);
  generator.setDescription(picture.about);
  QPainter painter(&generator);
  paint(picture, painter);
  painter.end();
  return writeBytes(bytes, file);
}

} // namespace countersign::ui
