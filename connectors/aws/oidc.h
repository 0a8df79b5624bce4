// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

namespace countersign::aws {

/// Answers of `aws iam list-open-id-connect-providers` (names providers: documents `aws.oidc-provider-listed`
/// in the part `oidc-provider-list`) and `aws iam get-open-id-connect-provider` (`aws.oidc-provider`). The
/// second does not say its ARN: it follows from the URL and the account that the person names.
const Connector& oidcProviders();

} // namespace countersign::aws
