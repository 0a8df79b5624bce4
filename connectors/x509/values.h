// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/x509/ossl.h"
#include "models/identity/time.h"

#include <optional>
#include <string>
#include <string_view>

namespace countersign::x509 {

/// "1.3.6.1.5.5.7.3.2".
std::string oidText(const ASN1_OBJECT* oid);
/// Lower-case hexadecimal digits without leading zeros, '-' in front of a negative number.
std::string integerHex(const ASN1_INTEGER* number);
/// Decimal digits.
std::string integerText(const ASN1_INTEGER* number);
/// Hexadecimal digits of the octets.
std::string octetsHex(const ASN1_STRING* octets);
/// UTF-8; where it is no text, '#' and the DER form in hexadecimal digits (RFC 4514 2.4).
std::string valueText(const ASN1_STRING* value, bool* isText = nullptr);
/// The same for strings whose type says nothing about text.
std::string asciiText(const ASN1_STRING* value);

/// The instant of a UTCTime or GeneralizedTime; nothing where there is no such day or hour.
std::optional<Instant> timeOf(const ASN1_TIME* time);
/// The same of the text of one ("20500101000000Z", "491231235959Z").
std::optional<Instant> timeOf(std::string_view text);

/// RFC 5280 5.3.1: "keyCompromise"; empty for a number that is none.
std::string_view reasonName(long number);

} // namespace countersign::x509
