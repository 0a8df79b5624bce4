// SPDX-License-Identifier: Apache-2.0
#include "models/access/pattern_language.h"

#include <algorithm>
#include <map>
#include <utility>

namespace countersign::pattern {
namespace {

using Token = Glob::Token;
using Tokens = std::vector<Token>;

constexpr Token ideograph = 0xE4B880;            // U+4E00: the first of many
constexpr std::size_t largestTable = 16'000'000; // steps of a comparison of two patterns

bool takes(Token pattern, Token letter) {
  return pattern == letter || (pattern == Glob::one && !Glob::isVariable(letter));
}

/// A part of a pattern.
class Span {
public:
  explicit Span(const Tokens& tokens) : begin_(tokens.data()), end_(begin_ + tokens.size()) {}
  bool empty() const { return begin_ == end_; }
  std::size_t size() const { return static_cast<std::size_t>(end_ - begin_); }
  Token front() const { return *begin_; }
  Token back() const { return *(end_ - 1); }
  Token operator[](std::size_t i) const { return *(begin_ + i); }
  void popFront() { ++begin_; }
  void popBack() { --end_; }

private:
  const Token *begin_, *end_;
};

std::string textOf(Token token) {
  if (Glob::isVariable(token)) return "${…}";
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8)
    if (const auto byte = static_cast<unsigned char>(token >> shift); byte != 0 || shift == 0)
      out += static_cast<char>(byte);
  return out;
}

/// Runs the patterns of a language side by side, breadth first. A state is a list of positions for each
/// pattern.
class Search {
public:
  Search(const Language& language, std::size_t limit) : limit_(limit), all_(language.all.size()) {
    for (const auto* globs : {&language.all, &language.none})
      for (const Glob& glob : *globs)
        patterns_.push_back(&glob.tokens());
    while (inSomePattern(other_))
      other_ = other_ == '~' ? ideograph : other_ + 1;
  }

  SomeText run() {
    std::vector<Positions> begin(patterns_.size(), Positions{0});
    for (std::size_t i = 0; i < patterns_.size(); ++i)
      close(*patterns_[i], begin[i]);
    visit(std::move(begin), 0, 0);
    for (std::size_t at = 0; at < nodes_.size(); ++at) {
      if (accepts(nodes_[at].entry->first)) return {Truth::Yes, pathTo(at), steps_};
      if (steps_ > limit_) return {Truth::Undecided, {}, steps_};
      for (const Token letter : lettersAt(nodes_[at].entry->first))
        follow(at, letter);
    }
    return {Truth::No, {}, steps_};
  }

private:
  using Positions = std::vector<std::uint32_t>;
  using State = std::vector<Positions>;
  struct Node {
    std::map<State, std::size_t>::const_iterator entry;
    std::size_t parent;
    Token letter;
  };

  bool inSomePattern(Token token) const {
    return std::any_of(patterns_.begin(), patterns_.end(), [&](const Tokens* tokens) {
      return std::find(tokens->begin(), tokens->end(), token) != tokens->end();
    });
  }

  /// A `*` may stand for nothing; and from behind a `*` everything follows that follows from further ahead.
  static void close(const Tokens& tokens, Positions& positions) {
    std::size_t keep = 0;
    Positions out;
    for (const std::uint32_t p : positions) {
      if (out.empty() || out.back() != p) out.push_back(p);
      if (p >= tokens.size() || tokens[p] != Glob::run) continue;
      keep = out.size() - 1;
      out.push_back(p + 1);
    }
    out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(keep));
    positions = std::move(out);
  }

  /// The letters that patterns distinguish here, and one that stands for all others.
  Tokens lettersAt(const State& state) const {
    Tokens out;
    for (std::size_t i = 0; i < state.size(); ++i)
      for (const std::uint32_t p : state[i])
        if (p < patterns_[i]->size() && (*patterns_[i])[p] != Glob::run && (*patterns_[i])[p] != Glob::one)
          out.push_back((*patterns_[i])[p]);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    out.push_back(other_);
    return out;
  }

