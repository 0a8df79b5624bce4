// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

namespace countersign::aws {

/// Answers of the AWS Organizations commands, one or many in a file: describe-policy, list-policies,
/// list-targets-for-policy, describe-organization, list-roots, list-accounts(-for-parent), describe-account,
/// list-organizational-units-for-parent, describe-organizational-unit. What several answers of a file say of
/// one account or unit is put together. Some answers do not say what they were asked for; then it has to be
/// put in front:
/// {"PolicyId": "p-…", "Targets": […]}, {"ParentId": "ou-…", "Accounts": […]}.
const Connector& organizations();

} // namespace countersign::aws
