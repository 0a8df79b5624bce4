// SPDX-License-Identifier: Apache-2.0
#include "models/access/postgresql/privileges.h"

#include <algorithm>
#include <array>

namespace countersign::postgresql {
namespace {

Answer unanswered(std::string why) {
  Answer out;
  out.missing.push_back(std::move(why));
  return out;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

tl::unexpected<Error> noName(std::string_view text) {
  return failure(ErrorCode::Malformed, "no name as SQL writes one: " + std::string(text.substr(0, 60)));
}

/// Names apart by dots: in double quotes as they are, else in lower case. Stops before a parenthesis.
Result<std::vector<std::string>> readNames(std::string_view text, std::string_view& rest) {
  std::vector<std::string> out;
  std::size_t at = 0;
  while (true) {
    std::string name;
    if (at < text.size() && text[at] == '"') {
      for (++at;; ++at) {
        if (at >= text.size()) return noName(text);
        if (text[at] == '"' && (at + 1 >= text.size() || text[at + 1] != '"')) break;
        if (text[at] == '"') ++at;
        name += text[at];
      }
      ++at;
    } else {
      const std::size_t end = std::min(text.find_first_of(".(\" ", at), text.size());
      name = lower(std::string(text.substr(at, end - at)));
      at = end;
    }
    if (name.empty()) return noName(text);
    out.push_back(std::move(name));
    if (at >= text.size() || text[at] != '.' || out.size() == 4) break;
    ++at;
  }
  rest = text.substr(at);
  return out;
}

struct Target {
  ObjectKind kind = ObjectKind::Table;
  bool column = false, anyColumn = false, role = false;
  std::string schema, name, columnName, arguments;
  bool withArguments = false;
};

struct Word {
  std::string_view word;
  ObjectKind kind;
  std::size_t names; ///< how many a full name has
};
constexpr std::array<Word, 15> words{{{"any column of ", ObjectKind::Column, 2},
                                      {"column ", ObjectKind::Column, 3},
                                      {"role ", ObjectKind::Table, 1},
                                      {"table ", ObjectKind::Table, 2},
                                      {"sequence ", ObjectKind::Sequence, 2},
                                      {"function ", ObjectKind::Function, 2},
                                      {"schema ", ObjectKind::Schema, 1},
                                      {"database ", ObjectKind::Database, 1},
                                      {"language ", ObjectKind::Language, 1},
                                      {"type ", ObjectKind::Type, 2},
                                      {"foreign-data wrapper ", ObjectKind::ForeignDataWrapper, 1},
                                      {"foreign server ", ObjectKind::ForeignServer, 1},
                                      {"tablespace ", ObjectKind::Tablespace, 1},
                                      {"large object ", ObjectKind::LargeObject, 1},
                                      {"parameter ", ObjectKind::Parameter, 0}}};

Result<Target> readTarget(std::string_view resource) {
  const auto* word = std::find_if(words.begin(), words.end(),
                                  [&](const Word& w) { return resource.substr(0, w.word.size()) == w.word; });
  if (word == words.end())
    return failure(ErrorCode::Malformed, "no kind of object: " + std::string(resource.substr(0, 60)));
  resource.remove_prefix(word->word.size());
  Target out;
  out.kind = word->kind;
  out.role = word->word == "role ";
  out.anyColumn = word->word == "any column of ";
  out.column = out.kind == ObjectKind::Column && !out.anyColumn;
  if (out.kind == ObjectKind::Parameter) {
    out.name = lower(std::string(resource));
    return out;
  }
  std::string_view rest;
  COUNTERSIGN_ASSIGN(auto names, readNames(resource, rest));
  if (names.size() != word->names)
    return failure(ErrorCode::Malformed, "a name of " + std::to_string(word->names) +
                                             " parts is needed: " + std::string(resource.substr(0, 60)));
  if (out.column) {
    out.columnName = std::move(names.back());
    names.pop_back();
  }
  out.name = std::move(names.back());
  if (names.size() == 2) out.schema = std::move(names.front());
  if (rest.empty()) return out;
  if (out.kind != ObjectKind::Function || rest.front() != '(' || rest.back() != ')') return noName(resource);
  out.withArguments = true;
  out.arguments = std::string(rest.substr(1, rest.size() - 2));
  return out;
}

/// A relation is one of a namespace that tables, views and sequences share.
const Object* relation(const Catalogue& catalogue, const Target& target) {
  const Object* found = catalogue.find(ObjectKind::Table, target.schema, target.name);
  return found != nullptr ? found : catalogue.find(ObjectKind::Sequence, target.schema, target.name);
}

Result<const Object*> findObject(const Catalogue& catalogue, const Target& target) {
  const Object* found = nullptr;
  if (target.kind == ObjectKind::Table || target.kind == ObjectKind::Column) {
    found = relation(catalogue, target);
  } else if (target.kind == ObjectKind::Function && !target.withArguments) {
    const auto all = catalogue.functions(target.schema, target.name);
    if (all.size() > 1) return failure(ErrorCode::NotFound, "several functions have this name");
    if (all.size() == 1) found = all.front();
  } else {
    found = catalogue.find(target.kind, target.schema, target.name, target.arguments);
  }
  if (found == nullptr) return failure(ErrorCode::NotFound, "the catalogue has no such object");
  return found;
}

Answer onObject(const Holder& holder, const Target& target, const Object& object, Privileges wanted) {
  const Held held = target.anyColumn ? holder.heldOnAnyColumn(object, wanted)
                    : target.column  ? holder.heldOnColumn(object, target.columnName, wanted)
                                     : holder.held(object, wanted);
  return answerOf(holder, object, held);
}

} // namespace

std::optional<std::pair<std::string, std::string>> askedObject(const std::string& resource) {
  const auto target = readTarget(resource);
  if (!target || target->role) return std::nullopt;
  const bool relation = target->kind == ObjectKind::Table || target->kind == ObjectKind::Column ||
                        target->kind == ObjectKind::Sequence;
  Object object;
  object.kind = relation ? ObjectKind::Table : target->kind;
  object.schema = target->schema;
  object.name = target->name;
  object.arguments = target->arguments;
  const std::string kind(kindName(object.kind));
  return std::pair{relation ? std::string("relation") : kind, object.shown().substr(kind.size() + 1)};
}

Answer answer(const RoleGraph& graph, const Question& question) {
  const Catalogue& catalogue = graph.catalogue();
  const auto target = readTarget(question.resource);
  if (!target) return unanswered(target.error().text());
  if (target->role) {
    auto out = hasRole(graph, question.principal, target->name, question.action);
    return out ? *out : unanswered(out.error().text());
  }
  const auto wanted = readPrivileges(target->kind, question.action, catalogue.version());
  if (!wanted) return unanswered(wanted.error().text());
  const bool everybody = question.principal == "public";
  if (!everybody && catalogue.role(question.principal) == nullptr)
    return unanswered("role " + question.principal + " is not in pg_roles");
  const Holder holder = everybody ? Holder::ofPublic(graph) : Holder::ofRole(graph, question.principal);
  // Parameters are listed once somebody was granted one.
  Object unlisted;
  unlisted.kind = ObjectKind::Parameter;
  unlisted.name = target->name;
  if (target->kind == ObjectKind::Parameter && catalogue.hasRead("pg_parameter_acl") &&
      catalogue.find(ObjectKind::Parameter, {}, target->name) == nullptr)
    return onObject(holder, *target, unlisted, *wanted);
  const auto object = findObject(catalogue, *target);
  if (!object) return unanswered(object.error().text() + ": " + question.resource);
  return onObject(holder, *target, **object, *wanted);
}

} // namespace countersign::postgresql
