// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/jobs_panel.h"
#include "ui/shell/main_window.h"
#include "ui/shell/top_bar.h"
#include "ui/theme/theme.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/text.h"

#include <QActionGroup>
#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QSettings>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace countersign::ui {

void MainWindow::askOpen() {
  auto* dialog = new QFileDialog(this, tr("Open workspace"), {}, tr("Workspaces (*.countersign)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this,
          [this](const QString& file) { session_.openWorkspace(ss(file)); });
  dialog->open();
}

void MainWindow::askNew(bool thenImport) {
  auto* dialog =
      new QFileDialog(this, tr("New workspace"), u"estate.countersign"_s, tr("Workspaces (*.countersign)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(u"countersign"_s);
  connect(dialog, &QFileDialog::fileSelected, this, [this, thenImport](const QString& file) {
    importNext_ = thenImport;
    session_.openWorkspace(ss(file), true);
  });
  dialog->open();
}

void MainWindow::makeSample() {
  const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
  QDir().mkpath(folder);
  const QString stamp = QString::number(toMicros(session_.now()) / 1'000'000);
  session_.openSample(ss(folder + u"/sample-"_s + stamp + u".countersign"_s));
  jobs_->toggle(top_->mapTo(this, QPoint(top_->width() - 12, top_->height() + 4)));
  connect(&session_, &Session::opened, jobs_, &QWidget::hide, Qt::SingleShotConnection);
}

void MainWindow::showMenu() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const auto add = [this, menu](const char* id) {
    menu->addAction(actionText(id) + u'\t' + actionKeyText(id), this, [this, id] { run(id); });
  };
  for (const char* id : {"workspace.new", "workspace.open", "import"})
    add(id);
  menu->addSeparator();
  auto* themes = menu->addMenu(tr("Theme"));
  const std::pair<QString, Theme::Mode> modes[] = {{tr("As the system"), Theme::Mode::System},
                                                   {tr("Light"), Theme::Mode::Light},
                                                   {tr("Dark"), Theme::Mode::Dark},
                                                   {tr("High contrast"), Theme::Mode::HighContrast}};
  auto* group = new QActionGroup(themes);
  for (const auto& [text, mode] : modes) {
    QAction* action = themes->addAction(text, this, [mode] {
      Theme::instance().setMode(mode);
      QSettings().setValue(u"window/theme"_s, static_cast<int>(mode));
    });
    action->setCheckable(true);
    action->setChecked(Theme::instance().mode() == mode);
    group->addAction(action);
  }
  for (const char* id : {"jobs", "shortcuts", "about", "quit"})
    add(id);
  menu->popup(top_->menuButton()->mapToGlobal(QPoint(0, top_->menuButton()->height() + 4)));
}

void MainWindow::showFailure(const QString& what, const QString& why) {
  auto* box = new QMessageBox(QMessageBox::Warning, what, what, QMessageBox::Close, this);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setTextFormat(Qt::PlainText);
  box->setInformativeText(why);
  for (QLabel* line : box->findChildren<QLabel*>())
    line->setTextFormat(Qt::PlainText); // the box itself minds only the first one
  box->open();
}

} // namespace countersign::ui
