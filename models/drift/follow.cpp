// SPDX-License-Identifier: Apache-2.0
#include "models/drift/change.h"

#include <algorithm>

namespace countersign::drift {
namespace {

using Stretches = std::vector<Stretch>;

/// The stretch that holds at a time; end() before the first.
Stretches::const_iterator at(const Stretches& all, Instant t) {
  const auto after =
      std::upper_bound(all.begin(), all.end(), t, [](Instant a, const Stretch& s) { return a < s.from; });
  return after == all.begin() ? all.end() : std::prev(after);
}

bool holds(const Stretch& s) {
  return s.applied == Tri::Yes;
}

/// The newest complete look before a time.
std::optional<Instant> lookBefore(const PlaceHistory& place, Instant t) {
  const auto found = std::lower_bound(place.looks.begin(), place.looks.end(), t);
  return found == place.looks.begin() ? std::nullopt : std::optional(*std::prev(found));
}

/// Events that fit: not before the request, and between the looks from which it follows that something
/// changed, both but for what the clocks may differ. Which of several did it nobody can tell.
struct Fitting {
  std::optional<AuditMark> first, last;
};
Fitting marksIn(const PlaceHistory& place, Instant after, Instant by, Micros skew) {
  Fitting out;
  for (const AuditMark& m : place.marks)
    if (m.at >= after - skew && m.at <= by + skew) {
      if (!out.first) out.first = m;
      out.last = m;
    }
  return out;
}

/// When it was done, within what the looks say.
Between doneBetween(const Fitting& marks, const Between& looks) {
  if (!marks.first) return looks;
  const Instant by = std::clamp(marks.last->at, looks.after, looks.by);
  return {std::clamp(marks.first->at, looks.after, by), by};
}

class Following {
public:
  Following(const PlaceHistory& place, const Request& request, const FollowOptions& options)
      : place_(place), request_(request), options_(options) {
    out_.source = place.source;
    out_.object = place.object;
    out_.name = place.name;
    out_.system = place.system;
  }

  PlaceOutcome run() {
    const auto before = at(place_.stretches, request_.at.after);
    if (before != place_.stretches.end() && holds(*before)) {
      out_.state = ChangeState::AlreadySo;
      out_.shown = before->from;
      out_.why = "it was so before it was asked for";
      follow(before, ChangeState::AlreadySo);
      return out_;
    }
    const auto landed = std::find_if(place_.stretches.begin(), place_.stretches.end(), [&](const Stretch& s) {
      return s.from >= request_.at.after && holds(s);
    });
    if (landed == place_.stretches.end())
      notLanded();
    else
      land(landed);
    return out_;
  }

private:
  void land(Stretches::const_iterator landed) {
    Instant after = request_.at.after;
    // A look that did not show it bounds from below when it happened.
    if (const auto look = lookBefore(place_, landed->from); look && *look > after) after = *look;
    out_.shown = landed->from;
    const Fitting marks = marksIn(place_, after, landed->from, options_.skew);
    out_.mark = marks.last;
    out_.landed = doneBetween(marks, {after, landed->from});
    follow(landed, ChangeState::Applied);
  }

  /// From the stretch that has it on: is it still so?
  void follow(Stretches::const_iterator from, ChangeState reached) {
    auto last = from;
    for (auto next = std::next(from); next != place_.stretches.end(); ++next) {
      if (next->applied == Tri::No && holds(*last)) undo(*next);
      if (holds(*next)) restore(*next);
      if (next->applied != Tri::Unknown) last = next;
    }
    if (out_.undone) {
      out_.state = request_.takes ? ChangeState::Returned : ChangeState::RolledBack;
      out_.left = last->left;
      return;
    }
    if (reached == ChangeState::AlreadySo) return;
    out_.agreeing = static_cast<std::size_t>(
        std::count_if(place_.looks.begin(), place_.looks.end(), [&](Instant t) { return t > *out_.shown; }));
    out_.left = last->effective == Tri::Yes ? std::string() : last->left;
    if (last->effective == Tri::No)
      out_.state = ChangeState::Applied;
    else if (out_.agreeing > 0)
      out_.state = ChangeState::Held;
    else
      out_.state = last->effective == Tri::Yes ? ChangeState::Effective : ChangeState::Applied;
  }

