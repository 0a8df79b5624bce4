// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/correlate/describe.h"

namespace countersign::kinds {
/// Each returns false for a kind that it does not know.
bool aws(const Document& document, Description& out);
bool azure(const Document& document, Description& out);
bool gcp(const Document& document, Description& out);
bool kubernetes(const Document& document, Description& out);
bool postgresql(const Document& document, Description& out);
bool vault(const Document& document, Description& out);
bool x509(const Document& document, Description& out);
bool neutral(const Document& document, Description& out);
bool decision(const Document& document, Description& out);
} // namespace countersign::kinds
