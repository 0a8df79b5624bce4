// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/secrets.h"

#include <algorithm>

namespace countersign {

void maskSpans(char* bytes, std::size_t size, std::uint64_t base, const std::vector<Locator>& spans) {
  for (const Locator& span : spans) {
    const std::uint64_t from = std::max(span.offset, base);
    const std::uint64_t to = std::min(span.offset + span.length, base + size);
    for (std::uint64_t i = from; i < to; ++i) {
      char& c = bytes[i - base];
      if (c != '\n' && c != '\r') // lines keep their numbers
        c = '*';
    }
  }
}

std::string excerptAround(std::string_view text, std::uint64_t byte) {
  constexpr std::size_t shown = 120, before = 50;
  constexpr std::size_t context = 8U << 10, farthest = 64U << 10;
  const auto place = static_cast<std::size_t>(std::min<std::uint64_t>(byte, text.size()));
  std::size_t from = place - std::min(place, before);
  from = std::min(from, text.size() - std::min(text.size(), shown));
  // What is a secret is told by what stands before it: the start of the string that the place may be inside
  // of.
  std::size_t windowFrom = from - std::min(from, context);
  const std::size_t far = from - std::min(from, farthest);
  const auto boundary = text.substr(far, from - far).find_last_of("\"\n");
  if (boundary == std::string_view::npos && far > 0)
    return std::string(std::min(shown, text.size() - from), '*'); // inside of something endless
  if (boundary != std::string_view::npos)
    windowFrom = std::min(windowFrom, far + boundary - std::min(far + boundary, std::size_t{128}));
  std::string window(text.substr(windowFrom, from - windowFrom + shown + context));
  maskSpans(window.data(), window.size(), 0, findSecrets(window, 0));
  std::string out = window.substr(from - windowFrom, shown);
  std::size_t start = 0;
  while (start < out.size() && (static_cast<unsigned char>(out[start]) & 0xC0U) == 0x80U)
    ++start;
  out.erase(0, start);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == '\x7F') c = ' ';
  std::size_t bad = 0;
  while (!validUtf8(out, &bad)) {
    if (out.size() - bad < 4)
      out.resize(bad); // a character that was cut
    else
      out[bad] = '?';
  }
  return out;
}

} // namespace countersign
