// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

namespace countersign::aws {

/// Answers of `aws iam list-access-keys` and `aws iam get-access-key-last-used`, one or many in a file.
/// get-access-key-last-used names the user and not the key: put the key id in front
/// ({"AccessKeyId": "AKIA…", "UserName": …, "AccessKeyLastUsed": {…}}) to have the observation on the key;
/// without it, it is kept as `last-used` of the user's keys.
const Connector& accessKeys();

} // namespace countersign::aws