  void undo(const Stretch& s) {
    const Instant after = lookBefore(place_, s.from).value_or(*out_.shown);
    out_.undone = s.from;
    out_.undoing = marksIn(place_, after, s.from, options_.skew).last;
  }
  /// It came about again: what counts is how it is now.
  void restore(const Stretch& s) {
    if (!out_.undone) return;
    out_.why = "it was undone between " + formatRfc3339Seconds(*out_.undone) + " and " +
               formatRfc3339Seconds(s.from);
    out_.undone.reset();
    out_.undoing.reset();
  }

  void notLanded() {
    const auto last = at(place_.stretches, options_.now);
    if (last == place_.stretches.end()) {
      out_.state = ChangeState::Unknown;
      out_.why = place_.why.empty() ? "nothing that was imported shows it" : place_.why;
      return;
    }
    out_.left = last->left;
    const Instant due = request_.at.by + options_.limit;
    const auto late = std::lower_bound(place_.looks.begin(), place_.looks.end(), due);
    if (last->applied == Tri::Unknown) {
      out_.state = ChangeState::Unknown;
      out_.why = place_.why.empty() ? "it is not known: " + last->left : place_.why;
    } else if (late != place_.looks.end()) {
      out_.state = ChangeState::NeverLanded;
      out_.why = "the complete look of " + formatRfc3339Seconds(place_.looks.back()) + " does not show it";
    } else {
      out_.state = ChangeState::Requested;
      out_.why = place_.looks.empty() || place_.looks.back() <= request_.at.by
                     ? "no complete look since it was asked for"
                     : "the look of " + formatRfc3339Seconds(place_.looks.back()) + " does not show it yet";
    }
  }

  const PlaceHistory& place_;
  const Request& request_;
  const FollowOptions& options_;
  PlaceOutcome out_;
};

/// The other way round: what asks for it to be gone.
PlaceHistory inverse(const PlaceHistory& place) {
  PlaceHistory out = place;
  for (Stretch& s : out.stretches) {
    const bool was = s.applied == Tri::Yes || s.applied == Tri::Conditional;
    s.effective = s.applied == Tri::No ? Tri::Yes : Tri::No;
    s.applied = s.applied == Tri::No ? Tri::Yes : s.applied == Tri::Unknown ? Tri::Unknown : Tri::No;
    if (was) s.left = "still there";
  }
  return out;
}

/// What was given for a time that is over has to be gone.
void closeWindow(const PlaceHistory& place, const Request& request, const FollowOptions& options,
                 PlaceOutcome& out) {
  const auto open = [&](ChangeState s) {
    return s == ChangeState::Applied || s == ChangeState::Effective || s == ChangeState::Held ||
           s == ChangeState::AlreadySo;
  };
  const PlaceOutcome end = followIn(inverse(place), {{*request.until, *request.until}, std::nullopt, true},
                                    {options.now, Micros{0}, options.skew});
  const bool gone = end.state == ChangeState::AlreadySo || end.landed;
  if (gone && !end.undone) {
    out.state = ChangeState::Closed;
    // Taken away before its end, it is undone already; what no look ever showed was not seen to go.
    if (!out.undone && (out.landed || end.landed)) {
      out.undone = end.shown;
      out.undoing = end.mark;
    }
    out.left.clear();
    out.why = end.state == ChangeState::AlreadySo ? "it was gone before its window ended"
                                                  : "it is gone since " + formatRfc3339Seconds(*end.shown);
  } else if (end.state == ChangeState::NeverLanded || end.undone) {
    out.state = ChangeState::StillOpen;
    out.why = "its window ended at " + formatRfc3339Seconds(*request.until) +
              ", and it is there in the look of " + formatRfc3339Seconds(place.looks.back());
  } else if (open(out.state)) {
    out.why = "its window ended at " + formatRfc3339Seconds(*request.until) + "; no complete look since";
  }
}

} // namespace

PlaceOutcome followIn(const PlaceHistory& place, const Request& request, const FollowOptions& options) {
  PlaceOutcome out = Following(place, request, options).run();
  if (request.until && *request.until <= options.now) closeWindow(place, request, options, out);
  return out;
}

} // namespace countersign::drift
