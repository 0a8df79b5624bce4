// SPDX-License-Identifier: Apache-2.0
#include "connectors/terraform/secrets.h"

#include "connectors/common/scan.h"

#include <algorithm>
#include <array>

namespace countersign::terraform {
namespace {

constexpr std::size_t maxDepth = 256;

bool carriesValues(std::string_view name) {
  static constexpr std::array names = std::to_array<std::string_view>(
      {"attributes", "attributes_flat", "private", "before", "after", "value", "constant_value", "default",
       "generated_config", "identity", "before_identity", "after_identity"});
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// One pass over the brackets and strings of a text.
class Walk {
public:
  Walk(std::string_view text, std::vector<Stretch> done) : text_(text), done_(std::move(done)) {
    std::sort(done_.begin(), done_.end(),
              [](const Stretch& a, const Stretch& b) { return a.offset < b.offset; });
  }

  std::vector<Locator> run() {
    while (at_ < text_.size()) {
      if (jumpOverDone()) continue;
      token(text_[at_]);
    }
    std::vector<Locator> result;
    for (const Found& found : found_)
      result.push_back(found.where);
    return result;
  }

private:
  struct Frame {
    bool object = false;
    bool expectsName = false;
    bool values = false;        ///< everything in here came from a configuration
    bool configuration = false; ///< this is in the plan's configuration
    bool outputs = false;       ///< members are outputs
    bool output = false;        ///< this is one
    bool sensitive = false;     ///< it says that it is
    bool secretPath = false;    ///< a member above is named like a secret
    std::string_view inName;    ///< the member of the enclosing object that this is
    std::string_view name;      ///< the member that is being read
    std::size_t firstFound = 0;
  };
  struct Found {
    Locator where;
    bool always = false;
  };

  bool jumpOverDone() {
    while (next_ < done_.size() && done_[next_].offset + done_[next_].length <= at_)
      ++next_;
    if (next_ == done_.size() || done_[next_].offset > at_) return false;
    at_ = static_cast<std::size_t>(done_[next_].offset + done_[next_].length);
    return true;
  }

  void token(char c) {
    switch (c) {
    case '{':
    case '[':
      open(c == '{');
      return;
    case '}':
    case ']':
      close(c == '}');
      return;
    case ',':
      if (!frames_.empty()) frames_.back().expectsName = frames_.back().object;
      ++at_;
      return;
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case ':':
      ++at_;
      return;
    default:
      scalar(c == '"');
    }
  }

  void open(bool object) {
    ++at_;
    if (lost_) return;
    if (frames_.size() >= maxDepth) {
      lost_ = true;
      return;
    }
    Frame frame;
    frame.object = object;
    frame.expectsName = object;
    frame.firstFound = found_.size();
    if (!frames_.empty()) {
      const Frame& parent = frames_.back();
      frame.inName = parent.object ? parent.name : parent.inName;
      frame.name = frame.inName;
      frame.values =
          parent.values || (parent.object && (carriesValues(parent.name) || isResourceValues(parent)));
      frame.configuration = parent.configuration || (frames_.size() == 1 && parent.name == "configuration");
      // In a configuration outputs are expressions, which do not say what they hold.
      frame.outputs =
          object && parent.object && !frame.values && !frame.configuration && parent.name == "outputs";
      frame.output = parent.outputs;
      frame.secretPath = parent.secretPath || secretName(parent.name);
    }
    frames_.push_back(frame);
  }

  /// "values" holds modules at the top of a state and attributes in a resource.
  bool isResourceValues(const Frame& parent) const {
    return parent.name == "values" && frames_.size() > 1 && parent.inName != "prior_state";
  }

  void close(bool object) {
    ++at_;
    if (lost_) return;
    if (frames_.empty() || frames_.back().object != object) {
      lost_ = true; // the brackets do not match: nothing is known of what follows
      return;
    }
    if (frames_.back().output && !frames_.back().sensitive) dropSince(frames_.back().firstFound);
    frames_.pop_back();
  }

  void dropSince(std::size_t first) {
    const auto from = found_.begin() + static_cast<std::ptrdiff_t>(first);
    found_.erase(std::remove_if(from, found_.end(), [](const Found& f) { return !f.always; }), found_.end());
  }

  void scalar(bool string) {
    const std::size_t start = at_;
    std::size_t end = string ? scan::skipString(text_, at_) : plainEnd();
    const bool whole = end != scan::npos;
    end = std::min(end, text_.size());
    at_ = std::max(end, start + 1);
    const std::string_view literal = text_.substr(start, end - start);
    if (string && whole && !lost_ && !frames_.empty() && frames_.back().expectsName) {
      frames_.back().name = literal.substr(1, literal.size() - 2);
      frames_.back().expectsName = false;
      return;
    }
    if (literal == "true" || literal == "false" || literal == "null") {
      if (literal == "true" && !lost_ && !frames_.empty() && frames_.back().output &&
          frames_.back().name == "sensitive")
        frames_.back().sensitive = true;
      return;
    }
    if (!isSecret(whole)) return;
    const std::size_t quotes = string ? (whole ? 2U : 1U) : 0U;
    if (end - start > quotes)
      found_.push_back({Locator{start + (string ? 1U : 0U), end - start - quotes, {}, 0}, alwaysSecret()});
  }

  std::size_t plainEnd() const {
    const std::size_t end = text_.find_first_of(" \t\r\n,:{}[]\"", at_ + 1);
    return end == std::string_view::npos ? text_.size() : end;
  }

  bool isSecret(bool whole) const {
    if (lost_ || !whole || frames_.empty()) return true;
    const Frame& frame = frames_.back();
    if (frame.values || !structuralMember(frame.name)) return true;
    return frame.outputs; // an output is an object: this is none that we know
  }

  /// Secret even in an output that is not marked as sensitive.
  bool alwaysSecret() const {
    return lost_ || frames_.empty() || frames_.back().secretPath || secretName(frames_.back().name);
  }

  std::string_view text_;
  std::vector<Stretch> done_;
  std::size_t next_ = 0;
  std::size_t at_ = 0;
  bool lost_ = false;
  std::vector<Frame> frames_;
  std::vector<Found> found_;
};

} // namespace

std::vector<Locator> secretsOutside(std::string_view text, std::vector<Stretch> done) {
  return Walk(text, std::move(done)).run();
}

} // namespace countersign::terraform
