// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/values.h"

#include "models/identity/keys.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace countersign::aws {
namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

/// "1795221650.984158": seconds since 1970, exact to the microsecond.
std::optional<Instant> parseEpoch(std::string_view text) {
  std::int64_t seconds = 0, micros = 0;
  std::size_t at = 0, places = 0;
  for (; at < text.size() && isDigit(text[at]) && at < 12; ++at)
    seconds = seconds * 10 + (text[at] - '0');
  if (at == 0) return std::nullopt;
  if (at < text.size() && text[at] == '.') {
    for (++at; at < text.size() && isDigit(text[at]); ++at)
      if (places < 6) {
        micros = micros * 10 + (text[at] - '0');
        ++places;
      }
    if (places == 0) return std::nullopt;
  }
  if (at != text.size()) return std::nullopt;
  for (; places < 6; ++places)
    micros *= 10;
  return fromMicros(seconds * 1'000'000 + micros);
}

} // namespace

bool isAccountId(std::string_view text) {
  return text.size() == 12 && std::all_of(text.begin(), text.end(), isDigit);
}

std::string_view accountOfArn(std::string_view arn) {
  keys::Arn parts;
  return keys::splitArn(arn, parts) && isAccountId(parts.account) ? parts.account : std::string_view{};
}

std::string_view lastSegment(std::string_view arn) {
  auto at = arn.rfind('/');
  if (at == std::string_view::npos) at = arn.rfind(':');
  return at == std::string_view::npos ? arn : arn.substr(at + 1);
}

std::string_view organizationOfArn(std::string_view arn) {
  keys::Arn parts;
  if (!keys::splitArn(arn, parts) || parts.service != "organizations") return {};
  if (parts.account.substr(0, 2) == "o-") return parts.account;
  for (std::string_view rest = parts.resource; !rest.empty();) {
    const auto slash = std::min(rest.find('/'), rest.size());
    if (rest.substr(0, 2) == "o-") return rest.substr(0, slash);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
  }
  return {};
}

Result<Instant> parseTime(std::string_view text) {
  if (const auto epoch = parseEpoch(text)) return *epoch;
  // Without an offset: "2024-12-12 16:04:32.000000000", as data lakes write CloudTrail's UTC times.
  const bool offset = text.size() > 19 && (text.find_first_of("zZ+-", 19) != std::string_view::npos);
  return offset || text.size() < 19 ? parseRfc3339(text) : parseRfc3339(std::string(text) + "Z");
}

Result<Instant> timeOf(const Json& value) {
  if (value.isInt()) return parseTime(std::to_string(value.asInt()));
  if (value.isDouble()) return fromMicros(std::llround(std::clamp(value.asDouble(), 0.0, 1e11) * 1e6));
  return parseTime(value.asString());
}

Document document(std::string kind, std::string part, std::string uid, std::string name, std::string uniqueId,
                  Json content) {
  Document out;
  out.schema = kind + "/1";
  out.object = {std::move(kind), std::move(uid), std::move(name), std::move(uniqueId)};
  out.part = std::move(part);
  out.content = std::move(content);
  return out;
}

Gap gapInside(ErrorCode code, std::string message, std::string remedy, std::string pointer,
              std::string part) {
  Gap gap;
  gap.error = Error{code, std::move(message), std::move(remedy), {}};
  gap.error.place.pointer = std::move(pointer);
  gap.part = std::move(part);
  return gap;
}

Json tagsOf(const Json& list) {
  std::map<std::string, std::string> sorted;
  for (const Json& tag : list.items())
    sorted[tag["Key"].asString()] = tag["Value"].asString();
  Json out = Json::object();
  for (const auto& [key, value] : sorted)
    out.set(key, value);
  return out;
}

Gap gapAt(ErrorCode code, std::string message, std::string remedy, const Locator& where, std::string part,
          bool warning) {
  Gap gap;
  gap.error = Error{code, std::move(message), std::move(remedy), {}};
  gap.error.place.byte = where.offset;
  if (where.line != 0) gap.error.place.line = where.line;
  gap.error.place.pointer = where.pointer;
  gap.part = std::move(part);
  gap.warning = warning;
  return gap;
}

} // namespace countersign::aws
