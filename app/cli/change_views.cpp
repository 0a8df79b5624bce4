// SPDX-License-Identifier: Apache-2.0
#include "app/cli/change_views.h"

#include "app/cli/json_views.h"
#include "app/cli/output.h"

namespace countersign::cli {
namespace {

/// Whole seconds as an integer, else with the fraction.
Json secondsJson(drift::Micros d) {
  constexpr std::int64_t million = 1'000'000;
  if (d.count() % million == 0) return Json(d.count() / million);
  return Json(static_cast<double>(d.count()) / static_cast<double>(million));
}

Json markJson(const std::optional<drift::AuditMark>& m) {
  if (!m) return {};
  return Json::object()
      .set("at", formatRfc3339(m->at))
      .set("action", m->action)
      .set("who", m->who)
      .set("from", m->from);
}

Json placeJson(const drift::PlaceOutcome& p) {
  Json out = Json::object();
  out.set("source", p.name).set("system", p.system).set("state", drift::name(p.state));
  out.set("landed", p.landed ? betweenJson(*p.landed) : Json()).set("shown", timeJson(p.shown));
  out.set("event", markJson(p.mark)).set("undone", timeJson(p.undone)).set("undoneBy", markJson(p.undoing));
  out.set("looksThatAgree", static_cast<std::int64_t>(p.agreeing));
  return out.set("left", p.left).set("why", p.why);
}

} // namespace

Json latencyJson(const drift::Latency& l) {
  return Json::object().set("atLeastSeconds", secondsJson(l.least)).set("atMostSeconds", secondsJson(l.most));
}

Json percentilesJson(const drift::Percentiles& p) {
  Json out = Json::object();
  out.set("count", static_cast<std::int64_t>(p.count));
  if (p.count == 0) return out;
  return out.set("p50", latencyJson(p.p50)).set("p95", latencyJson(p.p95)).set("worst", latencyJson(p.worst));
}

Json betweenJson(const drift::Between& b) {
  return Json::object().set("from", formatRfc3339(b.after)).set("to", formatRfc3339(b.by));
}

Json changeJson(const ChangeRow& r) {
  Json out = Json::object();
  out.set("id", r.id).set("source", r.source).set("origin", name(r.origin)).set("ref", r.ref);
  out.set("by", r.by).set("approvedBy", r.approvedBy).set("summary", r.summary).set("wish", r.wish.toJson());
  out.set("about", r.about).set("record", r.record == 0 ? Json() : Json(r.record)).set("name", r.recordName);
  out.set("tier", r.record == 0 ? Json() : Json(name(r.tier))).set("requested", betweenJson(r.requested));
  out.set("approvedAt", timeJson(r.approvedAt)).set("closedAt", timeJson(r.closedAt));
  out.set("state", drift::name(r.state)).set("text", r.text);
  out.set("places", listJson(r.places, placeJson));
  Json latencies = Json::object();
  for (const auto& [leg, latency] : r.latencies)
    latencies.set(std::string(drift::name(leg)), latencyJson(latency));
  out.set("latencies", std::move(latencies)).set("refused", stringsJson(r.refused));
  return out.set("entry", r.entry < 0 ? Json() : Json(r.entry));
}

Json seenJson(const SeenChangeRow& r) {
  Json out = Json::object();
  out.set("record", r.record == 0 ? Json() : Json(r.record)).set("name", r.recordName);
  out.set("tier", r.record == 0 ? Json() : Json(name(r.tier)));
  out.set("at", formatRfc3339(r.at)).set("after", timeJson(r.after)).set("source", r.sourceName);
  out.set("area", r.area).set("kind", name(r.kind)).set("action", r.action).set("resource", r.resource);
  out.set("text", r.text).set("requested", r.requested).set("request", r.request);
  out.set("who", r.who).set("from", r.from).set("event", r.event).set("eventAt", timeJson(r.eventAt));
  return out.set("shown", r.shown).set("cause", r.cause).set("causeKey", r.causeKey);
}

Json causeJson(const CauseRow& r) {
  Json ids = Json::array();
  for (const RecordId id : r.ids)
    ids.push(Json(id));
  return Json::object()
      .set("text", r.text)
      .set("differences", static_cast<std::int64_t>(r.differences))
      .set("records", static_cast<std::int64_t>(r.records))
      .set("ids", std::move(ids));
}

Json editJson(const CauseRow& r) {
  Json out = causeJson(r);
  out.set("key", r.key).set("system", r.system).set("at", timeJson(r.at)).set("after", timeJson(r.after));
  out.set("who", r.who).set("from", r.from).set("event", r.event);
  return out.set("eventAt", timeJson(r.eventAt));
}

Json latencyRowJson(const LatencyRow& r) {
  Json out = percentilesJson(r.percentiles);
  out.set("leg", drift::name(r.leg)).set("by", r.by).set("value", r.value);
  return out.set("refused", static_cast<std::int64_t>(r.refused)).set("floor", r.floor);
}

Json skewJson(const SkewRow& r) {
  return Json::object()
      .set("source", r.name)
      .set("atLeastSeconds", secondsJson(r.skew))
      .set("evidence", r.evidence);
}

Json differenceRowJson(const DifferenceRow& r) {
  Json out = Json::object();
  out.set("kind", r.kind).set("title", r.title).set("record", r.record).set("name", r.recordName);
  out.set("tier", name(r.tier)).set("system", r.system).set("action", r.action).set("resource", r.resource);
  out.set("requested", name(r.requested)).set("applied", name(r.applied)).set("effective", name(r.effective));
  out.set("alarm", r.alarm)
      .set("inventory", r.inventory)
      .set("since", timeJson(r.since))
      .set("cause", r.cause);
  return out.set("severity", r.severity);
}

std::string betweenText(const drift::Between& b) {
  return b.exact() ? timeText(b.by) : timeText(b.after) + " to " + timeText(b.by);
}

std::string wishText(const Wish& w) {
  std::string out(name(w.kind));
  if (!w.action.empty()) out += " " + w.action;
  if (!w.resource.empty()) out += " on " + w.resource;
  if (!w.credential.empty()) out += " " + w.credential;
  if (!w.owner.empty()) out += " to " + w.owner;
  if (w.until) out += " until " + timeText(*w.until);
  return out;
}

} // namespace countersign::cli
