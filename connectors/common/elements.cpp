// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/elements.h"

#include "connectors/common/pipeline.h"
#include "connectors/common/scan.h"
#include "connectors/common/secrets.h"
#include "connectors/common/yaml_json.h"
#include "models/identity/json_text.h"

#include <algorithm>
#include <set>

namespace countersign {
namespace {

constexpr std::size_t keepTopLevel = 1U << 20;     ///< bytes of one member
constexpr std::size_t keepTopLevelAll = 64U << 20; ///< of all of them
constexpr std::size_t maxMembers = 1'000'000;      ///< of one object above the arrays
constexpr std::size_t maxNameBytes = 64U << 10;

/// Walks the levels above the arrays.
class Splitter {
public:
  Splitter(const Input& input, const std::vector<std::string>& arrays, Pipeline& pipeline)
      : text_(input.bytes), name_(input.name), arrays_(arrays), pipeline_(pipeline),
        ask_([this] { return pipeline_.cancelled(); }) {}

  SplitReport report;

  Result<void> run() {
    at_ = scan::skipSpace(text_, 0);
    if (at_ >= text_.size())
      return error(ErrorCode::Malformed, "empty", "There is nothing to import in it; export it again");
    if (text_[at_] == '{')
      COUNTERSIGN_TRY(object({}));
    else if (text_[at_] == '[')
      COUNTERSIGN_TRY(arrayOrSkip({}));
    else
      return error(ErrorCode::Malformed, "not a JSON object or array");
    if (ended_) return {};
    at_ = scan::skipSpace(text_, at_);
    if (at_ < text_.size())
      return error(ErrorCode::Malformed, "there is more behind the end of the JSON value",
                   "Import one export per file");
    return {};
  }

private:
  tl::unexpected<Error> error(ErrorCode code, std::string message, std::string remedy = {},
                              std::string pointer = {}) const {
    Place place{name_, at_, {}, std::move(pointer), excerptAround(text_, at_)};
    return failure(code, std::move(message), std::move(remedy), std::move(place));
  }

  /// The text ends here or cannot be followed further: what was whole is used.
  Result<void> endEarly(std::size_t at, const std::string& pointer, ErrorCode code = ErrorCode::Truncated,
                        const char* message = "the file ends in the middle") {
    if (pipeline_.cancelled()) return failure(ErrorCode::Cancelled, "reading was cancelled");
    ended_ = true;
    report.truncated = true;
    Gap gap{{code, message, "Export it again; what is whole is imported as partial", {}}, {}, false};
    gap.error.place.byte = at;
    gap.error.place.pointer = pointer;
    gap.error.place.excerpt = excerptAround(text_, at);
    return pipeline_.addGap(std::move(gap));
  }

  bool isArray(const std::string& pointer) const {
    return std::find(arrays_.begin(), arrays_.end(), pointer) != arrays_.end();
  }
  bool leadsToArray(const std::string& pointer) const {
    return std::any_of(arrays_.begin(), arrays_.end(), [&](const std::string& a) {
      return a.size() > pointer.size() && a[pointer.size()] == '/' &&
             a.compare(0, pointer.size(), pointer) == 0;
    });
  }

  Result<void> object(const std::string& pointer) {
    std::set<std::string, std::less<>> names;
    at_ = scan::skipSpace(text_, at_ + 1);
    if (at_ < text_.size() && text_[at_] == '}') {
      ++at_;
      return {};
    }
    for (;;) {
      COUNTERSIGN_TRY(member(pointer, names));
      if (ended_) return {};
      at_ = scan::skipSpace(text_, at_);
      if (at_ >= text_.size()) return endEarly(at_, pointer);
      const char c = text_[at_++];
      if (c == '}') return {};
      if (c != ',') {
        --at_;
        return error(ErrorCode::Malformed, "',' or '}' has to stand here", {}, pointer);
      }
      at_ = scan::skipSpace(text_, at_);
    }
  }

  Result<void> member(const std::string& parent, std::set<std::string, std::less<>>& names) {
    const std::size_t start = at_;
    if (at_ >= text_.size()) return endEarly(start, parent);
    if (text_[at_] != '"') return error(ErrorCode::Malformed, "a member name has to stand here", {}, parent);
    const std::size_t nameEnd = scan::skipString(text_, at_);
    if (nameEnd == scan::npos) return endEarly(start, parent);
    if (nameEnd - start > maxNameBytes)
      return error(ErrorCode::Limit, "a member name of " + std::to_string(nameEnd - start) + " bytes", {},
                   parent);
    const auto name = scan::unquote(text_.substr(start, nameEnd - start));
    if (!name) return error(ErrorCode::Encoding, "a member name that is no JSON string in UTF-8", {}, parent);
    std::string pointer = parent;
    appendPointer(pointer, *name);
    if (!names.insert(*name).second)
      return error(ErrorCode::DuplicateKey, "member '" + name->substr(0, 80) + "' stands twice in one object",
                   {}, pointer);
    if (names.size() > maxMembers)
      return error(ErrorCode::Limit, "more than " + std::to_string(maxMembers) + " members", {}, parent);
    at_ = scan::skipSpace(text_, nameEnd);
    if (at_ >= text_.size()) return endEarly(start, pointer);
    if (text_[at_] != ':') return error(ErrorCode::Malformed, "':' has to stand here", {}, pointer);
    at_ = scan::skipSpace(text_, at_ + 1);
    return memberValue(pointer, *name, parent.empty(), start);
  }

