// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace countersign::test {

/// A PostgreSQL server of its own in a temporary folder, on a socket there, that ends with the object.
class LiveServer {
public:
  LiveServer() = default;
  ~LiveServer();
  LiveServer(const LiveServer&) = delete;
  LiveServer& operator=(const LiveServer&) = delete;

  /// The folder with initdb and postgres; empty: no server is installed.
  static QString programs();
  /// Empty, or why it does not run.
  QString start();
  /// What psql prints; statements that fail are passed over.
  QByteArray run(const QString& database, const QByteArray& sql);

private:
  QStringList asOwner(const QString& program, const QStringList& arguments) const;

  QTemporaryDir folder_;
  QString user_; ///< whom the server runs as, where this program is root
  QProcess server_;
};

} // namespace countersign::test
