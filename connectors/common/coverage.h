// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/elements.h"

#include <algorithm>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

namespace countersign {

/// Which bytes of an input were understood. What was not (an element that is no JSON, the rest of a file that
/// ends early) may hold secrets that nobody took out, and is masked. May be called from several threads.
class Coverage {
public:
  void add(const Element& element) {
    const std::lock_guard lock(mutex_);
    understood_.emplace_back(element.offset, element.offset + element.text.size());
  }
  /// The stretches that were not understood, without those of punctuation and white space alone.
  std::vector<Locator> rest(std::string_view text) {
    const std::lock_guard lock(mutex_);
    std::sort(understood_.begin(), understood_.end());
    understood_.emplace_back(text.size(), text.size());
    std::vector<Locator> out;
    std::uint64_t at = 0;
    for (const auto& [begin, end] : understood_) {
      const auto from = std::min<std::size_t>(at, text.size());
      if (begin > at &&
          text.substr(from, begin - at).find_first_not_of(" \t\r\n,[]{}") != std::string_view::npos)
        out.push_back({at, begin - at, {}, 0});
      at = std::max(at, end);
    }
    understood_.pop_back();
    return out;
  }

private:
  std::mutex mutex_;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> understood_;
};

} // namespace countersign
