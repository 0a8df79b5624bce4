// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/log.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// What is read as a checkpoint's note or body is written again as the same bytes; tokens only have to be
/// read or refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto note = countersign::evidence::readCheckpointNote(text);
  if (note && note->note() != text) std::abort();
  const auto body = countersign::evidence::readCheckpointBody(text);
  if (body && body->body() != text) std::abort();
  (void)countersign::evidence::tokenTime(text);
  return 0;
}
