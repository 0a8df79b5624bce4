// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/record_view.h"
#include "tests/review/second_reading.h"

#include <functional>

/// What the rows of a record say, read back from their words as a person reads them.
namespace countersign::second {

inline Texts split(const std::string& text, const std::string& by) {
  Texts out;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(by, from), text.size());
    out.push_back(text.substr(from, to - from));
    from = to + by.size();
  }
  return out;
}

using Fits = std::function<bool(const std::string& piece)>;

/// "a", "a, b", "a and b but not c, d", "everything but a, b": whether it is so of what `fits` knows.
inline bool reads(const std::string& text, const Fits& fits) {
  const std::string but = " but not ", all = "everything but ";
  const auto any = [&](const Texts& pieces) { return std::any_of(pieces.begin(), pieces.end(), fits); };
  if (text.rfind(all, 0) == 0) return !any(split(text.substr(all.size()), ", "));
  const auto cut = text.find(but);
  if (cut != std::string::npos && any(split(text.substr(cut + but.size()), ", "))) return false;
  const std::string front = text.substr(0, cut);
  const auto everyOf = [&](const std::string& one) {
    const Texts pieces = split(one, " and ");
    return std::all_of(pieces.begin(), pieces.end(), fits);
  };
  const Texts alternatives = split(front, ", ");
  return std::any_of(alternatives.begin(), alternatives.end(), everyOf);
}

/// A request, as a piece of text may fit it or not.
struct Asked {
  Fits action, resource;
  std::string text;
};

/// One row of a record.
class Said {
public:
  explicit Said(const GrantRow& row) : row_(&row) {
    // "Applied, never requested: s3:* on *; s3:get* on b": only these; else all of the row.
    const auto colon = row.remark.find(": ");
    const bool names = (row.remark.rfind("Applied, never requested: ", 0) == 0 ||
                        row.remark.rfind("Requested, not applied: ", 0) == 0 ||
                        row.remark.rfind("Denied by its own policies; in part never requested: ", 0) == 0) &&
                       row.remark.find(": a part of ") == std::string::npos;
    if (!names) return;
    std::string list = row.remark.substr(colon + 2);
    if (const auto end = list.rfind("; not effective"); end != std::string::npos) list.resize(end);
    const std::string allBut = "all but ";
    allBut_ = list.rfind(allBut, 0) == 0;
    if (allBut_) list.erase(0, allBut.size());
    for (const std::string& part : split(list, "; "))
      if (part.find(" on ") == std::string::npos)
        cut_ = true; // "and 3 more", "not known of 2 more"
      else
        parts_.push_back(part);
  }

  const GrantRow& row() const { return *row_; }
  bool isApplied() const { return !row_->chain.empty(); } ///< else it is of what was requested
  bool isCut() const { return cut_; }                     ///< it does not name all that it is about
  bool has(const Asked& a) const {
    return reads(row_->action, a.action) && reads(row_->resource, a.resource);
  }
  /// What it says of the worst is about this one.
  bool worst(const Asked& a) const {
    if (!has(a)) return false;
    if (parts_.empty() && !cut_) return true;
    const bool named = std::any_of(parts_.begin(), parts_.end(), [&](const std::string& part) {
      const auto on = part.find(" on ");
      return reads(part.substr(0, on), a.action) && reads(part.substr(on + 4), a.resource);
    });
    return named != allBut_;
  }
  /// Which condition it holds under.
  Op op() const {
    const std::string& c = row_->condition;
    return c.empty()                                        ? Op::None
           : c.find("StringNotEquals") != std::string::npos ? Op::NotEquals
           : c.find("StringLike") != std::string::npos      ? Op::Like
                                                            : Op::Equals;
  }

private:
  const GrantRow* row_;
  Texts parts_;
  bool allBut_ = false, cut_ = false;
};

} // namespace countersign::second
