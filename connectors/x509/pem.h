// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace countersign::x509 {

/// One block between "-----BEGIN x-----" and "-----END x-----" (RFC 7468).
struct PemBlock {
  enum class Form { Whole, NoEnd, OtherEnd };
  std::string_view label, body;
  std::size_t offset = 0, length = 0; ///< in the text, with both lines
  std::uint64_t line = 0;             ///< of the first line, 1-based
  Form form = Form::Whole;
};

/// Goes through the blocks of a text; what stands between them is passed over.
class PemScanner {
public:
  explicit PemScanner(std::string_view text) : text_(text) {}
  std::optional<PemBlock> next();

private:
  std::string_view text_;
  std::size_t at_ = 0, counted_ = 0;
  std::uint64_t line_ = 1;
};

/// The bytes of a block's body. Error: Malformed (no base64).
Result<std::string> pemBytes(std::string_view body);

} // namespace countersign::x509
