// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/text_decoding.h"

#include "models/identity/digest.h"
#include "models/identity/json.h"
#include "models/identity/json_text.h"

#include <algorithm>

namespace countersign {
namespace {

constexpr std::size_t headSize = 64U << 10;
constexpr std::size_t largestDer = 32U << 20;
constexpr const char* remedy = "Export it again as UTF-8 (in PowerShell: … | Out-File -Encoding utf8)";

tl::unexpected<Error> notText(const char* message, std::uint64_t byte) {
  Place place;
  place.byte = byte;
  return failure(ErrorCode::Encoding, message, remedy, std::move(place));
}

enum class Order { None, Little, Big };

/// The byte order of UTF-16 without a mark: in text of mostly ASCII every second byte is zero.
Order guessOrder(std::string_view head) {
  std::size_t even = 0, odd = 0;
  for (std::size_t i = 0; i < head.size(); ++i)
    if (head[i] == '\0') ++(i % 2 == 0 ? even : odd);
  const std::size_t pairs = head.size() / 2;
  if (pairs == 0) return Order::None;
  if (odd * 10 >= pairs * 7 && even * 20 <= pairs) return Order::Little;
  if (even * 10 >= pairs * 7 && odd * 20 <= pairs) return Order::Big;
  return Order::None;
}

Result<DecodedText> fromUtf16(std::string_view bytes, std::size_t at, Order order,
                              const std::function<bool()>& cancelled) {
  const auto unit = [&](std::size_t i) {
    const auto a = static_cast<unsigned char>(bytes[i]), b = static_cast<unsigned char>(bytes[i + 1]);
    return order == Order::Little ? static_cast<unsigned>(a | b << 8) : static_cast<unsigned>(a << 8 | b);
  };
  DecodedText out;
  Spill spill;
  std::string chunk;
  constexpr std::size_t step = 1U << 20;
  while (at + 2 <= bytes.size()) {
    unsigned c = unit(at);
    if (c == 0) return notText("not text: it holds zero characters", at);
    if (c >= 0xD800 && c <= 0xDFFF) {
      if (c <= 0xDBFF && at + 4 > bytes.size()) break; // cut in the middle of a pair
      const unsigned low = c <= 0xDBFF ? unit(at + 2) : 0;
      if (low < 0xDC00 || low > 0xDFFF) return notText("not UTF-16: a lone surrogate", at);
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
      at += 2;
    }
    at += 2;
    appendUtf8(chunk, c);
    if (chunk.size() >= step) {
      if (cancelled && cancelled()) return failure(ErrorCode::Cancelled, "reading was cancelled");
      COUNTERSIGN_TRY(spill.append(chunk));
      chunk.clear();
    }
  }
  COUNTERSIGN_TRY(spill.append(chunk));
  out.truncated = at < bytes.size();
  COUNTERSIGN_ASSIGN(out.converted, spill.finish());
  out.isConverted = true;
  return out;
}

bool beginsLikeJson(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n\x1E");
  return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

/// A SEQUENCE whose length takes bytes of its own (X.690 8.1.3.5), or of no stated length: no text begins so.
/// Whether it ends where it says is for the reader to find out.
bool beginsLikeDer(std::string_view bytes) {
  if (bytes.size() < 4 || bytes[0] != '\x30') return false;
  const auto second = static_cast<unsigned char>(bytes[1]);
  return second >= 0x80 && second <= 0x84;
}

Result<DecodedText> fromDer(std::string_view bytes) {
  if (bytes.size() > largestDer)
    return failure(ErrorCode::Limit, "a binary file larger than 32 MiB", "Export it in smaller parts");
  constexpr std::size_t line = 48; // bytes; 64 characters
  std::string text = "-----BEGIN " + std::string(binaryLabel) + "-----\n";
  text.reserve(text.size() * 2 + bytes.size() / 3 * 4 + bytes.size() / line + 8);
  for (std::size_t at = 0; at < bytes.size(); at += line)
    text += toBase64(bytes.substr(at, line)) + '\n';
  text += "-----END " + std::string(binaryLabel) + "-----\n";
  DecodedText out;
  out.converted = Bytes(std::move(text));
  out.isConverted = true;
  return out;
}

/// A character that is cut off by the end of the head is none of its faults.
std::string_view wholeCharacters(std::string_view head) {
  for (std::size_t back = 1; back <= 3 && back <= head.size(); ++back) {
    const auto c = static_cast<unsigned char>(head[head.size() - back]);
    if (c >= 0xC0) return head.substr(0, head.size() - back);
    if (c < 0x80) break;
  }
  return head;
}

} // namespace

Result<DecodedText> decodeText(std::string_view bytes, const std::function<bool()>& cancelled) {
  if (beginsLikeDer(bytes)) return fromDer(bytes);
  const auto starts = [&](std::string_view mark) { return bytes.substr(0, mark.size()) == mark; };
  using namespace std::string_view_literals;
  if (starts("\xEF\xBB\xBF"))
    bytes.remove_prefix(3);
  else if (starts("\xFF\xFE\0\0"sv) || starts("\0\0\xFE\xFF"sv))
    return notText("UTF-32 is not read", 0);
  else if (starts("\xFF\xFE"))
    return fromUtf16(bytes, 2, Order::Little, cancelled);
  else if (starts("\xFE\xFF"))
    return fromUtf16(bytes, 2, Order::Big, cancelled);
  else if (const Order order = guessOrder(bytes.substr(0, headSize)); order != Order::None)
    return fromUtf16(bytes, 0, order, cancelled);

  std::string_view head = bytes.substr(0, headSize);
  const auto zero = head.find('\0');
  if (zero != std::string_view::npos) return notText("not text: it holds zero bytes", zero);
  if (head.size() < bytes.size()) head = wholeCharacters(head);
  std::size_t bad = 0;
  if (!beginsLikeJson(head) && !validUtf8(head, &bad)) return notText("neither UTF-8 nor UTF-16", bad);
  DecodedText out;
  out.text = bytes;
  return out;
}

} // namespace countersign
