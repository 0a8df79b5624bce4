// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/yaml_json.h"

#include "connectors/common/yaml_scalar.h"
#include "models/identity/json.h"
#include "models/identity/json_text.h"

#include <algorithm>
#include <exception>
#include <istream>
#include <streambuf>
#include <unordered_map>
#include <unordered_set>
#include <vector>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace countersign {
namespace {

/// Reads from memory without a copy.
class ViewBuffer final : public std::streambuf {
public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data()); // std::streambuf only reads it
    setg(begin, begin, begin + text.size());
  }
};

/// Ends the parse from inside a handler; yaml-cpp passes it through.
struct Refused : std::exception {
  explicit Refused(Error e) : error(std::move(e)) {}
  const char* what() const noexcept override { return "refused"; }
  Error error;
};

Place placeOf(const YAML::Mark& mark) {
  Place place;
  if (mark.pos >= 0) place.byte = static_cast<std::uint64_t>(mark.pos);
  return place;
}

/// Turns yaml-cpp's events into JSON text, and remembers where a wanted value stands.
class JsonWriter final : public YAML::EventHandler {
public:
  JsonWriter(const ImportLimits& limits, std::optional<std::string_view> wanted,
             const std::atomic<bool>* stop = nullptr)
      : limits_(limits), wanted_(wanted), stop_(stop) {}

  std::string out;
  std::optional<scan::Found> found;
  void endAt(std::size_t offset) { closeWanted(offset); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { scalar(mark, anchor, "?", {}); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    scalar(mark, anchor, tag, value);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end() || known->second.length == 0)
      refuse(ErrorCode::Malformed, "an alias that names no finished node", mark);
    const Anchor node = known->second;
    if (node.depth + open_.size() > limits_.maxDepth) tooDeep(mark);
    const bool key = expectsKey();
    if (key && !node.scalar) refuse(ErrorCode::Malformed, "a mapping whose key is no scalar", mark);
    if (key) {
      name(mark, node.text);
      return;
    }
    begin(mark);
    room(node.length, mark);
    out.append(node.scalar ? node.json : std::string(out, node.offset, node.length));
    finishValue();
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    container(mark, anchor, '[');
  }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    container(mark, anchor, '{');
  }
  void OnSequenceEnd() override { close(']'); }
  void OnMapEnd() override { close('}'); }

private:
  struct Open {
    bool map = false;
    bool haveKey = false;
    std::size_t count = 0;
    std::size_t start = 0; ///< in `out`
    std::size_t pointerSize = 0;
    YAML::anchor_t anchor = 0;
    std::size_t deepest = 0;
    std::unordered_set<std::string> names;
  };
  struct Anchor {
    std::size_t offset = 0, length = 0, depth = 0;
    bool scalar = false;
    std::string text, json; ///< of scalars
  };

  [[noreturn]] void refuse(ErrorCode code, std::string message, const YAML::Mark& mark) const {
    Place place = placeOf(mark);
    place.pointer = pointer_;
    throw Refused(Error{code, std::move(message), {}, std::move(place)});
  }
  [[noreturn]] void tooDeep(const YAML::Mark& mark) const {
    refuse(ErrorCode::Limit, "nested deeper than " + std::to_string(limits_.maxDepth) + " levels", mark);
  }
  void room(std::size_t more, const YAML::Mark& mark) const {
    if (out.size() + more > limits_.maxElementBytes)
      refuse(ErrorCode::Limit,
             "its aliases make it longer than " + std::to_string(limits_.maxElementBytes) + " bytes", mark);
  }

  bool expectsKey() const { return !open_.empty() && open_.back().map && !open_.back().haveKey; }

  /// Separator and pointer before a value.
  void begin(const YAML::Mark& mark) {
    if (stop_ != nullptr && *stop_) refuse(ErrorCode::Cancelled, "reading was cancelled", mark);
    closeWanted(offsetOf(mark));
    if (!open_.empty() && !open_.back().map) {
      if (open_.back().count > 0) out += ',';
      pointer_ += '/' + std::to_string(open_.back().count);
    }
    if (wanted_ && !found && !pending_ && *wanted_ == pointer_) {
      pending_ = offsetOf(mark);
      pendingDepth_ = open_.size();
    }
    room(1, mark);
  }
  void finishValue() {
    if (open_.empty()) return;
    Open& parent = open_.back();
    ++parent.count;
    parent.haveKey = false;
    pointer_.resize(parent.pointerSize);
  }
  void name(const YAML::Mark& mark, const std::string& text) {
    closeWanted(offsetOf(mark));
    Open& map = open_.back();
    if (!map.names.insert(text).second)
      refuse(ErrorCode::DuplicateKey, "member '" + text.substr(0, 80) + "' stands twice in one mapping",
             mark);
    if (map.count > 0) out += ',';
    room(text.size(), mark);
    appendJsonString(out, text);
    out += ':';
    map.haveKey = true;
    appendPointer(pointer_, text);
  }

  void scalar(const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& tag,
              const std::string& value) {
    std::string json = yamlScalarJson(tag, value);
    if (expectsKey()) {
      name(mark, value);
    } else {
      begin(mark);
      room(json.size(), mark);
      out += json;
      finishValue();
    }
    if (anchor != 0) anchors_[anchor] = {0, json.size(), 0, true, value, std::move(json)};
  }

  void container(const YAML::Mark& mark, YAML::anchor_t anchor, char bracket) {
    if (expectsKey()) refuse(ErrorCode::Malformed, "a mapping whose key is no scalar", mark);
    begin(mark);
    if (open_.size() >= limits_.maxDepth) tooDeep(mark);
    Open next;
    next.map = bracket == '{';
    next.start = out.size();
    next.pointerSize = pointer_.size();
    next.anchor = anchor;
    open_.push_back(std::move(next));
    anchors_.erase(anchor);
    out += bracket;
  }
  void close(char bracket) {
    out += bracket;
    const Open node = std::move(open_.back());
    open_.pop_back();
    if (node.anchor != 0)
      anchors_[node.anchor] = {node.start, out.size() - node.start, node.deepest + 1, false, {}, {}};
    if (!open_.empty()) open_.back().deepest = std::max(open_.back().deepest, node.deepest + 1);
    finishValue();
  }

  static std::size_t offsetOf(const YAML::Mark& mark) {
    return mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
  }
  /// The first event behind a wanted value says where it ends at the latest.
  void closeWanted(std::size_t end) {
    if (!pending_ || open_.size() > pendingDepth_) return;
    found = scan::Found{*pending_, end > *pending_ ? end - *pending_ : 0};
    pending_.reset();
  }

  const ImportLimits& limits_;
  std::optional<std::string_view> wanted_;
  const std::atomic<bool>* stop_;
  std::optional<std::size_t> pending_; ///< where the wanted value begins
  std::size_t pendingDepth_ = 0;
  std::string pointer_;
  std::vector<Open> open_;
  std::unordered_map<YAML::anchor_t, Anchor> anchors_;
};

