// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

/// The built program, driven as a person or a pipeline does.
namespace countersign::test {

struct Ran {
  int code = -1; ///< -1: it did not end by itself
  QByteArray out, err;
  QJsonObject json() const; ///< of stdout; empty where it is not just one JSON object
};

/// A folder of its own with a workspace, a key and a clock.
class Program {
public:
  Program();
  QString path(const QString& name) const { return folder_.filePath(name); }
  void write(const QString& name, const QByteArray& bytes) const;
  QByteArray read(const QString& name) const;

  /// Runs it in the folder, at `now`; the workspace is review.countersign.
  Ran run(const QStringList& arguments) const;
  /// The same with --json.
  Ran json(QStringList arguments) const;
  /// The same as a child of another program, for example strace.
  Ran under(const QStringList& outer, const QStringList& arguments) const;
  /// What `process.start()` then starts, with its environment.
  void prepare(QProcess& process, const QStringList& arguments) const;
  /// All content of the workspace.
  QByteArray dump() const;
  /// An empty workspace in the place of what there was.
  void freshWorkspace() const;
  /// Copies a file over another one, with what SQLite has beside it.
  void copy(const QString& from, const QString& to) const;
  /// Another program, for example sh.
  Ran other(const QString& program, const QStringList& arguments) const;
  /// Makes <name>.pem and <name>.crt.
  Ran makeKey(const QString& name, const QString& person) const;
  /// --key <name>.pem with its passphrase.
  QStringList key(const QString& name) const;

  QByteArray now = "2026-11-20T12:00:00Z"; ///< "" for the computer's own clock

private:
  QTemporaryDir folder_;
};

} // namespace countersign::test
