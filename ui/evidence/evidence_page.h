// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QWidget>

class QLabel;
class QStackedLayout;

namespace countersign::evidence {
struct Verification;
}

namespace countersign::ui {

class Card;
class AccessCard;
class CoverageCard;
class CellModel;
class LogModel;
class Table;

/// The log, and what proves it.
class EvidencePage : public QWidget {
  Q_OBJECT

public:
  explicit EvidencePage(Session& session, QWidget* parent = nullptr);
  void reload();
  void askExport();
  void askVerify();
  void askKey();
  void showReport();
  LogModel* log() const { return log_; }

Q_SIGNALS:
  void logChanged(qint64 size, const QString& head);
  void openRecordNamed(const QString& name);

private:
  QWidget* makeHead();
  QWidget* makeLog();
  QWidget* makeChecks();
  QWidget* makeHowTo();
  void exportTo(const QString& target, const SignerInput& signer);
  void verify(const QString& folder, const QString& ca, const QString& checkpointFile);
  void showVerification(const QString& folder, const evidence::Verification& found);

  Session& session_;
  Channel channel_;
  LogModel* log_;
  Table* table_;
  QStackedLayout* logStack_;
  QLabel* summary_;
  Card* checks_;
  CoverageCard* coverage_ = nullptr;
  AccessCard* access_ = nullptr;
  CellModel* checkModel_;
  Table* checkTable_;
  QLabel* verdict_;
  QLabel* notes_;
};

} // namespace countersign::ui
