// SPDX-License-Identifier: Apache-2.0
// links: countersign_identity
#include "../identity/json_tape_text.h"

#include <cstdint>
#include <cstdlib>

/// What the strict reader accepts has a canonical form, which it reads back to the same; the tape takes
/// nothing else, and to the same values.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace countersign;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto value = parseJson(text);
  JsonTape tape;
  if (tape.read(text) && (!value || !(treeOf(tape.root()) == *value))) std::abort();
  if (!value) {
    if (value.error().place.byte.value_or(size + 1) > size) std::abort();
    return 0;
  }
  const std::string canonical = canonicalJsonOrThrow(*value);
  const auto again = parseJson(canonical);
  // Digits beyond 2^53 may come out of a fraction or an exponent, where the reader wants a string.
  if (again && canonicalJsonOrThrow(*again) != canonical) std::abort();
  if (!again && again.error().code != ErrorCode::Malformed) std::abort();
  const auto pretty = parseJson(prettyJson(*value));
  if (pretty.has_value() != again.has_value()) std::abort();
  if (!locateJson(text, "")) std::abort();
  return 0;
}
