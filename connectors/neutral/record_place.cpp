// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/record_place.h"

#include "connectors/neutral/record_secrets.h"

namespace countersign::neutral {

bool sayFaults(std::vector<Fault>& faults, std::string_view part, const RecordPlace& place, Batch& batch) {
  bool out = true;
  for (Fault& fault : faults) {
    out = out && !fault.losesRecord;
    place.complete(fault.error.place);
    batch.gaps.push_back(
        {std::move(fault.error), std::string(fault.losesRecord ? part : std::string_view{}), fault.warning});
  }
  return out;
}

void leaveOutSecrets(Json& record, std::string_view type, const RecordPlace& place, Batch& batch) {
  std::vector<Fault> faults;
  for (const std::string& pointer : takeOutSecrets(record, type)) {
    if (Locator span = place.span(pointer); span.length > 0) batch.secrets.push_back(std::move(span));
    Error error{ErrorCode::Refused,
                "a member that holds a secret by its name was left out",
                "Exports must not hold secrets; leave it out",
                {}};
    error.place.pointer = pointer;
    faults.push_back({std::move(error), false, true});
  }
  sayFaults(faults, {}, place, batch);
}

} // namespace countersign::neutral
