// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace countersign::ui {

class Button;
class CellModel;
class Table;

/// Says what the files are and asks for what they do not say themselves, then hands over the request.
class ImportDialog : public QDialog {
  Q_OBJECT

public:
  ImportDialog(Session& session, const QStringList& paths, QWidget* parent = nullptr);

Q_SIGNALS:
  void requested(const countersign::ImportRequest& request);

private:
  void showLooks(Result<std::vector<FileLook>> looks);
  void build(QFormLayout* form);
  void check();
  ImportRequest request() const;

  Session& session_;
  std::vector<std::filesystem::path> paths_;
  std::vector<FileLook> looks_;
  bool needScope_ = false, needTime_ = false;
  QLabel* heading_;
  QLabel* missing_;
  CellModel* model_;
  Table* table_;
  QWidget* fields_;
  QLineEdit* name_;
  QLineEdit* scope_;
  QLineEdit* cluster_;
  QComboBox* role_;
  QComboBox* timeFrom_;
  QDateTimeEdit* time_;
  QLineEdit* owner_;
  QLineEdit* fallback_;
  QCheckBox* partial_;
  QCheckBox* keep_;
  Button* import_;
};

} // namespace countersign::ui
