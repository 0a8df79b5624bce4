// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/bytes.h"

#include <functional>
#include <string_view>

namespace countersign {

/// A file of DER (ASN.1), which is no text, is read as its base64 between BEGIN and END lines of this label.
constexpr std::string_view binaryLabel = "DER FILE";

/// A file's text as UTF-8 without byte order mark.
struct DecodedText {
  std::string_view text; ///< into the given bytes, unless it was converted
  Bytes converted;       ///< owns the text where it was
  bool isConverted = false;
  bool truncated = false; ///< half a character at the end of UTF-16

  std::string_view view() const { return isConverted ? converted.view() : text; }
};

/// UTF-8 and UTF-16 (either byte order, with or without byte order mark, as PowerShell writes it). Text that
/// begins like JSON is not validated here: the readers refuse single elements. DER becomes text, too (at most
/// 32 MiB). Errors: Encoding with remedy, Limit, Io and DiskFull (conversion of long texts).
Result<DecodedText> decodeText(std::string_view bytes, const std::function<bool()>& cancelled = {});

} // namespace countersign
