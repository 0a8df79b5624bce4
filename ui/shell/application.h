// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/app_services.h"

#include <memory>

namespace countersign::ui {

/// The window as a program: `[--workspace FILE] [--sample] [--screenshots DIR]`. Returns the exit status.
int runWindow(int argc, char** argv, const AppServices& services, std::shared_ptr<const Clock> clock);

} // namespace countersign::ui
