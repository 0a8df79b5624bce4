// SPDX-License-Identifier: Apache-2.0
#include "models/access/catalogue.h"

#include "models/access/catalogue_file.h"

#include <array>
#include <mutex>
#include <stdexcept>
#include <unordered_map>

namespace countersign {
namespace {

using catalogue::File;

/// A catalogue of the program with the answers that it has given.
class Shelf {
public:
  explicit Shelf(std::string_view first, std::string_view second = {}) : names_{first, second} {}

  /// Nothing where the program was built without it.
  const File* file() {
    std::call_once(once_, [this] {
      for (const std::string_view name : names_)
        if (const std::string_view bytes = catalogue::embedded(name); !bytes.empty()) {
          auto read = catalogue::read(bytes);
          if (!read) throw std::logic_error(std::string(name) + ": " + read.error().text());
          file_ = std::make_unique<const File>(std::move(*read));
          return;
        }
    });
    return file_.get();
  }

  template <class Work>
  Effects remembered(const std::string& question, const Work& work) {
    constexpr std::size_t most = 20'000, longest = 2'000;
    if (question.size() > longest) return work();
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (const auto found = answers_.find(question); found != answers_.end()) return found->second;
    }
    const Effects answer = work();
    const std::lock_guard<std::mutex> lock(mutex_);
    if (answers_.size() >= most) answers_.clear();
    answers_.emplace(question, answer);
    return answer;
  }

private:
  std::array<std::string_view, 2> names_;
  std::once_flag once_;
  std::unique_ptr<const File> file_;
  std::mutex mutex_;
  std::unordered_map<std::string, Effects> answers_;
};

struct System {
  std::string_view name, alias;
  Shelf actions, roles;
};

std::array<System, 6>& systems() {
  static std::array<System, 6> all{
      {{"aws", "aws", Shelf("aws.catalogue.zst"), Shelf("aws-roles.catalogue.zst")},
       {"azure", "entra", Shelf("azure.catalogue"),
        Shelf("azure-roles.catalogue.zst", "azure-roles.catalogue")},
       {"gcp", "google", Shelf("google.catalogue"), Shelf("google-roles.catalogue.zst")},
       {"kubernetes", "kubernetes", Shelf("kubernetes.catalogue"), Shelf("")},
       {"postgresql", "postgresql", Shelf("postgresql.catalogue"), Shelf("")},
       {"vault", "openbao", Shelf("vault.catalogue"), Shelf("")}}};
  return all;
}

System* find(std::string_view name) {
  for (System& s : systems())
    if (s.name == name || s.alias == name) return &s;
  return nullptr;
}

/// The key of a role in its catalogue.
std::string roleKey(const System& system, std::string_view role) {
  constexpr std::string_view managed = "arn:aws:iam::aws:policy/";
  if (system.name == "aws")
    return role.substr(0, managed.size()) == managed ? catalogue::lowerCase(role.substr(managed.size()))
                                                     : std::string();
  if (system.name == "azure") role = role.substr(role.rfind('/') + 1);
  return catalogue::lowerCase(role);
}

} // namespace

std::string text(Effects effects) {
  constexpr std::array<std::pair<Effects::Flag, std::string_view>, 9> names{
      {{Effects::Read, "read"},
       {Effects::List, "list"},
       {Effects::Write, "write"},
       {Effects::Delete, "delete"},
       {Effects::Administer, "administer"},
       {Effects::ReadSecret, "read-secret"},
       {Effects::Impersonate, "impersonate"},
       {Effects::MintCredential, "mint-credential"},
       {Effects::Escalate, "escalate"}}};
  std::string out;
  const auto add = [&](std::string_view word) { out.append(out.empty() ? "" : ", ").append(word); };
  for (const auto& [flag, word] : names)
    if (effects.has(flag)) add(word);
  if (effects.unknown) add("unknown");
  return out.empty() ? "none" : out;
}

Effects effectsOf(std::string_view system, std::string_view action) {
  System* s = find(system);
  const File* file = s ? s->actions.file() : nullptr;
  if (!file) return {0, true};
  const std::string key = catalogue::lowerCase(action);
  return s->actions.remembered(key, [&] { return catalogue::effects(*file, key); });
}

Effects effectsOfAllBut(std::string_view system, const std::vector<std::string>& patterns) {
  System* s = find(system);
  const File* file = s ? s->actions.file() : nullptr;
  if (!file) return {0, true};
  std::vector<std::string> lower;
  std::string question;
  for (const std::string& pattern : patterns) {
    lower.push_back(catalogue::lowerCase(pattern));
    question += '\n' + lower.back(); // no action has a line break
  }
  return s->actions.remembered('\n' + question, [&] { return catalogue::effectsOfAllBut(*file, lower); });
}

std::string sentenceOf(std::string_view system, std::string_view action) {
  System* s = find(system);
  const File* file = s ? s->actions.file() : nullptr;
  return file ? std::string(catalogue::sentence(*file, catalogue::lowerCase(action))) : std::string();
}

std::optional<CatalogueVersion> catalogueVersion(std::string_view system) {
  System* s = find(system);
  const File* file = s ? s->actions.file() : nullptr;
  return file ? std::optional(file->version) : std::nullopt;
}

std::string catalogueVersions() {
  std::string out;
  for (System& s : systems())
    for (const File* file : {s.actions.file(), s.roles.file()})
      if (file)
        out += (out.empty() ? "" : "; ") + file->version.system +
               (file->kind == catalogue::Kind::Roles ? " roles " : " ") + file->version.date + " (" +
               file->version.source + ')';
  return out;
}

std::optional<RoleContents> roleContents(std::string_view system, std::string_view role) {
  System* s = find(system);
  const File* file = s ? s->roles.file() : nullptr;
  const catalogue::Entry* entry = file ? catalogue::role(*file, roleKey(*s, role)) : nullptr;
  if (!entry) return std::nullopt;
  return RoleContents{std::string(entry->name), std::string(entry->version), std::string(entry->sentence),
                      file->version};
}

} // namespace countersign
