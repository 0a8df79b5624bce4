// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/bad_files.h"

#include "tests/common/packing.h"

#include <QFile>
#include <QString>

namespace countersign::test {

QByteArray utf16(const QByteArray& utf8, Order order, bool mark) {
  QByteArray out;
  const auto put = [&](char16_t unit) {
    const char low = static_cast<char>(unit & 0xFF), high = static_cast<char>(unit >> 8);
    out += order == Order::Little ? low : high;
    out += order == Order::Little ? high : low;
  };
  if (mark) put(0xFEFF);
  for (const QChar c : QString::fromUtf8(utf8))
    put(c.unicode());
  return out;
}

QByteArray deep(int levels) {
  return QByteArray(levels, '[') + QByteArray(levels, ']');
}

QByteArray replaced(QByteArray text, const QByteArray& from, const QByteArray& to) {
  const qsizetype at = text.indexOf(from);
  if (at < 0) qFatal("no %s to replace", from.constData());
  return text.replace(at, from.size(), to);
}

QByteArray packed(const QByteArray& content, const char* how, const char* name) {
  const std::string kind = how;
  const std::vector<TestMember> members{{name, content.toStdString(), AE_IFREG, {}}};
  if (kind == "zip") return QByteArray::fromStdString(pack(members, "zip", ""));
  if (kind == "tar") return QByteArray::fromStdString(pack(members, "pax", ""));
  return QByteArray::fromStdString(pack(members, "raw", kind));
}

QByteArray zipAround(const QByteArray& good, const char* path, const QByteArray& content) {
  return QByteArray::fromStdString(pack({{"first.json", good.toStdString(), AE_IFREG, {}},
                                         {path, content.toStdString(), AE_IFREG, {}},
                                         {"last.json", good.toStdString(), AE_IFREG, {}}},
                                        "zip", ""));
}

void writeSparse(const QString& path, const QByteArray& head, qint64 size, const QByteArray& tail) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(head) != head.size() || !file.resize(size) ||
      !file.seek(size - tail.size()) || file.write(tail) != tail.size())
    qFatal("%s cannot be written", qPrintable(path));
}

} // namespace countersign::test
