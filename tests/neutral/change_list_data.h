// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "../kubernetes/collect.h"
#include "connectors/neutral/neutral.h"
#include "models/identity/keys.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;

namespace {

const std::string head =
    "id,requested_at,requested_by,identity,change,permission,resource,system,credential,owner,until,"
    "approved_at,approved_by,closed_at,ref,summary,probe\n";
const std::string role = "aws:arn:aws:iam::123456789012:role/ci/deploy";
const std::string account = "k8s:prod-eu:system:serviceaccount:shop:orders";

/// JSON, written with ' for ".
inline std::string json(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

/// The same changes in both forms.
const std::string table =
    head + "CHG-1,2026-11-02T10:00:00+01:00,platform team," + role +
    ",grant,s3:PutObject,arn:aws:s3:::artifacts/*,AWS,,,2026-11-02T18:00:00Z,2026-11-02T09:10:00Z,change "
    "board,2026-11-02T09:30:00Z,https://tickets.example.org/CHG-1,\"deploys, once\",true\n"
    "CHG-2,2026-11-03T08:00:00Z,," +
    account +
    ",revoke,get secrets,namespace shop,kubernetes,,,,,,,,,\n"
    "CHG-3,2026-11-03T08:05:00Z,,broker:eu:svc-orders,renew,,,,cert-31,,,,,,,,false\n"
    "CHG-4,2026-11-03T08:06:00Z,,broker:eu:svc-orders,reassign,,,,,orders@example.org,,,,,,,\n"
    "CHG-5,2026-11-03T08:07:00Z,," +
    role + ",Break-Glass,iam:*,,aws,,,,,,,,,\n";
const std::string lines =
    json("{'id':'CHG-1','requested_at':'2026-11-02T10:00:00+01:00','requested_by':'platform "
         "team','identity':'") +
    role +
    json("','change':'grant','permission':'s3:PutObject','resource':'arn:aws:s3:::artifacts/"
         "*','system':'AWS',") +
    json(
        "'until':'2026-11-02T18:00:00Z','approved_at':'2026-11-02T09:10:00Z','approved_by':'change board',") +
    json("'closed_at':'2026-11-02T09:30:00Z','ref':'https://tickets.example.org/CHG-1','summary':'deploys, "
         "once','probe':true}") +
    "\n" + json("{'id':'CHG-2','requested_at':'2026-11-03T08:00:00Z','identity':'") + account +
    json("','change':'revoke','permission':'get secrets','resource':'namespace "
         "shop','system':'kubernetes','owner':null}") +
    "\n\n" +
    json("{'t':'change','id':'CHG-3','requested_at':'2026-11-03T08:05:00Z','identity':'broker:eu:svc-"
         "orders','change':'renew','credential':'cert-31','probe':false}") +
    "\n" +
    json("{'id':'CHG-4','requested_at':'2026-11-03T08:06:00Z','identity':'broker:eu:svc-orders','change':'"
         "reassign','owner':'orders@example.org'}") +
    "\n" + json("{'id':'CHG-5','requested_at':'2026-11-03T08:07:00Z','identity':'") + role +
    json("','change':'Break-Glass','permission':'iam:*','system':'aws'}") + "\n";

inline Collected read(std::string_view text, const ReadOptions& options = {}) {
  return collect(*makeChangeListConnector(), text, "tickets", options);
}
inline Match match(const std::string& text) {
  return makeChangeListConnector()->recognises(text);
}
inline Instant time(const char* text) {
  return *parseRfc3339(text);
}
inline const Change* find(const Collected& got, const std::string& id) {
  for (const Change& change : got.all.changes)
    if (change.id == id) return &change;
  return nullptr;
}
/// Everything that a change says, but for its place.
inline std::string said(const Change& c) {
  Json out = Json::object();
  out.set("id", c.id).set("by", c.by).set("ref", c.ref).set("summary", c.summary).set("about", c.about);
  out.set("approvedBy", c.approvedBy).set("actions", Json::stringSet(c.actions));
  out.set("keys", Json::stringSet(c.aboutKeys)).set("details", c.details).set("wish", c.wish.toJson());
  out.set("origin", name(c.origin));
  for (const auto& [member, at] :
       {std::pair("at", c.at), std::pair("approvedAt", c.approvedAt), std::pair("closedAt", c.closedAt)})
    out.set(member, at ? Json(formatRfc3339(*at)) : Json());
  return *canonicalJson(out);
}
inline std::vector<std::string> allSaid(const Collected& got) {
  std::vector<std::string> out;
  for (const Change& change : got.all.changes)
    out.push_back(said(change));
  return out;
}
inline QByteArray shown(const Collected& got) {
  QByteArray out = got.error ? QByteArray::fromStdString(got.error->text()) : QByteArray();
  for (const Gap& gap : got.all.gaps)
    out += QByteArray::fromStdString(gap.error.text()) + "\n";
  return out;
}
inline std::string quoted(std::string text) {
  return '"' + std::move(text) + '"';
}

} // namespace
