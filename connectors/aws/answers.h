// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/batch.h"
#include "connectors/common/connector.h"

#include <string>
#include <vector>

namespace countersign::aws {

/// One answer of an AWS command.
struct Answer {
  Json json;
  std::string_view text; ///< its bytes in the input
  Locator where;

  /// Where a value inside is. Of long answers only the pointer is more exact than the answer's own place.
  Locator inside(const std::string& pointer) const;
};

/// All answers of a file in their order: one JSON value, or several one after the other, as a loop over
/// commands writes them, or a list of answers, as `jq -s` makes of them.
struct Answers {
  std::vector<Answer> list;
  bool whole = true; ///< false: the file ends early or something in it could not be used
};

/// Faults of single answers go to `sink` as gaps. Errors: Malformed, Limit, Cancelled.
Result<Answers> readAnswers(const Input& input, const ImportLimits& limits, BatchSink& sink);

/// Gives all answers of a file to a reader. Its `whole` is false afterwards where not all could be used.
template <class Reader>
Result<void> takeAll(Reader& reader, const Input& input, const ReadOptions& options, BatchSink& sink) {
  COUNTERSIGN_ASSIGN(const Answers answers, readAnswers(input, options.limits, sink));
  for (const Answer& answer : answers.list)
    reader.take(answer);
  reader.whole = reader.whole && answers.whole && !input.truncatedInput;
  return {};
}

/// Pages of one list end with the answer that does not say that another one follows.
bool saysMore(const Json& answer);

} // namespace countersign::aws
