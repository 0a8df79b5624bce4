// SPDX-License-Identifier: Apache-2.0
#include "ui/identities/record_pages.h"

#include "ui/widgets/text.h"

#include <algorithm>

namespace countersign::ui {

RecordPages::RecordPages(Session& session, QObject* parent) : QObject(parent), session_(session) {}

void RecordPages::setIds(std::vector<RecordId> ids, std::optional<Instant> asOf) {
  ids_ = std::move(ids);
  asOf_ = asOf;
  pages_.clear();
  channels_.clear(); // answers under way are dropped
  ++generation_;
}

void RecordPages::refresh() {
  channels_.clear();
  for (auto& [number, page] : pages_)
    page.fresh = page.asked = false;
  ++generation_;
}

int RecordPages::indexOf(RecordId id) const {
  const auto found = std::find(ids_.begin(), ids_.end(), id);
  return found == ids_.end() ? -1 : static_cast<int>(found - ids_.begin());
}

const RecordRow* RecordPages::row(int index) {
  if (index < 0 || index >= size()) return nullptr;
  const int number = index / pageSize;
  Page& page = pages_[number];
  page.used = ++clock_;
  if (!page.fresh && !page.asked) ask(number);
  const auto offset = static_cast<std::size_t>(index % pageSize);
  return offset < page.rows.size() ? &page.rows[offset] : nullptr;
}

void RecordPages::ask(int number) {
  const auto first = static_cast<std::ptrdiff_t>(number) * pageSize;
  const auto last = std::min<std::ptrdiff_t>(first + pageSize, static_cast<std::ptrdiff_t>(ids_.size()));
  std::vector<RecordId> wanted(ids_.begin() + first, ids_.begin() + last);
  pages_[number].asked = true;
  auto& channel = channels_[number];
  if (!channel) channel = std::make_unique<Channel>();
  session_.desk().ask(
      *channel,
      [wanted = std::move(wanted), asOf = asOf_](Desk& desk) { return desk.recordRows(wanted, asOf); },
      [this, number, first, last](Result<std::vector<RecordRow>> rows) {
        Page& page = pages_[number];
        page.fresh = true;
        page.asked = false;
        if (!rows) {
          Q_EMIT failed(errorText(rows.error()));
          return;
        }
        // Rows may come in any order and without those that are gone: each goes to the place of its id.
        page.rows.assign(static_cast<std::size_t>(last - first), {});
        for (RecordRow& row : *rows) {
          const auto at = std::find(ids_.begin() + first, ids_.begin() + last, row.id) - ids_.begin();
          if (at < last) page.rows[static_cast<std::size_t>(at - first)] = std::move(row);
        }
        forgetOld(number);
        Q_EMIT arrived(static_cast<int>(first), static_cast<int>(last) - 1);
      });
}

void RecordPages::forgetOld(int keep) {
  while (pages_.size() > keptPages) {
    auto oldest = pages_.end();
    for (auto it = pages_.begin(); it != pages_.end(); ++it)
      if (it->first != keep && !it->second.asked &&
          (oldest == pages_.end() || it->second.used < oldest->second.used))
        oldest = it;
    if (oldest == pages_.end()) return;
    channels_.erase(oldest->first);
    pages_.erase(oldest);
  }
}

} // namespace countersign::ui
