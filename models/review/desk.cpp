// SPDX-License-Identifier: Apache-2.0
#include "models/review/desk_impl.h"

#include "models/review/differences.h"
#include "models/review/refresh.h"

namespace countersign {

Desk::Desk(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Desk::~Desk() = default;

Result<std::unique_ptr<Desk>> Desk::open(const std::filesystem::path& file,
                                         std::shared_ptr<const Clock> clock) {
  COUNTERSIGN_ASSIGN(auto workspace, Workspace::open(file));
  auto impl = std::make_unique<Impl>();
  impl->workspace = std::move(workspace);
  impl->clock = std::move(clock);
  COUNTERSIGN_TRY(refreshDue(*impl->workspace, impl->now()));
  return std::unique_ptr<Desk>(new Desk(std::move(impl)));
}

Result<std::unique_ptr<Desk>> Desk::create(const std::filesystem::path& file,
                                           std::shared_ptr<const Clock> clock) {
  COUNTERSIGN_ASSIGN(auto workspace, Workspace::create(file, clock->now()));
  auto impl = std::make_unique<Impl>();
  impl->workspace = std::move(workspace);
  impl->clock = std::move(clock);
  COUNTERSIGN_TRY(refreshDue(*impl->workspace, impl->now()));
  return std::unique_ptr<Desk>(new Desk(std::move(impl)));
}

Workspace& Desk::workspace() {
  return *impl_->workspace;
}
const Clock& Desk::clock() const {
  return *impl_->clock;
}
std::filesystem::path Desk::file() const {
  return impl_->workspace->file();
}
Result<std::int64_t> Desk::generation() {
  return impl_->workspace->generation();
}
Result<Windows> Desk::windows() {
  return windowsOf(*impl_->workspace);
}

Result<void> Desk::setWindows(const Windows& w) {
  for (const Seconds s : {w.critical, w.high, w.medium, w.low})
    if (s.count() <= 0 || s > std::chrono::hours(24 * 366))
      return failure(ErrorCode::InvalidArgument, "a window is between one second and 366 days");
  if (w.critical > w.high || w.high > w.medium || w.medium > w.low)
    return failure(ErrorCode::InvalidArgument, "a more critical tier cannot have a longer window");
  Workspace& x = *impl_->workspace;
  return x.transaction([&]() -> Result<void> {
    COUNTERSIGN_TRY(x.setSetting("window.critical", std::to_string(w.critical.count())));
    COUNTERSIGN_TRY(x.setSetting("window.high", std::to_string(w.high.count())));
    COUNTERSIGN_TRY(x.setSetting("window.medium", std::to_string(w.medium.count())));
    return x.setSetting("window.low", std::to_string(w.low.count()));
  });
}

} // namespace countersign
