// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

/// Exports that are not as they should be.
namespace countersign::test {

enum class Order { Little, Big };
/// As PowerShell's `>` writes it.
QByteArray utf16(const QByteArray& utf8, Order order, bool mark = true);
/// `[[[…]]]`
QByteArray deep(int levels);
/// Replaces the first `from`, which has to be there.
QByteArray replaced(QByteArray text, const QByteArray& from, const QByteArray& to);
/// One file in a compressed stream ("gzip", "zstd", "xz"), in a "zip" or in a "tar".
QByteArray packed(const QByteArray& content, const char* how, const char* name = "account.json");
/// A zip with a good export before and behind a member of this path.
QByteArray zipAround(const QByteArray& good, const char* path, const QByteArray& content);
/// A file whose length is `size` and which takes no room on the disk: `head`, zeros, `tail`.
void writeSparse(const QString& path, const QByteArray& head, qint64 size, const QByteArray& tail);

} // namespace countersign::test
