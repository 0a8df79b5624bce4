// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/condition_values.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cmath>

namespace countersign::iam {
namespace {

bool allDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Instant> parseEpoch(std::string_view text) {
  constexpr std::size_t secondsDigits = 11;
  constexpr double latest = 8.64e15; // milliseconds that ECMAScript and ISO 8601 dates reach
  const auto number = parseNumber(text);
  if (!number) return std::nullopt;
  const std::string_view whole = text.substr(0, text.find('.'));
  const double milliseconds = whole.size() > secondsDigits ? *number : *number * 1000;
  if (std::abs(milliseconds) > latest) return std::nullopt;
  return fromMicros(static_cast<std::int64_t>(std::llround(milliseconds * 1000)));
}

} // namespace

std::optional<double> parseNumber(std::string_view text) {
  const std::string_view digits = !text.empty() && (text[0] == '-' || text[0] == '+') ? text.substr(1) : text;
  if (digits.empty() || digits[0] < '0' || digits[0] > '9') return std::nullopt; // no "inf", no "nan"
  double value = 0;
  const std::string_view rest = text[0] == '+' ? digits : text;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
  if (error != std::errc() || end != rest.data() + rest.size()) return std::nullopt;
  return value;
}

std::optional<Instant> parseDate(std::string_view text) {
  constexpr std::size_t year = 4, month = 7, day = 10, minute = 16;
  std::string full(text);
  if (text.size() == year && allDigits(text))
    full += "-01-01T00:00:00Z";
  else if (text.size() == month && text[4] == '-')
    full += "-01T00:00:00Z";
  else if (text.size() == day && text[4] == '-')
    full += "T00:00:00Z";
  else if (text.size() > minute && text[4] == '-' && text[13] == ':' && text[minute] != ':')
    full.insert(minute, ":00");
  else if (text.find('-', 1) == std::string_view::npos)
    return parseEpoch(text);
  const auto time = parseRfc3339(full);
  return time ? std::optional<Instant>(*time) : std::nullopt;
}

std::optional<IpNetwork> parseNetwork(std::string_view text) {
  constexpr int bitsV4 = 32, bitsV6 = 128;
  IpNetwork out;
  const auto slash = text.find('/');
  const std::string address(text.substr(0, slash));
  out.v6 = address.find(':') != std::string::npos;
  if (address.find('\0') != std::string::npos ||
      inet_pton(out.v6 ? AF_INET6 : AF_INET, address.c_str(), out.bytes.data()) != 1)
    return std::nullopt;
  const int bits = out.v6 ? bitsV6 : bitsV4;
  out.prefix = bits;
  if (slash == std::string_view::npos) return out;
  const std::string_view prefix = text.substr(slash + 1);
  if (!allDigits(prefix) || prefix.size() > 3) return std::nullopt;
  std::from_chars(prefix.data(), prefix.data() + prefix.size(), out.prefix);
  return out.prefix <= bits ? std::optional<IpNetwork>(out) : std::nullopt;
}

bool contains(const IpNetwork& network, const IpNetwork& address) {
  if (network.v6 != address.v6 || address.prefix < network.prefix) return false;
  const std::size_t whole = static_cast<std::size_t>(network.prefix) / 8;
  if (!std::equal(network.bytes.begin(), network.bytes.begin() + static_cast<std::ptrdiff_t>(whole),
                  address.bytes.begin()))
    return false;
  const int bits = network.prefix % 8;
  if (bits == 0) return true;
  const int mask = (0xFF << (8 - bits)) & 0xFF;
  return (network.bytes[whole] & mask) == (address.bytes[whole] & mask);
}

} // namespace countersign::iam
