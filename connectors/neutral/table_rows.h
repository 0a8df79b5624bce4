// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"
#include "connectors/neutral/csv_reader.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace countersign::neutral {

/// Goes through the rows of a table behind its header, and hands on in batches what is made of them.
class TableRows {
public:
  TableRows(const Input& input, CsvReader rows, const ReadOptions& options, BatchSink& sink)
      : input_(input), rows_(rows), options_(options), sink_(sink) {}
  Batch batch; ///< to be filled

  /// Nothing behind a row without an end can be read: its error goes to `refuse`, and all from its beginning
  /// on is secret. Errors: Limit (too many rows, a header too long), Cancelled, those of the sink.
  Result<void> run(const std::function<void(const CsvRow&)>& read, const std::function<void(Error)>& refuse);
  bool endedEarly() const { return input_.truncatedInput || rows_.endedInQuotes(); }

private:
  Result<void> flush();

  const Input& input_;
  CsvReader rows_;
  const ReadOptions& options_;
  BatchSink& sink_;
};

/// What is wrong with the form of a row; empty where nothing is.
std::string formFault(const CsvRow& row, std::size_t columns);
/// What makes a row unusable, before anybody asks what it says: quotes, the number of its fields, the
/// encoding. With file, line and byte. nullopt where nothing does.
std::optional<Error> rowFault(const Input& input, const CsvRow& row, std::size_t columns);

} // namespace countersign::neutral
