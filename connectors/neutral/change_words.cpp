// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/change_words.h"

#include "connectors/neutral/csv_header.h"

#include <algorithm>

namespace countersign::neutral {

const std::vector<ChangeWord>& changeWords() {
  static const std::vector<ChangeWord> words{
      {"grant", WishKind::Give, "permission resource until", "permission"},
      {"revoke", WishKind::Take, "permission resource", {}},
      {"create", WishKind::Create, {}, {}, false},
      {"delete", WishKind::Remove, {}, {}},
      {"disable", WishKind::Disable, {}, {}},
      {"enable", WishKind::Enable, {}, {}},
      {"rotate", WishKind::Rotate, "credential", {}},
      {"renew", WishKind::Rotate, "credential", {}},
      {"reassign", WishKind::Reassign, "owner", "owner"},
      {"break-glass", WishKind::Give, "permission resource until", "permission"},
      {"edit", WishKind::Edit, {}, {}, false},
  };
  return words;
}

const ChangeWord* findChangeWord(std::string_view text) {
  const std::string word = columnName(text);
  const auto& all = changeWords();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const ChangeWord& w) { return w.word == word; });
  return found == all.end() ? nullptr : &*found;
}

std::string changeWordList() {
  std::string out;
  for (const ChangeWord& w : changeWords())
    out.append(out.empty() ? "" : ", ").append(w.word);
  return out;
}

bool isAmong(std::string_view words, std::string_view member) {
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    if (words.substr(at, end - at) == member) return true;
    at = end + 1;
  }
  return false;
}

} // namespace countersign::neutral
