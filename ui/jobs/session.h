// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/app_services.h"
#include "ui/jobs/desk_worker.h"
#include "ui/jobs/job_manager.h"

#include <QTimer>

namespace countersign::ui {

/// What the pages share: the open workspace, its worker, jobs, clock and the program's services.
class Session : public QObject {
  Q_OBJECT

public:
  Session(AppServices services, std::shared_ptr<const Clock> clock, QObject* parent = nullptr);
  ~Session() override;

  /// Opens the file, or makes it, on another thread; `opened` or `failed` follows.
  void openWorkspace(const std::filesystem::path& file, bool create = false);
  /// Makes a workspace with the sample estate, as a job.
  void openSample(const std::filesystem::path& file);
  bool isOpen() const { return !file_.empty(); }
  const std::filesystem::path& file() const { return file_; }
  std::int64_t generation() const { return generation_; }

  DeskWorker& desk() { return desk_; }
  JobManager& jobs() { return jobs_; }
  const AppServices& services() const { return services_; }
  std::shared_ptr<const Clock> clock() const { return clock_; }
  Instant now() const { return clock_->now(); }

  /// Looks at once whether the content changed, as after an own job.
  void poll();

  /// A key file and passphrase that the person allowed to keep until the program ends.
  const std::optional<SignerInput>& remembered() const { return remembered_; }
  void remember(SignerInput signer);
  void forgetSigner();
  /// The key file used last, to offer it again.
  QString lastKeyFile() const;
  void setLastKeyFile(const QString& file);

Q_SIGNALS:
  void opened();
  void failed(const QString& what, const QString& why);
  /// Something in the workspace is different, by this program or another.
  void contentChanged(qint64 generation);
  void stagedChanged();
  /// Time went on while the content stayed: seals on the screen may read differently.
  void aged();
  /// The same for whole lists and counts, which cost more.
  void minutePassed();
  void signerChanged();

private:
  AppServices services_;
  std::shared_ptr<const Clock> clock_;
  DeskWorker desk_;
  JobManager jobs_;
  QTimer timer_, ages_, minutes_;
  Channel polling_;
  bool polled_ = false;
  std::filesystem::path file_;
  std::int64_t generation_ = -1;
  std::optional<SignerInput> remembered_;
};

/// Overwrites a passphrase so that it does not stay in memory.
void cleanse(std::string& secret);

} // namespace countersign::ui
