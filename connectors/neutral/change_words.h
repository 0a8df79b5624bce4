// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/wish.h"

#include <string>
#include <string_view>
#include <vector>

/// The words that a change may be asked for with, as a table (docs/formats/change-list.md).
namespace countersign::neutral {

struct ChangeWord {
  std::string_view word; ///< "grant"
  WishKind kind;
  std::string_view takes; ///< members that say what it is about, separated by spaces
  std::string_view needs; ///< the one without which it says nothing; may be empty
  bool strict = true; ///< members that it does not take would make it another change; else they are remarks
};

const std::vector<ChangeWord>& changeWords();
/// nullptr for a word that is none. Compared without case.
const ChangeWord* findChangeWord(std::string_view text);
/// "grant, revoke, …": for messages.
std::string changeWordList();
/// True where `words`, separated by spaces, has the member.
bool isAmong(std::string_view words, std::string_view member);

} // namespace countersign::neutral