/// yaml-cpp keeps some 200 bytes for each flow bracket that is open: text that could not be anything but an
/// attempt at that is refused beforehand. Brackets in scalars count as well, so the number is generous.
bool opensTooMany(std::string_view text) {
  constexpr std::size_t most = 20'000;
  std::size_t open = 0;
  for (const char c : text) {
    if ((c == '[' || c == '{') && ++open > most) return true;
    if ((c == ']' || c == '}') && open > 0) --open;
  }
  return false;
}

Result<void> run(std::string_view text, JsonWriter& writer) {
  ViewBuffer buffer(text);
  std::istream stream(&buffer);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(writer)) writer.out = "null";
    writer.endAt(text.size());
    return {};
  } catch (const Refused& refused) {
    return failure(refused.error);
  } catch (const YAML::DeepRecursion& e) {
    return failure(ErrorCode::Limit, "nested deeper than the YAML reader goes", {}, placeOf(e.mark));
  } catch (const YAML::Exception& e) {
    return failure(ErrorCode::Malformed, "not valid YAML: " + e.msg, {}, placeOf(e.mark));
  }
}

} // namespace

Result<std::string> yamlToJson(std::string_view text, const ImportLimits& limits,
                               const std::atomic<bool>* stop) {
  std::size_t bad = 0;
  if (!validUtf8(text, &bad)) {
    Place place;
    place.byte = bad;
    return failure(ErrorCode::Encoding, "not UTF-8", "Export it again as UTF-8", std::move(place));
  }
  // YAML has no control characters (5.1); yaml-cpp would take one for the end of the text, and a zero byte at
  // the start for UTF-16.
  const auto control = std::find_if(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  });
  if (control != text.end()) {
    Place place;
    place.byte = static_cast<std::uint64_t>(control - text.begin());
    return failure(ErrorCode::Malformed, "not valid YAML: a control character", {}, std::move(place));
  }
  if (opensTooMany(text)) return failure(ErrorCode::Limit, "nested deeper than the YAML reader goes");
  JsonWriter writer(limits, std::nullopt, stop);
  COUNTERSIGN_TRY(run(text, writer));
  return std::move(writer.out);
}

std::optional<scan::Found> locateYaml(std::string_view text, std::string_view pointer) {
  const ImportLimits limits;
  JsonWriter writer(limits, pointer);
  if (!run(text, writer) || !writer.found) return std::nullopt;
  scan::Found found = *writer.found;
  found.offset = std::min(found.offset, text.size());
  found.length = std::min(found.length, text.size() - found.offset);
  // The span reaches to the next node: white space and the '-' of the next item are not the value's.
  const auto charAt = [&](std::size_t back) { return text[found.offset + found.length - back]; };
  const auto isSpace = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
  while (found.length > 1 && (isSpace(charAt(1)) || (charAt(1) == '-' && isSpace(charAt(2)))))
    --found.length;
  return found;
}

} // namespace countersign
