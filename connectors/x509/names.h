// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/x509/ossl.h"
#include "models/identity/json.h"

#include <string>

namespace countersign::x509 {

/// RFC 4514: the last attribute first. Types without a name there stand as numbers, their values as text
/// where they are text.
std::string nameText(const X509_NAME* name);
/// {text, attributes [{type, oid, value, joined}]}: attributes in the order of the certificate; `joined`:
/// stands in one relative name with the one before it.
Json nameContent(const X509_NAME* name);
/// "/C=DE/CN=x": how 'openssl ca' writes a name into its register.
std::string onelineText(const X509_NAME* name);

/// Names by kind: dns, email, uri, ip, directory, registeredId and other [{oid, value}], each a sorted set.
Json generalNames(const GENERAL_NAMES* names);
/// The same as texts "dns:example.org".
std::string generalNameText(const GENERAL_NAME* name);

} // namespace countersign::x509
