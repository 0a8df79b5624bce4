// SPDX-License-Identifier: Apache-2.0
#include "models/identity/json.h"

#include "models/identity/json_number.h"
#include "models/identity/json_text.h"

#include <algorithm>
#include <charconv>

namespace countersign {
namespace {

/// Recursive descent over RFC 8259 with the depth bounded by `JsonLimits`.
class Reader {
public:
  Reader(std::string_view text, const JsonLimits& limits) : text_(text), limits_(limits) {}

  Result<Json> document() {
    COUNTERSIGN_TRY(begin());
    Json root;
    COUNTERSIGN_TRY(value(root, 0));
    skipSpace();
    if (at_ != text_.size())
      return error(ErrorCode::Malformed, "there is more behind the end of the JSON value");
    return root;
  }

  Result<JsonSpan> locate(std::string_view pointer) {
    COUNTERSIGN_TRY(begin());
    wanted_ = pointer;
    Json root;
    COUNTERSIGN_TRY(value(root, 0));
    if (!found_) return failure(ErrorCode::NotFound, "no value at '" + std::string(pointer) + "'");
    return span_;
  }

private:
  Result<void> begin() {
    if (text_.size() > limits_.maxBytes)
      return error(ErrorCode::Limit, "larger than " + std::to_string(limits_.maxBytes) + " bytes");
    if (text_.substr(0, 3) == "\xEF\xBB\xBF")
      return error(ErrorCode::Encoding, "starts with a byte order mark");
    std::size_t bad = 0;
    if (!validUtf8(text_, &bad)) {
      at_ = bad;
      return error(ErrorCode::Encoding, "not UTF-8");
    }
    return {};
  }

  tl::unexpected<Error> error(ErrorCode code, std::string message, std::string remedy = {}) const {
    Place place;
    place.byte = at_;
    place.pointer = pointer_;
    return failure(code, std::move(message), std::move(remedy), std::move(place));
  }
  tl::unexpected<Error> unexpectedEnd() const {
    return error(ErrorCode::Truncated, "ends in the middle of a value");
  }

  void skipSpace() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
      ++at_;
  }

  Result<void> value(Json& out, std::size_t depth) {
    skipSpace();
    if (at_ >= text_.size()) return unexpectedEnd();
    if (++nodes_ > limits_.maxNodes)
      return error(ErrorCode::Limit, "more than " + std::to_string(limits_.maxNodes) + " values");
    const std::size_t start = at_;
    COUNTERSIGN_TRY(valueAt(out, depth));
    if (wanted_ && !found_ && *wanted_ == pointer_) {
      found_ = true;
      span_ = {start, at_ - start};
    }
    return {};
  }

  Result<void> valueAt(Json& out, std::size_t depth) {
    switch (text_[at_]) {
    case '{':
      return object(out, depth);
    case '[':
      return array(out, depth);
    case '"': {
      std::string s;
      COUNTERSIGN_TRY(string(s));
      out = Json(std::move(s));
      return {};
    }
    case 't':
      return word("true", Json(true), out);
    case 'f':
      return word("false", Json(false), out);
    case 'n':
      return word("null", Json(), out);
    default:
      return number(out);
    }
  }

  Result<void> word(std::string_view expected, Json v, Json& out) {
    const std::string_view here = text_.substr(at_, expected.size());
    if (here != expected) {
      if (expected.substr(0, here.size()) == here) return unexpectedEnd();
      return error(ErrorCode::Malformed, "not a JSON value");
    }
    at_ += expected.size();
    out = std::move(v);
    return {};
  }

  Result<void> enter(std::size_t depth) const {
    if (depth >= limits_.maxDepth)
      return error(ErrorCode::Limit, "nested deeper than " + std::to_string(limits_.maxDepth) + " levels");
    return {};
  }

  Result<void> object(Json& out, std::size_t depth) {
    COUNTERSIGN_TRY(enter(depth));
    Json::Object members;
    const std::size_t base = pointer_.size();
    ++at_;
    skipSpace();
    if (at_ < text_.size() && text_[at_] == '}') {
      ++at_;
      out = Json(std::move(members));
      return {};
    }
    for (;;) {
      skipSpace();
      if (at_ >= text_.size()) return unexpectedEnd();
      if (text_[at_] != '"') return error(ErrorCode::Malformed, "a member name has to stand here");
      std::string name;
      COUNTERSIGN_TRY(string(name));
      skipSpace();
      if (at_ >= text_.size()) return unexpectedEnd();
      if (text_[at_] != ':') return error(ErrorCode::Malformed, "':' has to stand here");
      ++at_;
      appendPointer(pointer_, name);
      members.emplace_back();
      members.back().first = std::move(name);
      COUNTERSIGN_TRY(value(members.back().second, depth + 1));
      pointer_.resize(base);
      skipSpace();
      if (at_ >= text_.size()) return unexpectedEnd();
      if (text_[at_] == '}') break;
      if (text_[at_] != ',') return error(ErrorCode::Malformed, "',' or '}' has to stand here");
      ++at_;
    }
    ++at_;
    COUNTERSIGN_TRY(noDuplicates(members));
    out = Json(std::move(members));
    return {};
  }

