// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/record_view.h"

#include <QWidget>

class QScrollArea;
class QVBoxLayout;

namespace countersign::ui {

/// Why a permission is held: the path step by step, its condition and its three states.
class WhyPanel : public QWidget {
  Q_OBJECT

public:
  explicit WhyPanel(QWidget* parent = nullptr);
  void show(const GrantRow& grant, const QString& record);

Q_SIGNALS:
  void whereFrom(const countersign::Trace& trace, const QString& meaning);

private:
  void addWhere(QVBoxLayout* column, const QString& text, const Trace& trace, const QString& meaning);
  void addPath(QVBoxLayout* column, const std::string& path, const QString& record);
  void addChain(QVBoxLayout* column, const GrantRow& grant, const QString& record);

  QScrollArea* scroll_;
};

} // namespace countersign::ui
