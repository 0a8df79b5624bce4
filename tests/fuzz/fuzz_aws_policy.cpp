// SPDX-License-Identifier: Apache-2.0
#include "models/identity/aws_policy.h"

#include <cstdint>
#include <cstdlib>

/// A normal form has canonical bytes and stays what it is when its actions, resources and conditions are read
/// again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace countersign;
  const std::string text(reinterpret_cast<const char*>(data), size);
  Spellings spellings;
  const auto fromText = normalisePolicy(Json(text), &spellings);
  if (fromText && !canonicalJson(*fromText)) std::abort();
  if (const auto parsed = parseJson(text)) {
    const auto fromValue = normalisePolicy(*parsed);
    if (parsed->isObject() &&
        (fromValue.has_value() != fromText.has_value() || (fromValue && *fromValue != *fromText)))
      std::abort();
    if (!fromValue && validUtf8(text) && !canonicalJson(unparsedPolicy(*parsed))) std::abort();
  }
  return 0;
}
