// SPDX-License-Identifier: Apache-2.0
#include "ui/identities/as_of_dialog.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/text.h"

#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

AsOfDialog::AsOfDialog(Session& session, std::optional<Instant> current, QWidget* parent)
    : QDialog(parent), session_(session), time_(new QDateTimeEdit), snapshots_(new QListWidget) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("As of…"));
  resize(520, 420);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(18, 16, 18, 16);
  column->setSpacing(9);
  column->addWidget(label(tr("Show everything as it was known at"), u"heading"_s));
  time_->setCalendarPopup(true);
  time_->setDisplayFormat(u"d MMM yyyy, HH:mm:ss"_s);
  time_->setAccessibleName(tr("Date and time, local"));
  time_->setDateTime(QDateTime::fromMSecsSinceEpoch(toMicros(current.value_or(session.now())) / 1000));
  column->addWidget(time_);
  column->addWidget(label(tr("Snapshots: everything up to and with the one you choose"), u"muted"_s));
  snapshots_->setAccessibleName(tr("Snapshots, newest first"));
  column->addWidget(snapshots_, 1);
  auto* line = new QHBoxLayout;
  auto* nowButton = new Button(tr("Back to now"));
  auto* cancel = new Button(tr("Cancel"));
  auto* show = new Button(tr("Show this time"), u"primary"_s);
  show->setDefault(true);
  line->addWidget(nowButton);
  line->addStretch(1);
  line->addWidget(cancel);
  line->addWidget(show);
  column->addLayout(line);

  connect(time_, &QDateTimeEdit::dateTimeChanged, this, [this] { exact_.reset(); });
  connect(snapshots_, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) {
    if (!item) return;
    const Instant at = fromMicros(item->data(Qt::UserRole).toLongLong());
    time_->setDateTime(QDateTime::fromMSecsSinceEpoch(toMicros(at) / 1000));
    exact_ = at;
  });
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(nowButton, &QPushButton::clicked, this, [this] {
    Q_EMIT chosen({});
    accept();
  });
  connect(show, &QPushButton::clicked, this, [this] {
    // The whole second that was chosen belongs to it.
    Q_EMIT chosen(exact_ ? *exact_ : fromMicros(time_->dateTime().toSecsSinceEpoch() * 1'000'000 + 999'999));
    accept();
  });
  session.desk().ask(
      channel_, [](Desk& desk) { return desk.snapshots(); },
      [this](Result<std::vector<SnapshotRow>> rows) {
        if (rows)
          fill(*rows);
        else
          snapshots_->addItem(errorText(rows.error()));
      });
}

void AsOfDialog::fill(const std::vector<SnapshotRow>& rows) {
  for (const SnapshotRow& row : rows) {
    auto* item = new QListWidgetItem(localDateTime(row.capturedAt) + u"   "_s + shown(row.source) + u" · "_s +
                                     shown(row.file));
    item->setData(Qt::UserRole, static_cast<qlonglong>(toMicros(row.capturedAt)));
    item->setToolTip(tip(utcTime(row.capturedAt)));
    snapshots_->addItem(item);
  }
}

} // namespace countersign::ui
