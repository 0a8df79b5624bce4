// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/connector.h"
