// SPDX-License-Identifier: Apache-2.0
#include "ui/overview/figures_row.h"

#include "ui/widgets/change_words.h"
#include "ui/widgets/text.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

std::size_t countOf(const std::map<std::string, std::size_t>& counts, std::string_view word) {
  const auto found = counts.find(std::string(word));
  return found == counts.end() ? 0 : found->second;
}

/// Good above four fifths, bad below a half; nothing is never good.
Tone shareTone(std::size_t part, std::size_t whole) {
  if (whole == 0 || part * 2 < whole) return Tone::Bad;
  return part * 5 >= whole * 4 ? Tone::Good : Tone::Warning;
}

} // namespace

QString percentText(std::size_t part, std::size_t whole) {
  if (whole == 0) return u"—"_s;
  double percent = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  if (part < whole) percent = std::min(percent, 99.9); // not all is never 100
  return QObject::tr("%1 %").arg(percent, 0, 'f', part == whole ? 0 : 1);
}

FiguresRow::FiguresRow(QWidget* parent) : QWidget(parent) {
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(12);
  const QString names[] = {tr("Records that are current"), tr("Certifications still standing"),
                           tr("Requested = effective"), tr("Change to evidence, p95"),
                           tr("Revocations not landed")};
  for (std::size_t i = 0; i < cards_.size(); ++i) {
    cards_[i] = new FigureCard(names[i]);
    line->addWidget(cards_[i], 1);
  }
}

void FiguresRow::setFailed(const QString& why) {
  for (FigureCard* card : cards_)
    card->setFigure(u"?"_s, why, Tone::Bad, why);
}

void FiguresRow::setRecords(const FacetCounts& counts) {
  setCurrent(countOf(counts.seal, name(SealState::Current)), countOf(counts.seal, name(SealState::Ageing)),
             counts.total);
  setStanding(countOf(counts.standing, name(StandingState::Stands)),
              countOf(counts.standing, name(StandingState::Moved)), counts.total);
}

void FiguresRow::setOverview(const Overview& overview) {
  setCurrent(overview.current, overview.ageing, overview.records);
  setStanding(overview.stands, overview.moved, overview.records);
  setAgreeing(overview);
  setLatency(overview);
  setRevocations(overview);
}

void FiguresRow::setCurrent(std::size_t current, std::size_t ageing, std::size_t records) {
  const std::size_t fresh = current + ageing;
  const QString note = records == 0 ? tr("no records: nothing is covered")
                       : ageing == 0
                           ? tr("%1 of %2").arg(count(fresh), count(records))
                           : tr("%1 of %2, %3 ageing").arg(count(fresh), count(records), count(ageing));
  card(Current)->setFigure(percentText(fresh, records), note, shareTone(fresh, records),
                           tr("Records whose seal is current or ageing"));
}

void FiguresRow::setStanding(std::size_t stands, std::size_t moved, std::size_t records) {
  card(Standing)->setFigure(count(stands),
                            moved == 0 ? tr("of %1").arg(counted(records, tr("record"), tr("records")))
                                       : tr("%1 reopened by state that moved").arg(count(moved)));
}

void FiguresRow::setAgreeing(const Overview& o) {
  const QString note = tr("%1, %2").arg(counted(o.differences, tr("difference"), tr("differences")),
                                        counted(o.causes, tr("common cause"), tr("common causes")));
  if (o.permissions == 0)
    card(Agreeing)->setFigure(u"—"_s, tr("nothing to compare yet"), Tone::Muted,
                              tr("Import an intent source, for example a Terraform state."));
  else
    card(Agreeing)->setFigure(
        percentText(o.agree, o.permissions), note, Tone::Plain,
        tr("%1 of %2 permissions that can be compared agree").arg(count(o.agree), count(o.permissions)));
}

void FiguresRow::setLatency(const Overview& o) {
  const QString never = o.neverLanded == 0
                            ? tr("none never landed")
                            : tr("%1 never landed").arg(counted(o.neverLanded, tr("change"), tr("changes")));
  if (o.latency.count == 0)
    card(Latency)->setFigure(u"—"_s, o.changes == 0 ? tr("no change was requested") : never,
                             o.neverLanded == 0 ? Tone::Muted : Tone::Warning);
  else
    card(Latency)->setFigure(latencyText(o.latency.p95), never,
                             o.neverLanded == 0 ? Tone::Plain : Tone::Warning,
                             tr("From the request to the first snapshot that shows it: 95 % of %1 took no "
                                "longer")
                                 .arg(counted(o.latency.count, tr("change"), tr("changes"))));
}

void FiguresRow::setRevocations(const Overview& o) {
  QString note =
      o.oldestRevocation ? tr("oldest %1").arg(ageText(*o.oldestRevocation, o.at)) : tr("none is open");
  if (o.revocationsUnknown > 0) note += tr(", %1 unknown").arg(count(o.revocationsUnknown));
  const Tone tone = o.revocationsOpen > 0      ? Tone::Bad
                    : o.revocationsUnknown > 0 ? Tone::Warning
                                               : Tone::Plain;
  card(Revocations)
      ->setFigure(count(o.revocationsOpen), note, tone,
                  tr("Requests that take something away, and have not landed in every system, or came back"));
}

} // namespace countersign::ui
