// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace judge {

/// What a run of the command line program gave.
struct Outcome {
  int exitCode = -1;
  QByteArray out, err;
  QString command;
  bool ok() const { return exitCode == 0; }
  QByteArray report() const; ///< command, exit code and the end of both outputs, for messages
};

/// The command line program with a clock that stands still (COUNTERSIGN_NOW).
class Program {
public:
  explicit Program(QString workspace) : workspace_(std::move(workspace)) {}
  void setNow(const QDateTime& utc) { now_ = utc; }
  Outcome run(const QStringList& arguments) const;
  /// `arguments --workspace W`.
  Outcome onWorkspace(QStringList arguments) const;
  /// `list --json`, parsed; `outcome` gets the run. Empty where it failed.
  QJsonObject list(Outcome& outcome) const;
  /// Signs `certify` on the records with a key file, a few hundred at a time.
  Outcome certify(const QString& key, const QStringList& records) const;
  /// Signs `revoke` on a record: the identity, or these grants ("action on resource").
  Outcome revoke(const QString& key, const QString& record, const QStringList& grants) const;
  /// A command with --json on the workspace, parsed. Exit codes 0 and 1 are answers.
  QJsonObject answer(QStringList arguments, Outcome& outcome) const;
  const QString& workspace() const { return workspace_; }

private:
  QString workspace_;
  QDateTime now_;
};

} // namespace judge
