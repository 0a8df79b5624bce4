// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

namespace countersign::aws {

/// The IAM credential report: the CSV text, or the answer of `aws iam get-credential-report` that holds it in
/// base64 together with the time it was generated. AWS gives out a report again for up to four hours (IAM
/// User Guide, "Getting credential reports"), so the CSV alone does not say when it was true.
const Connector& credentialReport();

} // namespace countersign::aws
