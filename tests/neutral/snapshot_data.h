// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "../kubernetes/collect.h"
#include "connectors/neutral/neutral.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;

namespace {

const std::string header =
    R"({"t":"snapshot","schema":"nhi-snapshot/1","snapshot_id":"i-1","plane":"intended","source_kind":"cmdb","source_scope":"acme",)"
    R"("captured_at":"2026-11-20T07:00:00+01:00","captured_at_basis":"tool","completeness":"full","tool":{"name":"exporter","version":"2"}})"
    "\n";
const std::string identity =
    R"({"t":"identity","uid":"aws:arn:aws:iam::123456789012:role/r","platform":"aws","kind":"role","name":"r","unique_id":"AROAX",)"
    R"("owners":[{"ref":"b@example.org"},{"ref":"a@example.org","basis":"cmdb"}],"created_at":"2024-01-01T02:00:00+02:00","tier":"high",)"
    R"("last_seen":{"at":"2026-01-01T00:00:00Z","basis":"log","window_days":90},"cost_centre":7,"src":"row 4","status":"active"})"
    "\n";
const std::string grant =
    R"({"t":"grant","id":"g1","grantee":"aws:arn:aws:iam::123456789012:role/r","effect":"allow","actions":["s3:Put","s3:Get","s3:Get"],"resources":"*","via":["b","a"]})"
    "\n";
const std::string trust =
    R"({"t":"trust","identity":"u","mechanism":"oidc","subject":"repo:acme/*","subject_match":"pattern","issuer":"https://example.org"})"
    "\n";

/// A whole file: the end record counts and has the digest.
inline std::string whole(const std::string& records, const std::string& counts,
                         const std::string& head = header) {
  const std::string body = head + records;
  return body + R"({"t":"end","counts":{)" + counts + R"(},"sha256":")" + sha256(body).hex() + "\"}\n";
}
inline Collected read(std::string_view text, const ReadOptions& options = {}) {
  return collect(*makeNeutralSnapshotConnector(), text, "given", options);
}
inline std::string changed(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos) qFatal("the test changes what is not there: %s", from.c_str());
  return text.replace(at, from.size(), to);
}

} // namespace
