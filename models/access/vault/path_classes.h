// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace countersign::vault {

/// Calls `visit` with one path of each class of paths that the same patterns match, and that are on the way
/// to the same ones; a path that ends in `/` comes once for each class of what stands before it. Paths have
/// no empty segments but those that patterns spell out. False where it takes more than `maxSteps`.
bool visitPathClasses(const std::vector<std::string>& patterns, std::size_t maxSteps,
                      const std::function<void(const std::string&)>& visit);

} // namespace countersign::vault
