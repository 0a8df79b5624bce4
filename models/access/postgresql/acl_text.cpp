// SPDX-License-Identifier: Apache-2.0
// After src/backend/utils/adt/acl.c (getid, putid, aclparse) and arrayfuncs.c (array_in).
#include "models/access/postgresql/acl.h"

namespace countersign::postgresql {
namespace {

/// src/include/utils/acl.h ACL_ALL_RIGHTS_STR, in the order of the bits.
constexpr std::string_view letters = "arwdDxtXUCTcsAm";

tl::unexpected<Error> malformed(std::string message, std::string_view text, std::size_t at) {
  Place place;
  place.byte = at;
  place.excerpt = std::string(text.substr(0, 60));
  return failure(ErrorCode::Malformed, std::move(message), {}, std::move(place));
}

bool isBlank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/// is_safe_acl_char: letters that need no quotes. Bytes beyond ASCII may be read without, never written so.
bool isPlain(char c, bool reading) {
  const auto u = static_cast<unsigned char>(c);
  if (u >= 0x80) return reading;
  return (u >= '0' && u <= '9') || (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || c == '_';
}

class ItemReader {
public:
  explicit ItemReader(std::string_view text) : text_(text) {}

  Result<AclItem> read() {
    AclItem item;
    COUNTERSIGN_ASSIGN(item.grantee, name());
    if (!next('=')) {
      if (item.grantee != "group" && item.grantee != "user")
        return malformed("an ACL entry begins with a name and '='", text_, at_);
      COUNTERSIGN_ASSIGN(item.grantee, name());
      if (item.grantee.empty() || !next('='))
        return malformed("an ACL entry has a name and '=' behind its keyword", text_, at_);
    }
    COUNTERSIGN_ASSIGN(item.privileges, privileges());
    item.toPublic = item.grantee.empty();
    if (next('/')) {
      COUNTERSIGN_ASSIGN(item.grantor, name());
      if (item.grantor.empty()) return malformed("a name follows the '/' of an ACL entry", text_, at_);
    }
    skipBlanks();
    if (at_ != text_.size()) return malformed("there is something behind an ACL entry", text_, at_);
    return item;
  }

private:
  bool next(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void skipBlanks() {
    while (at_ < text_.size() && isBlank(text_[at_]))
      ++at_;
  }

  /// getid.
  Result<std::string> name() {
    std::string out;
    bool quoted = false;
    for (skipBlanks(); at_ < text_.size() && (quoted || text_[at_] == '"' || isPlain(text_[at_], true));
         ++at_) {
      if (text_[at_] == '"') {
        if (!quoted || at_ + 1 >= text_.size() || text_[at_ + 1] != '"') {
          quoted = !quoted;
          continue;
        }
        ++at_;
      }
      out += text_[at_];
    }
    if (quoted) return malformed("a quote of a name in an ACL entry does not end", text_, at_);
    skipBlanks();
    return out;
  }

  Result<Privileges> privileges() {
    Privileges out = 0, last = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '*') {
        out |= grantOption(last);
        continue;
      }
      if (isPlain(c, false) == false || c == '_' || (c >= '0' && c <= '9')) break;
      const auto bit = letters.find(c);
      if (bit == std::string_view::npos)
        return malformed(std::string("an ACL knows no privilege '") + c + "'", text_, at_);
      last = Privileges{1} << bit;
      out |= last;
    }
    return out;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// array_in for one dimension: elements apart by commas, in quotes or with backslashes where they need to be.
Result<std::vector<std::string>> readArray(std::string_view text) {
  if (text.size() < 2 || text.front() != '{' || text.back() != '}')
    return malformed("an ACL is an array in braces", text, 0);
  const std::string_view inner = text.substr(1, text.size() - 2);
  std::vector<std::string> out;
  if (inner.find_first_not_of(" \t\n\r\f\v") == std::string_view::npos) return out;
  std::string element;
  bool quoted = false, ever = false;
  const auto close = [&]() {
    const bool good = ever || !element.empty();
    out.push_back(std::move(element));
    element.clear();
    ever = false;
    return good;
  };
  for (std::size_t i = 0; i < inner.size(); ++i) {
    const char c = inner[i];
    if (c == '\\') {
      if (++i >= inner.size()) return malformed("an ACL ends in a backslash", text, i);
      element += inner[i];
    } else if (c == '"') {
      quoted = !quoted;
      ever = true;
    } else if (!quoted && c == ',') {
      if (!close()) return malformed("an ACL has an empty element", text, i);
    } else if (!quoted && (c == '{' || c == '}')) {
      return malformed("an ACL has one dimension", text, i);
    } else if (quoted || !isBlank(c) || !element.empty()) {
      element += c;
    }
  }
  if (quoted) return malformed("a quote in an ACL does not end", text, text.size());
  if (!close()) return malformed("an ACL has an empty element", text, text.size());
  return out;
}

/// putid: quotes where a name needs them.
std::string shownName(const std::string& name) {
  bool plain = true;
  std::string out;
  for (const char c : name) {
    plain = plain && isPlain(c, false);
    out += c;
    if (c == '"') out += c;
  }
  return plain ? out : '"' + out + '"';
}

} // namespace

Result<AclItem> readAclItem(std::string_view text) {
  return ItemReader(text).read();
}

Result<std::optional<Acl>> readAclArray(std::string_view text) {
  if (text.empty()) return std::optional<Acl>();
  COUNTERSIGN_ASSIGN(const auto elements, readArray(text));
  Acl acl;
  for (const std::string& element : elements) {
    COUNTERSIGN_ASSIGN(AclItem item, readAclItem(element));
    acl.push_back(std::move(item));
  }
  return std::optional<Acl>(std::move(acl));
}

Result<std::optional<Acl>> readAclLines(std::string_view text) {
  if (text.empty()) return std::optional<Acl>();
  Acl acl;
  bool quoted = false;
  std::size_t from = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '"') quoted = !quoted;
    if (i < text.size() && (text[i] != '\n' || quoted)) continue;
    COUNTERSIGN_ASSIGN(AclItem item, readAclItem(text.substr(from, i - from)));
    acl.push_back(std::move(item));
    from = i + 1;
  }
  return std::optional<Acl>(std::move(acl));
}

std::string aclItemText(const AclItem& item) {
  std::string out = item.toPublic ? std::string() : shownName(item.grantee);
  out += '=';
  for (std::size_t bit = 0; bit < letters.size(); ++bit) {
    const Privileges one = Privileges{1} << bit;
    if ((item.privileges & one) != 0) out += letters[bit];
    if ((item.privileges & grantOption(one)) != 0) out += '*';
  }
  if (!item.grantor.empty()) out += '/' + shownName(item.grantor);
  return out;
}

} // namespace countersign::postgresql
