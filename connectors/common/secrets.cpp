// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/secrets.h"

#include "connectors/common/secret_cells.h"
#include "connectors/common/secret_scan.h"
#include "connectors/common/secret_text.h"
#include "connectors/common/secret_tokens.h"

#include <algorithm>
#include <array>

namespace countersign {
namespace {

using namespace secretfinding;

/// The name in front of a separator.
struct Name {
  std::string_view text;
  std::size_t start = 0; ///< offset of its first character, behind the quote
  bool quoted = false;
  std::size_t slashes = 0; ///< backslashes before each quote: JSON inside a JSON string
};

bool isJsonScalar(std::string_view value) {
  return isEmptyWord(value) || value.find_first_not_of("+-.0123456789eE") == npos;
}

/// Members that are named like a secret, and what other rules find on the way.
class Finder : private Text {
public:
  Finder(std::string_view text, std::uint64_t base) : Text(text), base_(base), tokens_(text) {}

  std::vector<Locator> run() {
    for (const Stretch& cell : secretCells(text_))
      add(cell);
    SecretHits hits(text_);
    for (std::size_t at = hits.next(); at != npos; at = hits.next()) {
      if (at < done_) continue;
      const char c = text_[at];
      if (c == ':' || c == '=')
        separator(at);
      else
        found(tokens_.around(at));
    }
    std::stable_sort(out_.begin(), out_.end(),
                     [](const Locator& a, const Locator& b) { return a.offset < b.offset; });
    return merged();
  }

private:
  void add(const Stretch& s) {
    if (s.to > s.from) out_.push_back(Locator{base_ + s.from, s.to - s.from, {}, 0});
  }
  void found(const Stretch& s) {
    add(s);
    done_ = std::max(done_, s.to);
  }
  void found(std::size_t from, std::size_t to) { found(Stretch{from, to}); }
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
      found(tokens_.address(sep + 3));
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
    if (worthHiding(text_.substr(from, to - from))) found(from, to);
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

  std::uint64_t base_;
  SecretTokens tokens_;
  std::vector<Locator> out_;
  std::size_t done_ = 0;        ///< nothing before this offset is looked at again
  std::size_t siblingFrom_ = 0; ///< behind a member "name" that names a secret
  std::size_t siblingUntil_ = 0;
};

} // namespace

std::vector<Locator> findSecrets(std::string_view text, std::uint64_t baseOffset) {
  return Finder(text, baseOffset).run();
}

} // namespace countersign
