// SPDX-License-Identifier: Apache-2.0
#include "connectors/x509/values.h"

#include "models/identity/digest.h"
#include "models/identity/json.h"

#include <array>
#include <openssl/bn.h>

namespace countersign::x509 {
namespace {

using BigNumber = Owned<BIGNUM, BN_free>;

void freeText(unsigned char* text) {
  OPENSSL_free(text);
}

/// What OpenSSL writes as text and gives away.
std::string taken(char* text) {
  if (text == nullptr) return {};
  std::string out = text;
  OPENSSL_free(text);
  return out;
}

std::string derHex(const ASN1_STRING* value) {
  Owned<ASN1_TYPE, ASN1_TYPE_free> any(ASN1_TYPE_new());
  if (!any || ASN1_TYPE_set1(any.get(), ASN1_STRING_type(value), value) != 1) return '#' + octetsHex(value);
  const std::string der = derOf<ASN1_TYPE>(
      any.get(), [](const ASN1_TYPE* t, unsigned char** out) { return i2d_ASN1_TYPE(t, out); });
  return '#' + (der.empty() ? octetsHex(value) : toHex(der));
}

bool holdsText(int type) {
  switch (type) {
  case V_ASN1_UTF8STRING:
  case V_ASN1_PRINTABLESTRING:
  case V_ASN1_IA5STRING:
  case V_ASN1_T61STRING:
  case V_ASN1_NUMERICSTRING:
  case V_ASN1_VISIBLESTRING:
  case V_ASN1_BMPSTRING:
  case V_ASN1_UNIVERSALSTRING:
    return true;
  default:
    return false;
  }
}

} // namespace

std::string oidText(const ASN1_OBJECT* oid) {
  const ErrorQueue queue;
  std::array<char, 256> buffer{};
  const int size = OBJ_obj2txt(buffer.data(), static_cast<int>(buffer.size()), oid, 1);
  if (size > 0 && static_cast<std::size_t>(size) < buffer.size()) return buffer.data();
  return "#" + toHex({reinterpret_cast<const char*>(OBJ_get0_data(oid)), OBJ_length(oid)});
}

std::string integerHex(const ASN1_INTEGER* number) {
  const ErrorQueue queue;
  const BigNumber big(ASN1_INTEGER_to_BN(number, nullptr));
  if (!big) return {};
  std::string out = taken(BN_bn2hex(big.get()));
  const std::size_t sign = out.starts_with('-') ? 1 : 0;
  const auto first = out.find_first_not_of('0', sign);
  out.erase(sign, first == std::string::npos ? out.size() - sign - 1 : first - sign);
  for (char& c : out)
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string integerText(const ASN1_INTEGER* number) {
  const ErrorQueue queue;
  // Decimal digits take time with the square of their number.
  if (ASN1_STRING_length(number) > 1024) return "0x" + integerHex(number);
  const BigNumber big(ASN1_INTEGER_to_BN(number, nullptr));
  return big ? taken(BN_bn2dec(big.get())) : std::string();
}

std::string octetsHex(const ASN1_STRING* octets) {
  return toHex(bytesOf(octets));
}

std::string valueText(const ASN1_STRING* value, bool* isText) {
  const ErrorQueue queue;
  unsigned char* data = nullptr;
  const int size = holdsText(ASN1_STRING_type(value)) ? ASN1_STRING_to_UTF8(&data, value) : -1;
  const Owned<unsigned char, freeText> owner(data);
  const std::string_view text(reinterpret_cast<const char*>(data),
                              size > 0 ? static_cast<std::size_t>(size) : 0);
  const bool whole = size >= 0 && validUtf8(text);
  if (isText != nullptr) *isText = whole;
  return whole ? std::string(text) : derHex(value);
}

std::string asciiText(const ASN1_STRING* value) {
  const std::string_view text = bytesOf(value);
  return validUtf8(text) ? std::string(text) : '#' + toHex(text);
}

std::optional<Instant> timeOf(const ASN1_TIME* time) {
  const ErrorQueue queue;
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  using namespace std::chrono;
  const year_month_day date{year(parts.tm_year + 1900), month(static_cast<unsigned>(parts.tm_mon + 1)),
                            day(static_cast<unsigned>(parts.tm_mday))};
  if (!date.ok() || parts.tm_year < -1900) return std::nullopt;
  return Instant(sys_days(date).time_since_epoch() + hours(parts.tm_hour) + minutes(parts.tm_min) +
                 seconds(parts.tm_sec));
}

std::optional<Instant> timeOf(std::string_view text) {
  const ErrorQueue queue;
  const Owned<ASN1_TIME, ASN1_TIME_free> time(ASN1_TIME_new());
  if (!time || ASN1_TIME_set_string(time.get(), std::string(text).c_str()) != 1) return std::nullopt;
  return timeOf(time.get());
}

std::string_view reasonName(long number) {
  constexpr std::array<std::string_view, 11> names{
      "unspecified",   "keyCompromise",        "cACompromise",    "affiliationChanged",
      "superseded",    "cessationOfOperation", "certificateHold", "",
      "removeFromCRL", "privilegeWithdrawn",   "aACompromise"};
  return number >= 0 && static_cast<std::size_t>(number) < names.size()
             ? names[static_cast<std::size_t>(number)]
             : std::string_view();
}

} // namespace countersign::x509
