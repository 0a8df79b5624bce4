// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/neutral/record_types.h"
#include "models/identity/json.h"
#include "models/identity/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::neutral {

/// Something wrong with a record or a value in it.
struct Fault {
  Error error;              ///< place.pointer is inside the record
  bool losesRecord = false; ///< without it the record cannot be used
  bool warning = false;     ///< nothing is lost
};

/// A record's members in normal form (docs/formats/documents.md, "Neutral"). What cannot be used is left out
/// and said in `faults`.
Json recordContent(const RecordType& type, const Json& record, std::vector<Fault>& faults);

/// A time in the documents' spelling; null and a fault where it is none or has no offset.
Json recordTime(const Json& value, const std::string& pointer, std::vector<Fault>& faults);

/// At most `most` bytes of a text, whole characters: for messages.
std::string shortened(std::string_view text, std::size_t most = 60);

/// Text, or a number's text; empty for everything else.
std::string recordText(const Json& value);

} // namespace countersign::neutral
