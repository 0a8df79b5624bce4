// SPDX-License-Identifier: Apache-2.0
#include "models/access/catalogue_file.h"

#include <algorithm>
#include <array>
#include <zstd.h>

namespace countersign::catalogue {
namespace {

constexpr std::size_t largest = 64U << 20, mostEntries = 500'000;
constexpr std::string_view letters = "rlwdasime", magic = "countersign catalogue 1";

Result<std::string> inflated(std::string_view bytes) {
  constexpr std::string_view zstd("\x28\xb5\x2f\xfd", 4);
  if (bytes.substr(0, zstd.size()) != zstd) {
    if (bytes.size() > largest) return failure(ErrorCode::Limit, "a catalogue is too large");
    return std::string(bytes);
  }
  const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR)
    return failure(ErrorCode::Corrupt, "a catalogue does not say how large it is");
  if (size > largest) return failure(ErrorCode::Limit, "a catalogue is too large");
  std::string out(static_cast<std::size_t>(size), '\0');
  const std::size_t n = ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(n) != 0 || n != out.size())
    return failure(ErrorCode::Corrupt, "a catalogue cannot be unpacked");
  return out;
}

std::string_view takeUntil(std::string_view& rest, char end) {
  const auto at = rest.find(end);
  const std::string_view out = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  return out;
}

class Reader {
public:
  explicit Reader(File& out) : out_(out), rest_(*out.text) {}

  Result<void> run() {
    COUNTERSIGN_TRY(header());
    while (!rest_.empty()) {
      const std::string_view text = line();
      if (!text.empty()) COUNTERSIGN_TRY(body(text));
    }
    finish();
    return {};
  }

private:
  tl::unexpected<Error> malformed(const char* what) const {
    Place place;
    place.line = number_;
    return failure(ErrorCode::Malformed, what, {}, std::move(place));
  }
  std::string_view line() {
    ++number_;
    return takeUntil(rest_, '\n');
  }
  std::string_view lowered(std::string_view part) const {
    return std::string_view(*out_.lower)
        .substr(static_cast<std::size_t>(part.data() - out_.text->data()), part.size());
  }

  Result<void> header() {
    if (line() != magic) return malformed("this is no catalogue");
    std::string_view kind;
    const std::array<std::pair<std::string_view, std::string*>, 4> members{
        {{"system", &out_.version.system},
         {"date", &out_.version.date},
         {"source", &out_.version.source},
         {"licence", &out_.version.licence}}};
    for (std::string_view text = line(); !text.empty(); text = line()) {
      const std::string_view name = takeUntil(text, ':');
      if (!text.empty() && text.front() == ' ') text.remove_prefix(1);
      if (name == "kind") kind = text;
      for (const auto& [member, value] : members)
        if (member == name) *value = std::string(text);
    }
    if (kind != "actions" && kind != "rules" && kind != "roles")
      return malformed("a catalogue is of actions, rules or roles");
    out_.kind = kind == "actions" ? Kind::Actions : kind == "rules" ? Kind::Rules : Kind::Roles;
    return {};
  }

  Result<void> body(std::string_view text) {
    if (out_.entries.size() >= mostEntries || out_.services.size() >= mostEntries)
      return failure(ErrorCode::Limit, "a catalogue has too many entries");
    if (out_.kind == Kind::Actions && text.front() == '@') {
      out_.services.push_back({lowered(text.substr(1)), out_.entries.size(), out_.entries.size(), {}});
      return {};
    }
    if (text.find('\t') == std::string_view::npos)
      return malformed("a line of a catalogue has too few columns");
    Entry entry;
    entry.name = takeUntil(text, '\t');
    entry.key = lowered(entry.name);
    const std::string_view second = takeUntil(text, '\t');
    entry.sentence = text;
    if (out_.kind == Kind::Roles)
      entry.version = second;
    else
      COUNTERSIGN_TRY(flags(second, entry.effects));
    out_.entries.push_back(entry);
    if (out_.kind != Kind::Actions) return {};
    if (out_.services.empty()) return malformed("an action of a catalogue has no service");
    out_.services.back().last = out_.entries.size();
    out_.services.back().all.add(entry.effects);
    return {};
  }

  Result<void> flags(std::string_view text, Effects& out) const {
    constexpr std::array<Effects::Flag, 9> values{
        Effects::Read,        Effects::List,           Effects::Write,
        Effects::Delete,      Effects::Administer,     Effects::ReadSecret,
        Effects::Impersonate, Effects::MintCredential, Effects::Escalate};
    for (const char letter : text) {
      const auto at = letters.find(letter);
      if (at == std::string_view::npos) return malformed("a letter of a catalogue is no effect");
      out.flags = static_cast<std::uint16_t>(out.flags | values[at]);
    }
    return {};
  }

  void finish() {
    const auto byKey = [](const auto& a, const auto& b) { return a.key < b.key; };
    const auto at = [&](std::size_t i) { return out_.entries.begin() + static_cast<std::ptrdiff_t>(i); };
    for (const Service& service : out_.services)
      if (!std::is_sorted(at(service.first), at(service.last), byKey))
        std::stable_sort(at(service.first), at(service.last), byKey);
    std::stable_sort(out_.services.begin(), out_.services.end(), byKey);
    if (out_.kind == Kind::Roles) std::stable_sort(out_.entries.begin(), out_.entries.end(), byKey);
    out_.version.entries = out_.entries.size();
  }

  File& out_;
  std::string_view rest_;
  std::uint64_t number_ = 0;
};

} // namespace

std::string lowerCase(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

Result<File> read(std::string_view bytes) {
  COUNTERSIGN_ASSIGN(std::string text, inflated(bytes));
  File out;
  out.text = std::make_unique<const std::string>(std::move(text));
  out.lower = std::make_unique<const std::string>(lowerCase(*out.text));
  COUNTERSIGN_TRY(Reader(out).run());
  return out;
}

} // namespace countersign::catalogue
