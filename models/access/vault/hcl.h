// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// HCL 1, the language of Vault and OpenBao policies (github.com/hashicorp/hcl, tag v1.0.1-vault-5), and its
/// JSON form. Only values: no interpolation is evaluated (HCL 1 leaves `${…}` to the application).
namespace countersign::hcl {

struct Item;

struct Value {
  enum class Kind { Null, Bool, Int, Float, String, List, Object };
  Kind kind = Kind::Null;
  bool boolean = false;
  std::int64_t integer = 0;
  double real = 0;
  std::string text; ///< String: its value; Int, Float: as written
  std::vector<Value> list;
  std::vector<Item> items; ///< of an object, in the order of the source; keys may repeat
  std::uint64_t line = 0;  ///< 0 in JSON
};

/// `key = value`, or a block `key "label" … { … }` with all its labels in `keys`.
struct Item {
  std::vector<std::string> keys;
  Value value;
  std::uint64_t line = 0;
};
using Body = std::vector<Item>;

struct Limits {
  std::size_t maxBytes = 4U << 20;
  std::size_t maxDepth = 64;
  std::size_t maxNodes = 500'000; ///< values and keys
};

/// Reads HCL, or JSON where the first character that is no blank is `{` (hcl/lex.go).
/// Errors: Malformed, Encoding, Truncated, Limit, DuplicateKey (JSON only), each with its place.
Result<Body> parse(std::string_view text, const Limits& limits = {});

/// The JSON form: objects within objects become blocks with labels (hcl/json/parser/flatten.go).
Result<Body> parseJsonForm(std::string_view text, const Limits& limits);

/// The items whose first key is `key`, case ignored, with that key taken off (ast.ObjectList.Filter).
Body filter(const Body& body, std::string_view key);

} // namespace countersign::hcl