  Result<void> noDuplicates(const Json::Object& members) const {
    const auto twice = [&](const std::string& name) {
      return error(ErrorCode::DuplicateKey, "member '" + name.substr(0, 80) + "' stands twice in one object");
    };
    if (members.size() <= 12) {
      for (std::size_t i = 1; i < members.size(); ++i)
        for (std::size_t k = 0; k < i; ++k)
          if (members[i].first == members[k].first) return twice(members[i].first);
      return {};
    }
    std::vector<std::string_view> names;
    names.reserve(members.size());
    for (const auto& member : members)
      names.emplace_back(member.first);
    std::sort(names.begin(), names.end());
    const auto same = std::adjacent_find(names.begin(), names.end());
    if (same != names.end()) return twice(std::string(*same));
    return {};
  }

  Result<void> array(Json& out, std::size_t depth) {
    COUNTERSIGN_TRY(enter(depth));
    Json::Array items;
    const std::size_t base = pointer_.size();
    ++at_;
    skipSpace();
    if (at_ < text_.size() && text_[at_] == ']') {
      ++at_;
      out = Json(std::move(items));
      return {};
    }
    for (;;) {
      appendPointer(pointer_, std::to_string(items.size()));
      items.emplace_back();
      COUNTERSIGN_TRY(value(items.back(), depth + 1));
      pointer_.resize(base);
      skipSpace();
      if (at_ >= text_.size()) return unexpectedEnd();
      if (text_[at_] == ']') break;
      if (text_[at_] != ',') return error(ErrorCode::Malformed, "',' or ']' has to stand here");
      ++at_;
    }
    ++at_;
    out = Json(std::move(items));
    return {};
  }

  Result<unsigned> hex4() {
    if (at_ + 4 > text_.size()) return unexpectedEnd();
    unsigned v = 0;
    const auto parsed = std::from_chars(text_.data() + at_, text_.data() + at_ + 4, v, 16);
    if (parsed.ptr != text_.data() + at_ + 4 || parsed.ec != std::errc())
      return error(ErrorCode::Malformed, "\\u needs four hexadecimal digits");
    at_ += 4;
    return v;
  }

  Result<void> unicodeEscape(std::string& out) {
    COUNTERSIGN_ASSIGN(unsigned c, hex4());
    if (c >= 0xDC00 && c <= 0xDFFF) return error(ErrorCode::Malformed, "a lone low surrogate");
    if (c >= 0xD800 && c <= 0xDBFF) {
      if (text_.substr(at_, 2) != "\\u") return error(ErrorCode::Malformed, "a lone high surrogate");
      at_ += 2;
      COUNTERSIGN_ASSIGN(const unsigned low, hex4());
      if (low < 0xDC00 || low > 0xDFFF) return error(ErrorCode::Malformed, "a lone high surrogate");
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    }
    appendUtf8(out, c);
    return {};
  }

  Result<void> string(std::string& out) {
    ++at_; // the quote
    for (;;) {
      const std::size_t start = at_;
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
             static_cast<unsigned char>(text_[at_]) >= 0x20)
        ++at_;
      out.append(text_, start, at_ - start);
      if (at_ >= text_.size()) return unexpectedEnd();
      if (out.size() > limits_.maxString)
        return error(ErrorCode::Limit,
                     "a string longer than " + std::to_string(limits_.maxString) + " bytes");
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return {};
      }
      if (c != '\\') return error(ErrorCode::Malformed, "a control character inside a string");
      ++at_;
      if (at_ >= text_.size()) return unexpectedEnd();
      const char escape = text_[at_++];
      constexpr std::string_view from = "\"\\/bfnrt", to = "\"\\/\b\f\n\r\t";
      if (escape == 'u') {
        COUNTERSIGN_TRY(unicodeEscape(out));
      } else if (const auto k = from.find(escape); k != std::string_view::npos) {
        out += to[k];
      } else {
        --at_;
        return error(ErrorCode::Malformed, "no such escape");
      }
    }
  }

  Result<void> number(Json& out) {
    auto read = readJsonNumber(text_, at_);
    if (!read)
      return error(read.error().code, std::move(read.error().message), std::move(read.error().remedy));
    out = std::move(*read);
    return {};
  }

  std::string_view text_;
  JsonLimits limits_;
  std::size_t at_ = 0;
  std::size_t nodes_ = 0;
  std::string pointer_;
  std::optional<std::string> wanted_;
  bool found_ = false;
  JsonSpan span_;
};

} // namespace

Result<Json> parseJson(std::string_view text, const JsonLimits& limits) {
  return Reader(text, limits).document();
}

Result<JsonSpan> locateJson(std::string_view text, std::string_view pointer, const JsonLimits& limits) {
  return Reader(text, limits).locate(pointer);
}

} // namespace countersign
