// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/pattern_area.h"
#include "models/access/truth.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// What one set of statements gives of what another set gives: both say together what they allow without what
/// they deny, over pairs of an action and a resource.
namespace countersign::pattern {

/// A statement of one side.
struct Saying {
  enum class Effect { Allow, Deny, Unknown };
  Effect effect = Effect::Allow;
  Area exact;  ///< a variable is a text of its own
  Area widest; ///< a variable is `*`
  bool variables = false;
  std::string condition;     ///< the same for conditions that mean the same; empty: none
  std::string conditionText; ///< for people
  std::string name;          ///< for people: "policy Backup"
  std::string unreadable;    ///< why it cannot be compared: it may say anything; empty: it can
};
using Sayings = std::vector<Saying>;

/// Texts that no action and no resource has, where patterns match more than there can be.
struct Impossible {
  std::vector<Glob> actions, resources;
};

/// What is asked about: one statement of the narrow side, or one of its actions, one of its resources.
struct Cell {
  std::size_t saying = 0;
  std::optional<std::size_t> action, resource; ///< which of the patterns; nothing: all of them
};

/// A part of a cell, all of which fares alike. The parts of a cell do not overlap.
struct Part {
  Region region;
  /// By the wide side. If: under the conditions of `reason`; Undecided: `reason` is not known.
  Truth given = Truth::No;
  /// By the narrow side in the end. No: it denies it itself; If, Undecided: it may, see `reason`.
  Truth held = Truth::Yes;
  std::string reason;
  bool whole = false;   ///< it is all of the cell
  bool widened = false; ///< the region has policy variables read as `*`: more than the part
};
using Parts = std::vector<Part>;

/// Actions and resources are compared as sets of texts. Conditions are equal, or nothing is known of how they
/// relate; a variable has the same value on both sides.
class SayingComparison {
public:
  /// Both have to outlive it. `impossible`: texts that are no action and no resource (patterns without a text
  /// of their own, so that nobody sees them).
  SayingComparison(const Sayings& wide, const Sayings& narrow, Impossible impossible = {});

  /// Of a statement that allows (or cannot be read).
  Parts partsOf(const Cell& cell);
  /// There was too much to compare: what came out says nothing, from now on and before.
  bool tooMany() const { return split_.tooMany; }

private:
  using Regions = std::vector<Region>;
  struct Side {
    std::vector<const Saying*> allows, denies, unreadable;
  };
  /// A statement with those of its patterns that are about the actions at hand.
  struct About {
    const Saying* saying;
    Area exact, widest;
  };
  using Abouts = std::vector<About>;

  static Side sideOf(const Sayings& sayings);
  Abouts about(const std::vector<const Saying*>& sayings, const Language& actions);
  bool plainlyGiven(const Language& actions, const Language& resource) const;
  bool sameCondition(const Saying& saying) const;
  void decide(Regions held, Truth truth);
  void deniedAgain(const Regions& held, const About& deny, Truth truth);
  void notAllowed(const Regions& rest, Truth truth);
  void withReservations(const Region& region, Truth truth);
  void add(const Region& region, Truth given, Truth held, const std::string& reason, bool widened = false);
  void pay(std::size_t steps);
  void lay(Part part);
  void settle(const Region& cell);

  const Sayings& narrowSayings_;
  Impossible impossible_;
  Side wide_, narrow_;
  Abouts allows_, denies_; ///< of the wide side, about the actions at hand
  Abouts ownDenies_;       ///< likewise of the narrow side
  const Saying* given_ = nullptr;
  Splitter split_;
  std::size_t work_ = 0;
  Parts parts_;
};

} // namespace countersign::pattern
