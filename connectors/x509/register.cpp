// SPDX-License-Identifier: Apache-2.0
#include "connectors/x509/register.h"

#include "connectors/x509/certificate.h"
#include "connectors/x509/values.h"

#include <algorithm>
#include <map>

namespace countersign::x509 {
namespace {

constexpr std::size_t columns = 6, longestLine = 64U << 10;

tl::unexpected<Error> malformed(std::string message) {
  return failure(
      ErrorCode::Malformed, std::move(message),
      "Copy the register again; its columns are status, expiry, revocation, serial, file, subject");
}

/// A backslash before a TAB makes it a part of the field.
std::vector<std::string> fieldsOf(std::string_view line) {
  std::vector<std::string> out(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '\t')
      out.back() += line[++i];
    else if (line[i] == '\t')
      out.emplace_back();
    else
      out.back() += line[i];
  }
  return out;
}

Result<std::string> serialOf(const std::string& text) {
  const bool hex = !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  if (!hex) return malformed("a serial number that is not hexadecimal");
  std::string out = text.substr(std::min(text.find_first_not_of('0'), text.size() - 1));
  for (char& c : out)
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

Result<std::string> timeIn(const std::string& text, const char* what) {
  const auto at = timeOf(text);
  if (!at) return malformed(std::string(what) + " is no time");
  return formatRfc3339(*at);
}

/// "keyCompromise", and what 'openssl ca' writes where it knows more.
std::string reasonOf(const std::string& text) {
  static const std::map<std::string, std::string, std::less<>> other{{"CACompromise", "cACompromise"},
                                                                     {"keyTime", "keyCompromise"},
                                                                     {"CAkeyTime", "cACompromise"},
                                                                     {"holdInstruction", "certificateHold"}};
  const auto found = other.find(text);
  return found == other.end() ? text : found->second;
}

/// "260105101500Z,keyTime,20260101000000Z".
Result<void> addRevocation(const std::string& field, Json& content) {
  const auto comma = std::min(field.find(','), field.size());
  COUNTERSIGN_ASSIGN(const std::string at, timeIn(field.substr(0, comma), "the time of revocation"));
  content.set("revoked", Json(at));
  if (comma == field.size()) return {};
  const auto second = std::min(field.find(',', comma + 1), field.size());
  const std::string reason = field.substr(comma + 1, second - comma - 1);
  content.setUnlessEmpty("reason", Json(reasonOf(reason)));
  if (second == field.size()) return {};
  const std::string extra = field.substr(second + 1);
  const auto since = timeOf(extra);
  if (since && reason.ends_with("Time"))
    content.set("invalidSince", Json(formatRfc3339(*since)));
  else
    content.setUnlessEmpty("instruction", Json(extra));
  return {};
}

Result<Document> rowDocument(std::string_view line, const std::string& name) {
  if (line.size() > longestLine) return failure(ErrorCode::Limit, "a row longer than 64 KiB");
  if (!validUtf8(line))
    return failure(ErrorCode::Encoding, "a row that is not UTF-8", "Write the register as UTF-8");
  const std::vector<std::string> field = fieldsOf(line);
  if (field.size() != columns)
    return malformed("a row of " + std::to_string(field.size()) + " columns in place of 6");
  static const std::map<std::string, const char*, std::less<>> states{
      {"V", "valid"}, {"R", "revoked"}, {"E", "expired"}};
  const auto state = states.find(field[0]);
  if (state == states.end()) return malformed("a state that is none of V, R and E");
  Document d;
  Json& c = d.content;
  c.set("register", Json(name)).set("status", Json(state->second));
  COUNTERSIGN_ASSIGN(const std::string expires, timeIn(field[1], "the expiry"));
  c.set("expires", Json(expires));
  if (field[0] == "R" || !field[2].empty()) COUNTERSIGN_TRY(addRevocation(field[2], c));
  COUNTERSIGN_ASSIGN(const std::string serial, serialOf(field[3]));
  c.set("serial", Json(serial));
  if (field[4] != "unknown") c.setUnlessEmpty("file", Json(field[4]));
  c.set("subject", Json(field[5]));
  d.schema = "x509.register-entry/1";
  d.object = {"x509.register-entry", name + '/' + serial, serial + " in " + name, {}};
  d.part = certificatesPart;
  return d;
}

} // namespace

Result<void> readRegister(std::string_view text, const std::string& name,
                          const std::function<Result<void>(RegisterRow)>& take) {
  std::uint64_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number;
    if (!line.empty() && line[0] != '#')
      COUNTERSIGN_TRY(take({{at, line.size(), {}, number}, rowDocument(line, name)}));
    at = end + 1;
  }
  return {};
}

} // namespace countersign::x509
