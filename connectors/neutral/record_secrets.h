// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace countersign::neutral {

/// True for names of members that hold secrets: "secret", "password", "token", "value", "private_key",
/// "client_secret" … in any case and with "x_" before it.
bool namesSecret(std::string_view name);

/// Takes the members that hold secrets out of a record, at any depth, and gives the pointers to them. An
/// alias has to have a `value`; conditions and policy documents may have one.
std::vector<std::string> takeOutSecrets(Json& record, std::string_view type);

} // namespace countersign::neutral
