// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"
#include "models/identity/result.h"
#include "models/identity/time.h"

#include <string>
#include <string_view>

namespace countersign::cli {

/// Text from an export as a terminal may show it: control characters and those that turn the direction of
/// writing are escaped as \u{…}, bytes that are no UTF-8 as \x…; one line stays one line.
std::string printable(std::string_view text);
/// The same, but line feeds stay.
std::string printableLines(std::string_view text);

/// One JSON document and a line feed on stdout.
void printJson(const Json& value);
/// A compact JSON text; bytes that are no UTF-8 become U+FFFD.
std::string jsonText(const Json& value);

Json errorJson(const Error& error);
/// The error on stderr, as text or as {"error": …}.
void printError(const Error& error, bool json);

/// "2026-11-20 06:00:00Z", "-" where there is none.
std::string timeText(const std::optional<Instant>& t);
Json timeJson(const std::optional<Instant>& t);

} // namespace countersign::cli