  Result<void> memberValue(const std::string& pointer, const std::string& name, bool top, std::size_t start) {
    if (at_ >= text_.size()) return endEarly(start, pointer);
    const std::size_t valueStart = at_;
    const char c = text_[at_];
    if (c == '[' && isArray(pointer)) return elements(pointer);
    if (c == '{' && leadsToArray(pointer))
      COUNTERSIGN_TRY(object(pointer));
    else
      COUNTERSIGN_TRY(skip(pointer, start));
    if (ended_ || !top) return {};
    const std::size_t length = at_ - valueStart;
    if (length <= keepTopLevel && kept_ + length <= keepTopLevelAll) {
      kept_ += length;
      report.topLevel.emplace(name, text_.substr(valueStart, length));
    }
    return {};
  }

  /// Goes behind a value that is no wanted array.
  Result<void> skip(const std::string& pointer, std::size_t start) {
    const std::size_t end = scan::skipValue(text_, at_, ask_);
    if (end == scan::npos ||
        (end == text_.size() && text_[at_] != '{' && text_[at_] != '[' && text_[at_] != '"'))
      return endEarly(start, pointer);
    if (end == at_) return error(ErrorCode::Malformed, "a value has to stand here", {}, pointer);
    at_ = end;
    return {};
  }

  Result<void> arrayOrSkip(const std::string& pointer) {
    return isArray(pointer) ? elements(pointer) : skip(pointer, at_);
  }

  Result<void> elements(const std::string& pointer) {
    ElementRef ref;
    ref.array =
        static_cast<std::size_t>(std::find(arrays_.begin(), arrays_.end(), pointer) - arrays_.begin());
    std::uint64_t& count = report.counts[pointer];
    at_ = scan::skipSpace(text_, at_ + 1);
    if (at_ < text_.size() && text_[at_] == ']') {
      ++at_;
      return {};
    }
    for (;;) {
      ref.index = count;
      COUNTERSIGN_TRY(element(ref, pointer));
      if (ended_) return {};
      ++count;
      const char c = text_[at_++];
      if (c == ']') return {};
      at_ = scan::skipSpace(text_, at_);
    }
  }

  /// One element; afterwards `at_` is at the ',' or ']' behind it.
  Result<void> element(ElementRef& ref, const std::string& array) {
    const std::size_t start = at_;
    const std::string pointer = array + '/' + std::to_string(ref.index);
    if (at_ >= text_.size()) return endEarly(start, pointer);
    const char first = text_[at_];
    std::size_t end = scan::skipValue(text_, at_, ask_);
    if (end == scan::npos) return endEarly(start, pointer);
    at_ = scan::skipSpace(text_, end);
    if (at_ >= text_.size() && first != '{' && first != '[')
      return endEarly(start, pointer); // a scalar may go on
    while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != ']') {
      // No element of JSON: everything up to the next comma is one that the parser refuses.
      if (text_[at_] == '}') return endEarly(at_, pointer, ErrorCode::Malformed, "'}' closes an array");
      const std::size_t next = scan::skipValue(text_, at_, ask_);
      if (next == scan::npos) return endEarly(start, pointer);
      end = next == at_ ? at_ + 1 : next;
      at_ = scan::skipSpace(text_, end);
    }
    ref.offset = start;
    ref.length = end - start;
    COUNTERSIGN_TRY(pipeline_.add(ref));
    if (at_ >= text_.size()) {
      ++report.counts[array];
      return endEarly(at_, array);
    }
    return {};
  }

  std::string_view text_;
  const std::string& name_;
  const std::vector<std::string>& arrays_;
  Pipeline& pipeline_;
  scan::Cancelled ask_;
  std::size_t at_ = 0;
  std::size_t kept_ = 0;
  bool ended_ = false;
};

} // namespace

Locator Element::where(std::string_view inner) const {
  Locator out{offset, text.size(), pointer, line};
  if (inner.empty()) return out;
  out.pointer += inner;
  const auto found = yaml ? locateYaml(text, inner) : scan::locate(text, inner);
  if (found) {
    out.offset = offset + found->offset;
    out.length = found->length;
  }
  return out;
}

Locator Element::span(std::string_view inner) const {
  Locator out{offset, 0, pointer, line};
  out.pointer += inner;
  const auto found = inner.empty() ? scan::Found{0, text.size()}
                     : yaml        ? locateYaml(text, inner).value_or(scan::Found{})
                                   : scan::locate(text, inner).value_or(scan::Found{});
  out.offset = offset + found.offset;
  out.length = found.length;
  return out;
}

bool SplitReport::anyFailed() const {
  return std::any_of(failed.begin(), failed.end(), [](const auto& f) { return f.second > 0; });
}

Result<SplitReport> forEachElement(const Input& input, const std::vector<std::string>& arrays,
                                   const ImportLimits& limits, BatchSink& sink,
                                   const ElementHandler& handle) {
  Pipeline pipeline(input, arrays, limits, sink, handle, ElementForm::ArrayItem);
  Splitter splitter(input, arrays, pipeline);
  COUNTERSIGN_TRY(splitter.run());
  COUNTERSIGN_TRY(pipeline.finish(splitter.report));
  splitter.report.truncated = splitter.report.truncated || input.truncatedInput;
  return std::move(splitter.report);
}

} // namespace countersign
