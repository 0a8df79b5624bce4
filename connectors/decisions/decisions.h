// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

namespace countersign {

/// What runtimes themselves decided: access reviews of Kubernetes as `kubectl create -f … -o json` prints
/// them, and lines {"principal": …, "answer": {…}} around answers that do not say of whom they are: self
/// reviews, simulations of AWS, capabilities of Vault. Several answers may follow one another.
const Connector& runtimeDecisions();

} // namespace countersign
