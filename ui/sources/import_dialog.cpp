// SPDX-License-Identifier: Apache-2.0
#include "ui/sources/import_dialog.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/cell_model.h"
#include "ui/widgets/text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>
#include <memory>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

enum TimeFrom { FromExport, FromPerson, FromFile };

Cell lookCell(const FileLook& look, int column, Instant now) {
  Cell cell;
  switch (column) {
  case 0:
    cell.text = shown(std::filesystem::path(look.file).filename().string());
    cell.tip = shown(look.file);
    cell.mono = true;
    break;
  case 1:
    cell.text = look.error ? errorText(*look.error) : shown(look.title);
    cell.tone = look.error ? Tone::Bad : Tone::Plain;
    break;
  case 2:
    cell.text = look.error ? QString() : qs(name(look.role));
    cell.tone = Tone::Muted;
    break;
  case 3:
    if (look.error) break;
    cell.text =
        look.scope.empty() ? QObject::tr("%1 missing").arg(shown(look.scopeTitle)) : shown(look.scope);
    cell.tone = look.scope.empty() ? Tone::Bad : Tone::Muted;
    break;
  default:
    if (look.error) break;
    cell.text = look.capturedAt ? localTime(*look.capturedAt, now) : QObject::tr("not in the export");
    cell.tone = look.capturedAt ? Tone::Muted : Tone::Bad;
    if (look.capturedAt) cell.tip = utcTime(*look.capturedAt);
    break;
  }
  return cell;
}

QLineEdit* field(const QString& name, const QString& placeholder) {
  auto* edit = new QLineEdit;
  edit->setAccessibleName(name);
  edit->setPlaceholderText(placeholder);
  return edit;
}

} // namespace

ImportDialog::ImportDialog(Session& session, const QStringList& paths, QWidget* parent)
    : QDialog(parent), session_(session), heading_(label(tr("Looking at the files…"), u"heading"_s)),
      missing_(label({}, u"small"_s)),
      model_(new CellModel({tr("File"), tr("What it is"), tr("Role"), tr("Scope"), tr("Captured")}, this)),
      table_(new Table(tr("Files"), 30)), fields_(new QWidget),
      import_(new Button(tr("Import"), u"primary"_s)) {
  for (const QString& path : paths)
    paths_.emplace_back(ss(path));
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Import files"));
  resize(760, 600);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 16, 18, 16);
  column->setSpacing(10);
  column->addWidget(heading_);
  auto* frame = new QFrame;
  frame->setProperty("look", u"card"_s);
  auto* inside = new QVBoxLayout(frame);
  inside->setContentsMargins(1, 1, 1, 4);
  table_->setModel(model_);
  table_->setColumns({-30, -40, 66, -22, 128});
  inside->addWidget(table_);
  column->addWidget(frame, 1);
  auto* form = new QFormLayout(fields_);
  build(form);
  column->addWidget(fields_);
  missing_->setWordWrap(true);
  column->addWidget(missing_);
  auto* line = new QHBoxLayout;
  line->addStretch(1);
  auto* cancel = new Button(tr("Cancel"));
  import_->setDefault(true);
  line->addWidget(cancel);
  line->addWidget(import_);
  column->addLayout(line);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(import_, &QPushButton::clicked, this, [this] {
    Q_EMIT requested(request());
    accept();
  });
  check();
  Importer* importer = session_.services().importer;
  if (!importer) {
    missing_->setText(tr("This program was built without importers."));
    return;
  }
  session_.jobs().start(
      tr("Look at files"), this,
      [importer, wanted = paths_](const ProgressFn&) { return importer->look(wanted); },
      [this](Result<std::vector<FileLook>> looks) { showLooks(std::move(looks)); });
}

