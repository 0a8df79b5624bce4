// SPDX-License-Identifier: Apache-2.0
#include "ui/jobs/session.h"

#include "ui/widgets/text.h"

#include <QSettings>
#include <cstring>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {
constexpr int pollMilliseconds = 1000, ageMilliseconds = 15'000, minuteMilliseconds = 60'000;
}

Session::Session(AppServices services, std::shared_ptr<const Clock> clock, QObject* parent)
    : QObject(parent), services_(std::move(services)), clock_(std::move(clock)), desk_(clock_) {
  timer_.setInterval(pollMilliseconds);
  connect(&timer_, &QTimer::timeout, this, &Session::poll);
  ages_.setInterval(ageMilliseconds);
  connect(&ages_, &QTimer::timeout, this, &Session::aged);
  minutes_.setInterval(minuteMilliseconds);
  connect(&minutes_, &QTimer::timeout, this, &Session::minutePassed);
}

Session::~Session() {
  forgetSigner();
}

void Session::openWorkspace(const std::filesystem::path& file, bool create) {
  const auto open = [file, create, clock = clock_](const ProgressFn&) -> Result<std::int64_t> {
    COUNTERSIGN_ASSIGN(const auto desk, create ? Desk::create(file, clock) : Desk::open(file, clock));
    return desk->generation();
  };
  jobs_.start(create ? tr("New workspace") : tr("Open workspace"), this, open,
              [this, file](Result<std::int64_t> generation) {
                if (!generation) {
                  Q_EMIT failed(tr("The workspace could not be opened"), errorText(generation.error()));
                  return;
                }
                file_ = file;
                generation_ = *generation;
                desk_.setFile(file);
                polled_ = false;
                for (QTimer* timer : {&timer_, &ages_, &minutes_})
                  timer->start();
                Q_EMIT opened();
              });
}

void Session::openSample(const std::filesystem::path& file) {
  if (!services_.makeSample) return;
  const auto make = [file, clock = clock_, sample = services_.makeSample](const ProgressFn& progress) {
    return sample(file, *clock, progress);
  };
  jobs_.start(tr("Sample estate"), this, make, [this, file](Result<void> made) {
    if (made)
      openWorkspace(file);
    else
      Q_EMIT failed(tr("The sample estate could not be made"), errorText(made.error()));
  });
}

void Session::poll() {
  if (!isOpen() || polled_) return;
  polled_ = true;
  desk_.ask(
      polling_, [](Desk& desk) { return desk.generation(); },
      [this](Result<std::int64_t> generation) {
        polled_ = false;
        if (!generation || *generation == generation_) return;
        generation_ = *generation;
        Q_EMIT contentChanged(generation_);
      });
}

void Session::remember(SignerInput signer) {
  forgetSigner();
  remembered_ = std::move(signer);
  Q_EMIT signerChanged();
}

void Session::forgetSigner() {
  if (remembered_) cleanse(remembered_->passphrase);
  remembered_.reset();
}

QString Session::lastKeyFile() const {
  return QSettings().value(u"reviewer/keyFile"_s).toString();
}

void Session::setLastKeyFile(const QString& file) {
  QSettings().setValue(u"reviewer/keyFile"_s, file);
  Q_EMIT signerChanged();
}

void cleanse(std::string& secret) {
  explicit_bzero(secret.data(), secret.size());
  secret.clear();
}

} // namespace countersign::ui
