// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QVBoxLayout;

namespace countersign::ui {

/// Where a value comes from: source, snapshot, file, place, and the bytes with the value marked.
class ProvenancePanel : public QWidget {
  Q_OBJECT

public:
  explicit ProvenancePanel(Session& session, QWidget* parent = nullptr);
  void show(const Trace& trace, const QString& meaning);
  QPlainTextEdit* bytes() const { return bytes_; }

private:
  void fillBytes(const Result<SourceBytes>& bytes);

  Session& session_;
  Channel channel_;
  QLabel* meaning_;
  QWidget* facts_;
  QPlainTextEdit* bytes_;
  QLabel* note_;
};

} // namespace countersign::ui