  void follow(std::size_t from, Token letter) {
    State next(patterns_.size());
    for (std::size_t i = 0; i < patterns_.size(); ++i) {
      const Tokens& tokens = *patterns_[i];
      for (const std::uint32_t p : nodes_[from].entry->first[i]) {
        ++steps_;
        if (p >= tokens.size()) continue;
        if (tokens[p] == Glob::run)
          next[i].push_back(p);
        else if (takes(tokens[p], letter))
          next[i].push_back(p + 1);
      }
      close(tokens, next[i]);
      if (i < all_ && next[i].empty()) return;
      // A `*` at the end of what must not match: no text that begins so is left.
      if (i >= all_ && !next[i].empty() && next[i].front() + 1 == tokens.size() && tokens.back() == Glob::run)
        return;
    }
    visit(std::move(next), from, letter);
  }

  void visit(State state, std::size_t parent, Token letter) {
    const auto [entry, fresh] = seen_.emplace(std::move(state), nodes_.size());
    if (fresh) nodes_.push_back({entry, parent, letter});
  }

  bool accepts(const State& state) const {
    for (std::size_t i = 0; i < state.size(); ++i) {
      const bool ends = !state[i].empty() && state[i].back() == patterns_[i]->size();
      if (ends != (i < all_)) return false;
    }
    return true;
  }

  std::string pathTo(std::size_t at) const {
    Tokens letters;
    for (; at != 0; at = nodes_[at].parent)
      letters.push_back(nodes_[at].letter);
    std::string out;
    for (auto letter = letters.rbegin(); letter != letters.rend(); ++letter)
      out += textOf(*letter);
    return out;
  }

  std::size_t limit_, all_, steps_ = 0;
  std::vector<const Tokens*> patterns_;
  Token other_ = 'x';
  std::map<State, std::size_t> seen_;
  std::vector<Node> nodes_;
};

} // namespace

Glob::Glob(const Symbols& symbols, std::string text) : Glob(bodyOf(symbols, std::move(text))) {}

Glob::Body Glob::bodyOf(const Symbols& symbols, std::string text) {
  Body out;
  out.text = std::move(text);
  out.tokens.reserve(symbols.size());
  bool pendingRun = false; // `*` goes behind the `?` that follow it
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    const std::uint16_t symbol = symbols[i];
    if (symbol == anyRun) {
      pendingRun = true;
      continue;
    }
    if (symbol == anyOne) {
      out.tokens.push_back(one);
      continue;
    }
    if (std::exchange(pendingRun, false)) out.tokens.push_back(run);
    out.hasVariables = out.hasVariables || symbol >= firstVariable;
    Token token = symbol >= firstVariable ? variables + (symbol - firstVariable) : symbol;
    // The bytes of one character; more than four are no UTF-8.
    for (int more = 0;
         symbol <= 0xFF && more < 3 && i + 1 < symbols.size() && (symbols[i + 1] & 0xFFC0U) == 0x80U; ++more)
      token = token << 8U | symbols[++i];
    out.tokens.push_back(token);
  }
  if (pendingRun) out.tokens.push_back(run);
  return out;
}

Glob Glob::widened() const {
  Body out;
  out.text = text();
  bool pendingRun = false;
  for (const Token token : tokens()) {
    if (token == run || isVariable(token)) {
      pendingRun = true;
      continue;
    }
    if (token != one && std::exchange(pendingRun, false)) out.tokens.push_back(run);
    out.tokens.push_back(token);
  }
  if (pendingRun) out.tokens.push_back(run);
  return Glob(std::move(out));
}

/// A text that the pattern matches: runs stand for nothing, or for one character that is hardly in another
/// pattern.
Glob Glob::example(bool full) const {
  constexpr Token rare = 1;
  Body out;
  out.tokens.reserve(tokens().size());
  for (const Token token : tokens())
    if (token != run)
      out.tokens.push_back(token == one ? rare : token);
    else if (full)
      out.tokens.push_back(rare);
  return Glob(std::move(out));
}

SomeText someText(const Language& language, std::size_t limit) {
  return Search(language, limit).run();
}

