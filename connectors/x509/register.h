// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

#include <functional>
#include <string>
#include <string_view>

namespace countersign::x509 {

/// A row of a register, or why it is none.
struct RegisterRow {
  Locator where; ///< in the register's text
  Result<Document> document;
};

/// Reads the rows of a register of 'openssl ca' (index.txt): status, expiry, revocation with reason, serial,
/// file, subject. `name` is the register's path inside its folder. Error: that of `take`.
Result<void> readRegister(std::string_view text, const std::string& name,
                          const std::function<Result<void>(RegisterRow)>& take);

} // namespace countersign::x509
