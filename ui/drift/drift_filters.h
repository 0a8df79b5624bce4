// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/drift/drift_data.h"

#include <QWidget>

namespace countersign::ui {

class ChoiceButton;

/// Which time, which order, which system.
class DriftFilters : public QWidget {
  Q_OBJECT

public:
  explicit DriftFilters(QWidget* parent = nullptr);
  const DriftFilter& filter() const { return filter_; }
  void setFilter(const DriftFilter& filter);
  void setSystems(const std::vector<std::string>& systems);
  void toggleGrouping();

Q_SIGNALS:
  void changed();

private:
  DriftFilter filter_;
  ChoiceButton* days_;
  ChoiceButton* order_;
  ChoiceButton* system_;
};

} // namespace countersign::ui
