// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/time.h"

#include <memory>
#include <string>

/// What the command line takes from its surroundings: clock, terminal, Ctrl+C.
namespace countersign::cli {

/// The system's clock, or the one that COUNTERSIGN_NOW names (RFC 3339). A replaced clock is for tests: the
/// program says so on stderr, because what is signed then claims that time. Error: Malformed.
Result<std::shared_ptr<const Clock>> programClock();

/// From now on Ctrl+C asks for an end at the next safe place; a second one ends the program at once.
void watchInterrupt();
bool interrupted();

bool terminalOnStderr();
/// Value of an environment variable, "" where it is not set.
std::string environment(const char* name);

} // namespace countersign::cli
