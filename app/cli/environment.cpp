// SPDX-License-Identifier: Apache-2.0
#include "app/cli/environment.h"

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <unistd.h>

namespace countersign::cli {
namespace {

volatile std::sig_atomic_t wantsEnd = 0;

extern "C" void onInterrupt(int) {
  wantsEnd = 1;
}

} // namespace

Result<std::shared_ptr<const Clock>> programClock() {
  const std::string given = environment("COUNTERSIGN_NOW");
  if (given.empty()) return std::make_shared<SystemClock>();
  auto at = parseRfc3339(given);
  if (!at)
    return failure(ErrorCode::Malformed, "COUNTERSIGN_NOW is no time: " + at.error().message,
                   "Write it as 2026-11-20T06:00:00Z, or unset it");
  std::cerr << "warning: COUNTERSIGN_NOW replaces the clock: it is " << formatRfc3339(*at) << '\n';
  return std::make_shared<FixedClock>(*at);
}

void watchInterrupt() {
  struct sigaction action {};
  action.sa_handler = onInterrupt;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() {
  return wantsEnd != 0;
}

bool terminalOnStderr() {
  return isatty(STDERR_FILENO) == 1;
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

} // namespace countersign::cli
