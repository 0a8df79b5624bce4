// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace countersign::aws {

/// What the first bytes of a text show of its form; the text may end anywhere.
struct Sniff {
  char first = 0; ///< first byte that is no white space, 0 where there is none
  /// Member names of the top-level object; of the first object in it where the text is an array.
  std::vector<std::string> keys;
  /// Below each of `keys`: member names of the object there, or of the first object of the array there.
  std::vector<std::pair<std::string, std::vector<std::string>>> inner;

  bool has(std::string_view key) const;
  /// True where the object (or first object) below `key` has a member `name`.
  bool has(std::string_view key, std::string_view name) const;
  /// True for an object with each of these members.
  bool hasAll(std::initializer_list<std::string_view> names) const;
};

/// At most 256 names a level are kept.
Sniff sniff(std::string_view head);

/// The digits of the first 12-digit account id that stands in an IAM, STS or Organizations ARN behind the
/// member `key` ("Arn": "arn:aws:iam::123456789012:…"), empty where there is none.
std::string_view accountBehind(std::string_view text, std::string_view key);

/// The first text behind the member `key`, raw: as it stands between the quotes, which may be escaped as in a
/// JSON text inside a JSON string. `from` is moved behind it; npos where there is no further one.
std::string_view nextText(std::string_view text, std::string_view key, std::size_t& from);

} // namespace countersign::aws
