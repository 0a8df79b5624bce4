// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

namespace countersign::aws {

/// `aws iam get-account-authorization-details`: users, groups, roles and managed policies of one account with
/// their policies. Also several pages one after the other (--no-paginate, --max-items) and exports with
/// --filter: a list that is missing is a part that was not imported; one that is empty, or that lacks what
/// others of the export refer to, may have been filtered and is partial.
const Connector& accountAuthorizationDetails();

} // namespace countersign::aws
