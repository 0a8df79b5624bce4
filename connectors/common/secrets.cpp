// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/secrets.h"

#include "connectors/common/secret_scan.h"

#include <algorithm>
#include <array>

namespace countersign {
namespace {

constexpr std::size_t npos = std::string_view::npos;

bool isAlnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isSpace(char c) {
  return c == ' ' || c == '\t';
}
constexpr auto nameChars = [] {
  std::array<bool, 256> out{};
  for (unsigned c = 0; c < 256; ++c)
    out[c] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
             c == '-' || c == '.';
  return out;
}();
bool isNameChar(char c) {
  return nameChars[static_cast<unsigned char>(c)];
}

/// The name in front of a separator.
struct Name {
  std::string_view text;
  std::size_t start = 0; ///< offset of its first character, behind the quote
  bool quoted = false;
  std::size_t slashes = 0; ///< backslashes before each quote: JSON inside a JSON string
};

/// Words in the place of a secret that are none.
bool isEmptyWord(std::string_view value) {
  constexpr std::array<std::string_view, 16> words{
      "true", "false", "True", "False", "TRUE", "FALSE",         "null",           "~",
      "None", "none",  "N/A",  "yes",   "no",   "not_supported", "no_information", ""};
  return std::find(words.begin(), words.end(), value) != words.end();
}

/// Values that are ids, whatever their member is called.
bool isId(std::string_view value) {
  if (value.substr(0, 4) == "arn:") return true;
  return value.size() == 20 && (value.substr(0, 4) == "AKIA" || value.substr(0, 4) == "ASIA") &&
         std::all_of(value.begin(), value.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

bool isJsonScalar(std::string_view value) {
  return isEmptyWord(value) || value.find_first_not_of("+-.0123456789eE") == npos;
}

class Finder {
public:
  Finder(std::string_view text, std::uint64_t base) : text_(text), base_(base) {}

  std::vector<Locator> run() {
    csvColumns();
    SecretHits hits(text_);
    for (std::size_t at = hits.next(); at != npos; at = hits.next()) {
      if (at < done_) continue;
      const char c = text_[at];
      if (c == ':' || c == '=')
        separator(at);
      else
        token(at);
    }
    std::stable_sort(out_.begin(), out_.end(),
                     [](const Locator& a, const Locator& b) { return a.offset < b.offset; });
    return merged();
  }

private:
  char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  bool startsAt(std::size_t i, std::string_view word) const {
    return text_.substr(std::min(i, text_.size()), word.size()) == word;
  }
  void found(std::size_t from, std::size_t to) {
    if (to > from) out_.push_back(Locator{base_ + from, to - from, {}, 0});
    done_ = std::max(done_, to);
  }
  std::vector<Locator> merged() {
    std::vector<Locator> out;
    for (Locator& span : out_) {
      if (!out.empty() && span.offset < out.back().offset + out.back().length)
        out.back().length = std::max(out.back().length, span.offset + span.length - out.back().offset);
      else
        out.push_back(std::move(span));
    }
    return out;
  }
  template <class Allowed>
  std::size_t runEnd(std::size_t from, Allowed allowed, std::size_t most = npos) const {
    std::size_t i = from;
    while (i < text_.size() && i - from < most && allowed(text_[i]))
      ++i;
    return i;
  }
  bool boundaryBefore(std::size_t i) const {
    return i == 0 || !isAlnum(text_[i - 1]) || (i >= 2 && text_[i - 2] == '\\');
  }

  // --- tokens that show themselves ---

  void token(std::size_t i) {
    const auto urlSafe = [](char c) { return isAlnum(c) || c == '_' || c == '-'; };
    const auto dash = [](char c) { return isAlnum(c) || c == '-'; };
    switch (text_[i]) {
    case '-':
      pem(i);
      break;
    case 'y':
      jwt(i);
      break;
    case 'g':
      if (i + 3 < text_.size() && std::string_view("pousr").find(text_[i + 2]) != npos && text_[i + 3] == '_')
        plain(i, 4, 30, isAlnum);
      else if (startsAt(i, "glpat-"))
        plain(i, 6, 16, urlSafe);
      break;
    case 'b':
      if (i >= 5 && startsAt(i - 5, "github_pat_"))
        plain(i - 5, 11, 22, [](char c) { return isAlnum(c) || c == '_'; });
      break;
    case 'x':
      if (startsAt(i, "xox") && std::string_view("abeoprs").find(at(i + 3)) != npos && at(i + 4) == '-')
        plain(i, 5, 10, dash);
      break;
    case 'I':
      if (i >= 1 && startsAt(i - 1, "AIza")) plain(i - 1, 4, 35, urlSafe);
      break;
    case 'h':
      if ((at(i + 2) == 's' || at(i + 2) == 'b' || at(i + 2) == 'r') && at(i + 3) == '.')
        plain(i, 4, 20, urlSafe);
      break;
    case 's':
      oldVault(i);
      break;
    default:
      break;
    }
  }

  template <class Allowed>
  void plain(std::size_t start, std::size_t prefix, std::size_t least, Allowed allowed) {
    if (!boundaryBefore(start)) return;
    const std::size_t end = runEnd(start + prefix, allowed);
    if (end - start - prefix >= least) found(start, end);
  }

  /// "s." and 24 letters and digits: a Vault token before 1.10.
  void oldVault(std::size_t i) {
    if (!boundaryBefore(i)) return;
    const std::size_t end = runEnd(i + 2, isAlnum, 25);
    if (end - i - 2 != 24) return;
    const std::string_view body = text_.substr(i + 2, 24);
    const auto has = [&](char from, char to) {
      return std::any_of(body.begin(), body.end(), [&](char c) { return c >= from && c <= to; });
    };
    if (has('0', '9') && has('a', 'z') && has('A', 'Z')) found(i, end);
  }

  void jwt(std::size_t i) {
    if (i == 0 || text_[i - 1] != 'e' || !boundaryBefore(i - 1)) return;
    const auto urlSafe = [](char c) { return isAlnum(c) || c == '_' || c == '-'; };
    const std::size_t header = runEnd(i, urlSafe, 4096);
    if (header - i < 7 || at(header) != '.') return;
    std::size_t end = runEnd(header + 1, urlSafe);
    if (end - header < 5 || at(end) != '.') return;
    while (at(end) == '.')
      end = runEnd(end + 1, urlSafe);
    found(i - 1, end);
  }

  void pem(std::size_t i) {
    constexpr std::string_view begin = "-----BEGIN ", last = "-----END ";
    if (!startsAt(i, begin)) return;
    const std::string_view label = text_.substr(i + begin.size(), 48);
    const auto dashes = label.find("-----");
    if (dashes == npos || label.substr(0, dashes).find("PRIVATE KEY") == npos) return;
    const std::size_t body = i + begin.size() + dashes + 5;
    constexpr std::size_t longest = 64U << 10;
    const std::size_t from = std::max(body, noPemEnd_);
    const std::size_t until = std::max(from, std::min(body + longest, text_.size()));
    const auto stop = text_.substr(0, until).find(last, from);
    if (stop != npos) {
      const auto close = text_.substr(stop + last.size(), 64).find("-----");
      found(i, close == npos ? stop : stop + last.size() + close + 5);
    } else {
      noPemEnd_ = until - std::min(until, last.size());
      found(i, runEnd(body, [](char c) {
              return isAlnum(c) || c == '+' || c == '/' || c == '=' || c == '\\' || c == '\n' || c == '\r' ||
                     isSpace(c);
            }));
    }
  }

  // --- members that are named like a secret ---

  bool nameBefore(std::size_t sep, Name& name) const {
    std::size_t end = sep;
    while (end > 0 && isSpace(text_[end - 1]))
      --end;
    if (end == 0) return false;
    const char quote = text_[end - 1];
    name.quoted = quote == '"' || quote == '\'';
    if (name.quoted) {
      --end;
      while (end > 0 && text_[end - 1] == '\\') {
        --end;
        ++name.slashes;
      }
    }
    if (end == 0 || !mayEndSecretName(text_[end - 1])) return false;
    constexpr std::size_t longest = 80;
    std::size_t start = end;
    while (start > 0 && end - start < longest &&
           (isNameChar(text_[start - 1]) || (name.quoted && text_[start - 1] == ' ')))
      --start;
    name.text = text_.substr(start, end - start);
    name.start = start;
    return start < end;
  }

  /// An unquoted name before a colon counts only where a line or a flow mapping begins, not in prose.
  bool beginsMember(std::size_t start) const {
    while (start > 0 && isSpace(text_[start - 1]))
      --start;
    return start == 0 || std::string_view("\n\r-{,([\\\"'").find(text_[start - 1]) != npos;
  }

  void separator(std::size_t sep) {
    const char c = text_[sep];
    if (c == ':' && startsAt(sep + 1, "//")) {
      address(sep + 3);
      return;
    }
    const char next = at(sep + 1), before = sep > 0 ? text_[sep - 1] : '\0';
    if (c == '=' &&
        (next == '=' || next == '~' || before == '=' || before == '!' || before == '<' || before == '>'))
      return;
    if (c == ':' && before != '"' && before != '\'' &&
        std::string_view(" \t\r\n\"'\\", 7).find(next) == npos && sep + 1 < text_.size())
      return; // an ARN, a time: a member has its colon behind a quote or before a space
    Name name;
    if (!nameBefore(sep, name) || (c == ':' && !name.quoted && !beginsMember(name.start))) return;
    std::size_t value = sep + 1;
    if (c == '=' && next == '>') ++value;
    while (value < text_.size() && isSpace(text_[value]))
      ++value;
    const bool named = isSecretName(name.text);
    if (named || siblingValue(name, sep))
      member(name, c, value);
    else
      special(name, c, value);
  }

  /// {"name": "DB_PASSWORD", "value": "…"}: the name stands in a member of its own.
  bool siblingValue(const Name& name, std::size_t sep) {
    const char last = name.text.back();
    if (last != 'e' && last != 'y') return false;
    const std::string_view tail =
        name.text.substr(name.text.size() - std::min<std::size_t>(name.text.size(), 5));
    if (tail == "value" || tail == "Value")
      return sep < siblingUntil_ &&
             text_.substr(siblingFrom_, sep - siblingFrom_).find_first_of("{}") == npos;
    if (name.text == "name" || name.text == "Name" || name.text == "key" || name.text == "Key") {
      std::size_t from =
          runEnd(sep + 1, [](char c) { return isSpace(c) || c == '"' || c == '\'' || c == '\\'; });
      const std::size_t to = runEnd(from, isNameChar, 80);
      siblingFrom_ = to;
      siblingUntil_ = isSecretName(text_.substr(from, to - from)) ? to + 300 : 0;
    }
    return false;
  }

  /// Names that hold a secret only if the value looks like one.
  void special(const Name& name, char sep, std::size_t value) {
    const char last = name.text.back();
    if (name.text.size() < 3 || name.text.size() > 13 || std::string_view("nhgdNHGD").find(last) == npos)
      return;
    const auto is = [&](std::string_view word) {
      return name.text.size() == word.size() &&
             std::equal(word.begin(), word.end(), name.text.begin(),
                        [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
    };
    const std::size_t from = runEnd(
        value, [](char c) { return c == '"' || c == '\'' || c == '\\'; }, 8);
    if (is("authorization")) {
      if (startsAt(from, "Bearer ") || startsAt(from, "Basic ")) member(name, sep, value);
    } else if (is("auth") || is("sig")) {
      const std::size_t end =
          runEnd(from, [](char c) { return isAlnum(c) || c == '+' || c == '/' || c == '=' || c == '%'; });
      if (end - from >= 20) found(from, end);
    } else if (is("secret_id") || is("secretid")) { // Vault AppRole; AWS uses the name for an ARN or a name
      const std::size_t end = runEnd(from, [](char c) { return isAlnum(c) || c == '-'; });
      if (end - from == 36 && text_[from + 8] == '-' && text_[from + 13] == '-') found(from, end);
    }
  }

  void member(const Name& name, char sep, std::size_t value) {
    const std::size_t quote = runEnd(
        value, [](char c) { return c == '\\'; }, 64);
    const char c = at(quote);
    if (c == '"' || c == '\'') {
      const std::size_t end = quotedEnd(quote, quote - value, c);
      keep(quote + 1, end);
    } else if (quote != value) {
      return;
    } else if (c == '[') {
      list(value + 1);
    } else if (c == '<' && at(value + 1) == '<') {
      hereDocument(value + 2);
    } else if ((c == '|' || c == '>') && sep == ':') {
      blockScalar(name, value);
    } else if (c != '{' && c != '&' && c != '*' && c != '$') {
      bare(name, sep, value);
    }
  }

  void keep(std::size_t from, std::size_t to) {
    const std::string_view value = text_.substr(from, to - from);
    if (!isEmptyWord(value) && !isId(value)) found(from, to);
  }

  /// Offset of the quote that ends a string whose opening quote stands at `quote` behind `slashes`
  /// backslashes; the end of the text where there is none.
  std::size_t quotedEnd(std::size_t quote, std::size_t slashes, char mark) const {
    for (std::size_t i = text_.find(mark, quote + 1); i != npos; i = text_.find(mark, i + 1)) {
      std::size_t before = 0;
      while (i - before > quote + 1 && text_[i - before - 1] == '\\')
        ++before;
      if (mark == '\'' && slashes == 0) return i;
      if (slashes == 0 ? before % 2 == 0 : before <= slashes) return i - before * (slashes > 0 ? 1 : 0);
    }
    return text_.size();
  }

  void list(std::size_t from) {
    for (std::size_t i = from; i < text_.size();) {
      i = runEnd(i, [](char c) { return isSpace(c) || c == '\n' || c == '\r' || c == ','; });
      const std::size_t quote = runEnd(
          i, [](char c) { return c == '\\'; }, 64);
      if (at(quote) != '"' && at(quote) != '\'') return;
      const std::size_t end = quotedEnd(quote, quote - i, text_[quote]);
      keep(quote + 1, end);
      i = runEnd(end, [](char c) { return c == '\\'; }) + 1;
    }
  }

  /// HCL and shell: <<EOF … EOF, <<-EOF.
  void hereDocument(std::size_t from) {
    if (at(from) == '-' || at(from) == '~') ++from;
    const std::size_t wordEnd = runEnd(from, isNameChar, 64);
    const std::string_view word = text_.substr(from, wordEnd - from);
    const auto lineEnd = text_.find('\n', wordEnd);
    if (word.empty() || lineEnd == npos) return;
    std::size_t line = lineEnd + 1;
    while (line < text_.size()) {
      const std::size_t first = runEnd(line, isSpace);
      if (startsAt(first, word) && !isNameChar(at(first + word.size()))) break;
      line = std::min(text_.find('\n', line), text_.size() - 1) + 1;
    }
    found(lineEnd + 1, line);
  }

  /// YAML "|" and ">": the lines that are indented deeper than the name.
  void blockScalar(const Name& name, std::size_t value) {
    const auto newline = text_.rfind('\n', name.start);
    const std::size_t lineStart = newline == npos ? 0 : newline + 1;
    std::size_t first = lineStart;
    while (first < name.start && (isSpace(text_[first]) || text_[first] == '-'))
      ++first;
    const std::size_t indent = first - lineStart;
    const auto lineEnd = text_.find('\n', value);
    if (lineEnd == npos) return;
    std::size_t line = lineEnd + 1;
    while (line < text_.size()) {
      const std::size_t text = runEnd(line, isSpace);
      const bool blank = at(text) == '\n' || at(text) == '\r';
      if (!blank && text - line <= indent) break;
      line = std::min(text_.find('\n', line), text_.size() - 1) + 1;
    }
    found(lineEnd + 1, line);
  }

  void bare(const Name& name, char sep, std::size_t value) {
    const std::string_view stops =
        sep == ':' ? std::string_view("\n\r\"\\") : std::string_view("\n\r\t &;\"'\\,)}");
    std::size_t end = std::min(text_.find_first_of(stops, value), text_.size());
    std::string_view all = text_.substr(value, end - value);
    if (name.quoted && sep == ':') { // JSON: a number, a word
      const auto scalarEnd = std::min(all.find_first_of(",}] \t"), all.size());
      if (isJsonScalar(all.substr(0, scalarEnd))) return;
    }
    if (const auto comment = all.find(" #"); comment != npos) all = all.substr(0, comment);
    while (!all.empty() && isSpace(all.back()))
      all.remove_suffix(1);
    const auto wordEnd = std::min(all.find_first_of(",} "), all.size());
    if (!isEmptyWord(all.substr(0, wordEnd))) keep(value, value + all.size());
  }

  /// scheme://user:password@host
  void address(std::size_t from) {
    const std::size_t end = runEnd(
        from,
        [](char c) {
          return static_cast<unsigned char>(c) > 0x20 && c != '/' && c != '"' && c != '\'' && c != '\\' &&
                 c != '?' && c != '#';
        },
        1024);
    const std::string_view authority = text_.substr(from, end - from);
    const auto host = authority.rfind('@'), colon = authority.find(':');
    if (host != npos && colon < host && host - colon > 1 && authority[colon + 1] != '$')
      found(from + colon + 1, from + host);
  }

  // --- tables ---

  /// A first line of column names, some of them a secret's.
  void csvColumns() {
    const std::string_view head =
        text_.substr(0, std::min(text_.find('\n'), std::min<std::size_t>(text_.size(), 4096)));
    if (head.find(',') == npos || head.find_first_of("{}[]:=") != npos || head.size() == text_.size()) return;
    std::vector<bool> secret;
    for (std::size_t i = 0; i <= head.size();) {
      const auto comma = std::min(head.find(',', i), head.size());
      std::string_view cell = head.substr(i, comma - i);
      const auto first = cell.find_first_not_of("\" \r"), last = cell.find_last_not_of("\" \r");
      cell = first == npos ? std::string_view() : cell.substr(first, last - first + 1);
      secret.push_back(isSecretName(cell));
      i = comma + 1;
    }
    if (std::find(secret.begin(), secret.end(), true) == secret.end()) return;
    const std::size_t done = done_;
    std::size_t column = 0;
    for (std::size_t i = head.size() + 1; i < text_.size();) {
      const bool quoted = text_[i] == '"';
      std::size_t end = quoted ? cellQuoteEnd(i) : std::min(text_.find_first_of(",\r\n", i), text_.size());
      if (column < secret.size() && secret[column]) keep(i + (quoted ? 1 : 0), end);
      end = std::min(text_.find_first_of(",\n", end), text_.size());
      column = at(end) == ',' ? column + 1 : 0;
      i = end + 1;
    }
    done_ = done; // the other rules look at the rows as well
  }
  std::size_t cellQuoteEnd(std::size_t quote) const {
    for (std::size_t i = text_.find('"', quote + 1); i != npos; i = text_.find('"', i + 2))
      if (at(i + 1) != '"') return i;
    return text_.size();
  }

  std::string_view text_;
  std::uint64_t base_;
  std::vector<Locator> out_;
  std::size_t done_ = 0;        ///< nothing before this offset is looked at again
  std::size_t siblingFrom_ = 0; ///< behind a member "name" that names a secret
  std::size_t siblingUntil_ = 0;
  std::size_t noPemEnd_ = 0; ///< no "-----END" stands between the last PEM header and here
};

} // namespace

std::vector<Locator> findSecrets(std::string_view text, std::uint64_t baseOffset) {
  return Finder(text, baseOffset).run();
}

void maskSpans(char* bytes, std::size_t size, std::uint64_t base, const std::vector<Locator>& spans) {
  for (const Locator& span : spans) {
    const std::uint64_t from = std::max(span.offset, base);
    const std::uint64_t to = std::min(span.offset + span.length, base + size);
    for (std::uint64_t i = from; i < to; ++i) {
      char& c = bytes[i - base];
      if (c != '\n' && c != '\r') // lines keep their numbers
        c = '*';
    }
  }
}

std::string excerptAround(std::string_view text, std::uint64_t byte) {
  constexpr std::size_t shown = 120, before = 50;
  constexpr std::size_t context = 8U << 10, farthest = 64U << 10;
  const auto place = static_cast<std::size_t>(std::min<std::uint64_t>(byte, text.size()));
  std::size_t from = place - std::min(place, before);
  from = std::min(from, text.size() - std::min(text.size(), shown));
  // What is a secret is told by what stands before it: the start of the string that the place may be inside
  // of.
  std::size_t windowFrom = from - std::min(from, context);
  const std::size_t far = from - std::min(from, farthest);
  const auto boundary = text.substr(far, from - far).find_last_of("\"\n");
  if (boundary == npos && far > 0)
    return std::string(std::min(shown, text.size() - from), '*'); // inside of something endless
  if (boundary != npos)
    windowFrom = std::min(windowFrom, far + boundary - std::min(far + boundary, std::size_t{128}));
  std::string window(text.substr(windowFrom, from - windowFrom + shown + context));
  maskSpans(window.data(), window.size(), 0, findSecrets(window, 0));
  std::string out = window.substr(from - windowFrom, shown);
  std::size_t start = 0;
  while (start < out.size() && (static_cast<unsigned char>(out[start]) & 0xC0U) == 0x80U)
    ++start;
  out.erase(0, start);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == '\x7F') c = ' ';
  std::size_t bad = 0;
  while (!validUtf8(out, &bad)) {
    if (out.size() - bad < 4)
      out.resize(bad); // a character that was cut
    else
      out[bad] = '?';
  }
  return out;
}

} // namespace countersign
