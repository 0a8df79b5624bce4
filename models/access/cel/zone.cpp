// SPDX-License-Identifier: Apache-2.0
#include "models/access/cel/zone.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>

namespace countersign::cel {
namespace {

constexpr std::size_t largestFile = 256U << 10;
constexpr std::size_t mostZones = 2000;

std::int64_t bigEndian(std::string_view bytes) {
  std::uint64_t out = bytes.empty() || (static_cast<unsigned char>(bytes[0]) & 0x80U) == 0 ? 0 : ~0ULL;
  for (const char c : bytes)
    out = (out << 8U) | static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(out);
}

/// The counts of a header, in the order of the format.
struct Header {
  std::size_t isUt = 0, isStd = 0, leap = 0, times = 0, types = 0, chars = 0;
  static constexpr std::size_t size = 44;
  std::size_t bodySize(std::size_t timeSize) const {
    return times * (timeSize + 1) + types * 6 + chars + leap * (timeSize + 4) + isStd + isUt;
  }
};

std::optional<Header> header(std::string_view content) {
  if (content.size() < Header::size || !content.starts_with("TZif")) return std::nullopt;
  Header out;
  std::size_t at = 20;
  for (std::size_t* count : {&out.isUt, &out.isStd, &out.leap, &out.times, &out.types, &out.chars}) {
    const std::int64_t n = bigEndian(content.substr(at, 4));
    if (n < 0 || n > 100'000) return std::nullopt;
    *count = static_cast<std::size_t>(n);
    at += 4;
  }
  return out;
}

std::optional<std::string> readFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::string out(largestFile, '\0');
  in.read(out.data(), static_cast<std::streamsize>(out.size()));
  out.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
  return out;
}

bool goodName(std::string_view name) {
  if (name.empty() || name.size() > 64 || name.front() == '/' || name == "localtime" ||
      name == "posixrules" || name == "Factory")
    return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '_' || c == '-' || c == '+';
  });
}

std::shared_ptr<const Zone> readZone(const std::string& name) {
  const char* const own = std::getenv("TZDIR");
  for (const char* folder : {own, "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/etc/zoneinfo"}) {
    const auto content = folder == nullptr ? std::nullopt : readFile(std::string(folder) + '/' + name);
    if (!content) continue;
    if (auto zone = Zone::fromTzif(*content)) return std::make_shared<const Zone>(std::move(*zone));
  }
  return nullptr;
}

/// "+02:00"; nothing where it has another form.
std::optional<std::int32_t> fixedOffset(std::string_view name) {
  const bool negative = name.starts_with('-');
  if (negative || name.starts_with('+')) name.remove_prefix(1);
  const auto digit = [&](std::size_t i) { return name[i] >= '0' && name[i] <= '9' ? name[i] - '0' : -1000; };
  if (name.size() != 5 || name[2] != ':') return std::nullopt;
  const int hours = digit(0) * 10 + digit(1), minutes = digit(3) * 10 + digit(4);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  return (negative ? -1 : 1) * (hours * 3600 + minutes * 60);
}

} // namespace

Zone Zone::fixed(std::int32_t offset) {
  Zone out;
  out.first_ = offset;
  return out;
}

std::optional<Zone> Zone::fromTzif(std::string_view content) {
  const auto old = header(content);
  if (!old || content[4] < '2') return std::nullopt;
  const std::size_t skipped = Header::size + old->bodySize(4);
  if (content.size() < skipped) return std::nullopt;
  content.remove_prefix(skipped);
  const auto counts = header(content);
  if (!counts || counts->types == 0 || content.size() < Header::size + counts->bodySize(8))
    return std::nullopt;
  content.remove_prefix(Header::size);
  const std::string_view times = content.substr(0, counts->times * 8);
  const std::string_view indexes = content.substr(times.size(), counts->times);
  const std::string_view types = content.substr(times.size() + indexes.size(), counts->types * 6);
  const auto offsetOf = [&](std::size_t type) {
    return static_cast<std::int32_t>(bigEndian(types.substr(type * 6, 4)));
  };
  Zone out;
  out.first_ = offsetOf(0);
  for (std::size_t i = 0; i < counts->times; ++i) {
    const auto type = static_cast<unsigned char>(indexes[i]);
    if (type >= counts->types) return std::nullopt;
    out.transitions_.push_back({bigEndian(times.substr(i * 8, 8)), offsetOf(type)});
    if (i > 0 && out.transitions_[i].at <= out.transitions_[i - 1].at) return std::nullopt;
  }
  std::string_view footer = content.substr(counts->bodySize(8));
  if (footer.size() < 2 || footer.front() != '\n') return out;
  footer = footer.substr(1, footer.find('\n', 1) - 1);
  if (footer.empty()) return out;
  out.rule_ = ZoneRule::parse(footer);
  return out.rule_ ? std::optional(std::move(out)) : std::nullopt;
}

std::int32_t Zone::offsetAt(std::int64_t seconds) const {
  const auto next = std::upper_bound(transitions_.begin(), transitions_.end(), seconds,
                                     [](std::int64_t s, const Transition& t) { return s < t.at; });
  if (next == transitions_.end() && rule_) return rule_->offsetAt(seconds);
  return next == transitions_.begin() ? first_ : std::prev(next)->offset;
}

ZoneFound findZone(std::string_view name) {
  if (const auto offset = fixedOffset(name))
    return {std::make_shared<const Zone>(Zone::fixed(*offset)), false};
  if (name.find(':') != std::string_view::npos) return {nullptr, true};
  if (!goodName(name)) return {nullptr, false};
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const Zone>, std::less<>> kept;
  const std::lock_guard lock(mutex);
  if (const auto at = kept.find(name); at != kept.end()) return {at->second, false};
  auto zone = readZone(std::string(name));
  if (zone != nullptr && kept.size() < mostZones) kept.emplace(name, zone);
  return {std::move(zone), false};
}

} // namespace countersign::cel
