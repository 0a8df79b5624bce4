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

Glob::Glob(const Symbols& symbols, std::string text) : text_(std::move(text)) {
  bool pendingRun = false; // `*` goes behind the `?` that follow it
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    const std::uint16_t symbol = symbols[i];
    if (symbol == anyRun) {
      pendingRun = true;
      continue;
    }
    if (symbol == anyOne) {
      tokens_.push_back(one);
      continue;
    }
    if (std::exchange(pendingRun, false)) tokens_.push_back(run);
    hasVariables_ = hasVariables_ || symbol >= firstVariable;
    Token token = symbol >= firstVariable ? variables + (symbol - firstVariable) : symbol;
    // The bytes of one character; more than four are no UTF-8.
    for (int more = 0;
         symbol <= 0xFF && more < 3 && i + 1 < symbols.size() && (symbols[i + 1] & 0xFFC0U) == 0x80U; ++more)
      token = token << 8U | symbols[++i];
    tokens_.push_back(token);
  }
  if (pendingRun) tokens_.push_back(run);
}

Glob Glob::widened() const {
  Glob out({}, text_);
  bool pendingRun = false;
  for (const Token token : tokens_) {
    if (token == run || isVariable(token)) {
      pendingRun = true;
      continue;
    }
    if (token != one && std::exchange(pendingRun, false)) out.tokens_.push_back(run);
    out.tokens_.push_back(token);
  }
  if (pendingRun) out.tokens_.push_back(run);
  return out;
}

SomeText someText(const Language& language, std::size_t limit) {
  return Search(language, limit).run();
}

bool coversPlainly(const Glob& wideGlob, const Glob& narrowGlob) {
  // row[j]: does wide[i..] cover narrow[j..] so?
  const Tokens &wide = wideGlob.tokens(), &narrow = narrowGlob.tokens();
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
  const std::vector<Token>&x = a.tokens(), &y = b.tokens();
  const std::size_t n = y.size();
  if (x.size() * n > largestTable) return Truth::Undecided;
  // row[j]: do a[i..] and b[j..] have a text in common?
  std::vector<char> below(n + 1, 0), row(n + 1, 0);
  for (std::size_t i = x.size() + 1; i-- > 0;) {
    for (std::size_t j = n + 1; j-- > 0;) {
      const bool endX = i == x.size(), endY = j == n;
      bool common = endX && endY;
      if (!endX && x[i] == Glob::run) common = below[j] != 0 || (!endY && row[j + 1] != 0);
      if (!common && !endY && y[j] == Glob::run) common = row[j + 1] != 0 || (!endX && below[j] != 0);
      if (!common && !endX && !endY && x[i] != Glob::run && y[j] != Glob::run)
        common = (takes(x[i], y[j]) || takes(y[j], x[i])) && below[j + 1] != 0;
      row[j] = common ? 1 : 0;
    }
    below.swap(row);
  }
  return below[0] != 0 ? Truth::Yes : Truth::No;
}

} // namespace countersign::pattern