void ImportDialog::build(QFormLayout* form) {
  form->setContentsMargins(0, 0, 0, 0);
  form->setVerticalSpacing(6);
  form->setHorizontalSpacing(14);
  name_ = field(tr("Name of the source"), tr("What the export suggests"));
  scope_ = field(tr("Scope"), tr("Account, cluster, state … where the export does not say it"));
  cluster_ = field(tr("Cluster"), tr("Cluster of a Terraform state's Kubernetes objects"));
  owner_ = field(tr("Owner"), tr("Who answers for this source"));
  fallback_ = field(tr("Fallback"), tr("Who is asked when the owner cannot be reached"));
  role_ = new QComboBox;
  role_->setAccessibleName(tr("Role"));
  role_->addItems({tr("What the export says"), tr("intent: what should be"), tr("live: what is"),
                   tr("audit: what happened")});
  timeFrom_ = new QComboBox;
  timeFrom_->setAccessibleName(tr("Where the capture time comes from"));
  timeFrom_->addItems(
      {tr("The export says when"), tr("I say when"), tr("The file's time may be taken, on my word")});
  time_ = new QDateTimeEdit(QDateTime::fromMSecsSinceEpoch(toMicros(session_.now()) / 1000));
  time_->setAccessibleName(tr("Captured at, local time"));
  time_->setDisplayFormat(u"d MMM yyyy, HH:mm:ss"_s);
  time_->setCalendarPopup(true);
  time_->setEnabled(false);
  auto* times = new QHBoxLayout;
  times->addWidget(timeFrom_, 1);
  times->addWidget(time_);
  partial_ = new QCheckBox(tr("This is only a part: nothing that is missing counts as deleted"));
  keep_ = new QCheckBox(tr("Keep the files' bytes, with secrets masked, to show where values come from"));
  keep_->setChecked(true);
  const auto row = [form](const QString& title, auto* what) { form->addRow(label(title, u"muted"_s), what); };
  row(tr("Name"), name_);
  row(tr("Scope"), scope_);
  row(tr("Cluster"), cluster_);
  row(tr("Role"), role_);
  row(tr("Captured"), times);
  row(tr("Owner"), owner_);
  row(tr("Fallback"), fallback_);
  form->addRow(QString(), partial_);
  form->addRow(QString(), keep_);
  connect(scope_, &QLineEdit::textChanged, this, &ImportDialog::check);
  connect(timeFrom_, &QComboBox::currentIndexChanged, this, [this](int index) {
    time_->setEnabled(index == FromPerson);
    check();
  });
}

void ImportDialog::showLooks(Result<std::vector<FileLook>> looks) {
  if (!looks) {
    heading_->setText(tr("The files cannot be read"));
    missing_->setText(errorText(looks.error()));
    return;
  }
  looks_ = std::move(*looks);
  std::size_t known = 0;
  bool terraform = false;
  for (const FileLook& look : looks_) {
    if (look.error) continue;
    ++known;
    needScope_ |= look.scope.empty();
    needTime_ |= !look.capturedAt;
    terraform |= look.connector.find("terraform") != std::string::npos;
  }
  heading_->setText(
      tr("%1 of %2 recognised").arg(count(known), counted(looks_.size(), tr("file"), tr("files"))));
  static_cast<QFormLayout*>(fields_->layout())->setRowVisible(cluster_, terraform);
  auto kept = std::make_shared<const std::vector<FileLook>>(looks_);
  model_->setRows(static_cast<int>(kept->size()), [kept, now = session_.now()](int row, int column) {
    return lookCell((*kept)[static_cast<std::size_t>(row)], column, now);
  });
  check();
}

void ImportDialog::check() {
  QStringList missing;
  if (needScope_ && scope_->text().trimmed().isEmpty())
    missing += tr("the scope of the exports that do not say it");
  if (needTime_ && timeFrom_->currentIndex() == FromExport)
    missing += tr("when the exports that do not say it were captured");
  const bool any =
      std::any_of(looks_.begin(), looks_.end(), [](const FileLook& look) { return !look.error; });
  import_->setEnabled(any && missing.isEmpty());
  missing_->setText(missing.isEmpty() ? QString() : tr("Still missing: %1").arg(missing.join(u"; "_s)));
}

ImportRequest ImportDialog::request() const {
  ImportRequest made;
  made.paths = paths_;
  made.sourceName = ss(name_->text().trimmed());
  made.scope = ss(scope_->text().trimmed());
  made.cluster = ss(cluster_->text().trimmed());
  constexpr SourceRole roles[] = {SourceRole::Intent, SourceRole::Live, SourceRole::Audit};
  if (role_->currentIndex() > 0) made.role = roles[role_->currentIndex() - 1];
  if (timeFrom_->currentIndex() == FromPerson)
    made.capturedAt = fromMicros(time_->dateTime().toMSecsSinceEpoch() * 1000);
  made.captureFromFileTime = timeFrom_->currentIndex() == FromFile;
  made.owner = ss(owner_->text().trimmed());
  made.fallback = ss(fallback_->text().trimmed());
  if (partial_->isChecked()) made.partialParts = {"*"};
  made.keepSourceBytes = keep_->isChecked();
  return made;
}

} // namespace countersign::ui
