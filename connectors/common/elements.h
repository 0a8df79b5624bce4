// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/batch.h"
#include "connectors/common/connector.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace simdjson::dom {
class element;
}

namespace countersign {

/// One element of an array, one line, or one member of the top level: validated whole by simdjson.
struct Element {
  std::string_view text; ///< its bytes in the input
  std::uint64_t offset = 0;
  std::uint64_t line = 0; ///< JSON lines: 1-based; else 0
  std::string pointer;    ///< "/RoleDetailList/17"; empty for lines
  std::string_view array; ///< "/RoleDetailList"; empty for lines
  bool yaml = false;      ///< `text` is a YAML document; `value` is what it says in JSON

  /// A locator for the whole element, or for a value inside it named by a pointer relative to it.
  Locator where(std::string_view inner = {}) const;
  /// The byte span of a value inside, to be masked. Length 0 where there is no such value.
  Locator span(std::string_view inner) const;
};

/// What the splitter saw besides the elements.
struct SplitReport {
  /// Members of the top-level object that are no split array: the raw text of scalars and small values
  /// (at most 1 MiB each), by name. Duplicate names at the top level are an error.
  std::map<std::string, std::string, std::less<>> topLevel;
  /// Number of elements by array pointer; an array that is missing in the file is missing here.
  std::map<std::string, std::uint64_t, std::less<>> counts;
  /// The input ended early (inside an element or before the closing bracket).
  bool truncated = false;
  /// Elements that could not be used; each is a gap already.
  std::map<std::string, std::uint64_t, std::less<>> failed;
  bool anyFailed() const;
};

/// Called on a worker thread for each element. An error makes a gap and the element is left out, with all
/// that the handler had added for it. The place of such errors, and of gaps that the handler adds itself
/// without a file, is relative to the element (`pointer` "/Condition/0" or `byte`) and completed with the
/// element's. `value` lives until the function returns.
using ElementHandler =
    std::function<Result<void>(const Element&, const simdjson::dom::element& value, Batch&)>;

/// Splits the top level of a JSON text at the elements of `arrays` (pointers of one or more levels, for
/// example "/Records", "/values/root_module/resources"; "" for a text that is itself an array), parses each
/// element whole on all cores and hands the batches to `sink` in the order of the input.
/// A truncated text gives its whole elements, a gap (Truncated) and `truncated`. Errors: Malformed (not JSON
/// at all), Limit, DuplicateKey (top level), Encoding, Cancelled.
Result<SplitReport> forEachElement(const Input& input, const std::vector<std::string>& arrays,
                                   const ImportLimits& limits, BatchSink& sink, const ElementHandler& handle);

/// The same for JSON lines: one value per line, empty lines skipped. A line that is no JSON is a gap.
Result<SplitReport> forEachLine(const Input& input, const ImportLimits& limits, BatchSink& sink,
                                const ElementHandler& handle);

/// Several JSON values one after the other, with white space between them (as `jq` and repeated commands
/// write them), or a YAML stream's documents turned into JSON: each is one element with pointer "".
Result<SplitReport> forEachValue(const Input& input, const ImportLimits& limits, BatchSink& sink,
                                 const ElementHandler& handle);

/// A simdjson value as ours. Integers beyond 2^53-1 and all fractions become strings of their decimal text
/// (docs/formats/documents.md). Errors: DuplicateKey, Limit (depth), each with the pointer relative to
/// `value`.
Result<Json> toJson(const simdjson::dom::element& value, std::size_t maxDepth = 64);

} // namespace countersign