bool coversPlainly(const Glob& wideGlob, const Glob& narrowGlob) {
  Span wide(wideGlob.tokens()), narrow(narrowGlob.tokens());
  // What stands before the first run and behind the last one has one place only.
  for (; !wide.empty() && wide.front() != Glob::run; wide.popFront(), narrow.popFront())
    if (narrow.empty() || narrow.front() == Glob::run || !takes(wide.front(), narrow.front())) return false;
  for (; !wide.empty() && wide.back() != Glob::run; wide.popBack(), narrow.popBack())
    if (narrow.empty() || narrow.back() == Glob::run || !takes(wide.back(), narrow.back())) return false;
  if (wide.empty()) return narrow.empty();
  if (wide.size() == 1) return true;
  // row[j]: does wide[i..] cover narrow[j..] so?
  const std::size_t n = narrow.size();
  std::vector<char> below(n + 1, 0), row(n + 1, 0);
  below[n] = 1;
  for (std::size_t i = wide.size(); i-- > 0;) {
    const bool any = wide[i] == Glob::run;
    row[n] = any ? below[n] : 0;
    for (std::size_t j = n; j-- > 0;)
      row[j] = any ? (below[j] != 0 || row[j + 1] != 0 ? 1 : 0)
                   : (narrow[j] != Glob::run && takes(wide[i], narrow[j]) ? below[j + 1] : 0);
    below.swap(row);
  }
  return below[0] != 0;
}

Truth covers(const Glob& wide, const Glob& narrow) {
  if (wide.tokens().size() * narrow.tokens().size() > largestTable) return Truth::Undecided;
  if (coversPlainly(wide, narrow)) return Truth::Yes;
  if (overlaps(wide, narrow) == Truth::No) return Truth::No;
  return inverse(someText({{narrow}, {wide}}).exists);
}

Truth overlaps(const Glob& a, const Glob& b) {
  Span x(a.tokens()), y(b.tokens());
  if (x.size() * y.size() > largestTable) return Truth::Undecided;
  const auto meet = [](Token s, Token t) { return takes(s, t) || takes(t, s); };
  const auto bare = [](Token s, Token t) { return s != Glob::run && t != Glob::run; };
  for (; !x.empty() && !y.empty() && bare(x.front(), y.front()); x.popFront(), y.popFront())
    if (!meet(x.front(), y.front())) return Truth::No;
  for (; !x.empty() && !y.empty() && bare(x.back(), y.back()); x.popBack(), y.popBack())
    if (!meet(x.back(), y.back())) return Truth::No;
  if ((x.size() == 1 && x.front() == Glob::run) || (y.size() == 1 && y.front() == Glob::run))
    return Truth::Yes;
  const std::size_t n = y.size();
  // row[j]: do a[i..] and b[j..] have a text in common?
  std::vector<char> below(n + 1, 0), row(n + 1, 0);
  for (std::size_t i = x.size() + 1; i-- > 0;) {
    for (std::size_t j = n + 1; j-- > 0;) {
      const bool endX = i == x.size(), endY = j == n;
      bool common = endX && endY;
      if (!endX && x[i] == Glob::run) common = below[j] != 0 || (!endY && row[j + 1] != 0);
      if (!common && !endY && y[j] == Glob::run) common = row[j + 1] != 0 || (!endX && below[j] != 0);
      if (!common && !endX && !endY && bare(x[i], y[j])) common = meet(x[i], y[j]) && below[j + 1] != 0;
      row[j] = common ? 1 : 0;
    }
    below.swap(row);
  }
  return below[0] != 0 ? Truth::Yes : Truth::No;
}

Truth plainlyThere(const Language& language) {
  for (std::size_t i = 0; i < language.all.size(); ++i) {
    for (std::size_t j = i + 1; j < language.all.size(); ++j)
      if (overlaps(language.all[i], language.all[j]) == Truth::No) return Truth::No;
    for (const Glob& none : language.none)
      if (coversPlainly(none, language.all[i])) return Truth::No;
  }
  for (const Glob& glob : language.all)
    for (const bool full : {false, true}) {
      const Glob example = glob.example(full);
      const auto fits = [&](const Glob& other) { return coversPlainly(other, example); };
      if (std::all_of(language.all.begin(), language.all.end(), fits) &&
          std::none_of(language.none.begin(), language.none.end(), fits))
        return Truth::Yes;
    }
  return Truth::Undecided;
}

} // namespace countersign::pattern
