// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/batch.h"
#include "connectors/common/elements.h"
#include "connectors/neutral/record_content.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::neutral {

/// Where a record stands: a line of JSON or a row of a table.
class RecordPlace {
public:
  virtual ~RecordPlace() = default;
  virtual Locator where() const = 0;
  /// The bytes of the value that a pointer into the record names; length 0 where there is none.
  virtual Locator span(const std::string& pointer) const = 0;
  /// Completes the place of an error, whose pointer is inside the record.
  virtual void complete(Place& place) const = 0;
};

/// A line of JSON.
class LinePlace final : public RecordPlace {
public:
  explicit LinePlace(const Element& element) : element_(element) {}
  Locator where() const override { return element_.where(); }
  Locator span(const std::string& pointer) const override { return element_.span(pointer); }
  void complete(Place&) const override {} // the splitter does it

private:
  const Element& element_;
};

/// Makes gaps of faults, of `part` where they lose the record. False where one of them does.
bool sayFaults(std::vector<Fault>& faults, std::string_view part, const RecordPlace& place, Batch& batch);

/// Takes the members that hold secrets by their names out of a record of a type, has their bytes masked, and
/// says so in a warning.
void leaveOutSecrets(Json& record, std::string_view type, const RecordPlace& place, Batch& batch);

} // namespace countersign::neutral
