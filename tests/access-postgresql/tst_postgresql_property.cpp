// SPDX-License-Identifier: Apache-2.0
#include "rows.h"

#include "models/access/postgresql/abilities.h"
#include "tests/seed.h"

#include <QTest>

#include <array>
#include <map>
#include <random>

using namespace countersign;
using namespace countersign::postgresql;
using namespace countersign::test;

namespace {

const std::vector<std::string> names{
    "a", "b", "c", "d", "e", "pg_read_all_data", "pg_write_all_data", "pg_database_owner"};
constexpr std::size_t count = 8;

/// The rules as the documentation has them, with tables of truth in place of walks.
class BruteForce {
public:
  using Matrix = std::array<std::array<bool, count>, count>;

  explicit BruteForce(const CatalogueRows& rows) : rows_(rows) {
    inherit_ = closure(
        [&](const Membership& m, const Role& member) { return m.inherit.value_or(member.inherit); }, true);
    set_ = closure([](const Membership& m, const Role&) { return m.set.value_or(true); }, false);
  }
  bool inherits(std::size_t who, std::size_t of) const {
    return rows_.roles[who].superuser || inherit_[who][of];
  }
  bool sets(std::size_t who, std::size_t to) const { return rows_.roles[who].superuser || set_[who][to]; }

  bool has(std::size_t who, const Object& o, const Column* column, Privileges bit) const {
    const bool ordinary = (bit & grantOptionBits) == 0;
    if (rows_.roles[who].superuser) return true;
    if (column != nullptr && byAcl(who, o, column->acl, true, bit)) return true;
    if (o.system && ordinary && (bit & (Insert | Update | Delete | Truncate | Usage)) != 0) return false;
    if (byAcl(who, o, o.acl, false, bit)) return true;
    if (o.kind == ObjectKind::Schema) return bit == Usage && (inherit_[who][5] || inherit_[who][6]);
    if (o.kind != ObjectKind::Table && o.kind != ObjectKind::Sequence) return false;
    return (bit == Select && inherit_[who][5]) ||
           ((bit == Insert || bit == Update || bit == Delete) && inherit_[who][6]);
  }

private:
  static std::size_t number(const std::string& name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
  }
  template <class Edge>
  Matrix closure(Edge edge, bool privileges) const {
    Matrix m{};
    for (std::size_t i = 0; i < count; ++i)
      m[i][i] = true;
    for (const Membership& each : rows_.memberships)
      if (edge(each, rows_.roles[number(each.member)])) m[number(each.member)][number(each.role)] = true;
    for (const Object& o : rows_.objects)
      if (o.kind == ObjectKind::Database)
        m[number(o.owner)][7] = m[number(o.owner)][7] || !privileges || rows_.version >= 16 ||
                                rows_.roles[number(o.owner)].inherit;
    for (std::size_t k = 0; k < count; ++k)
      for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = 0; j < count; ++j)
          m[i][j] = m[i][j] || (m[i][k] && m[k][j]);
    return m;
  }
  bool byAcl(std::size_t who, const Object& o, const StoredAcl& acl, bool column, Privileges bit) const {
    if (column && !acl.entries) return false;
    if ((bit & grantOptionBits) != 0 && inherit_[who][number(o.owner)]) return true;
    if (!acl.entries) {
      const bool ofOwner = (allPrivileges(o.kind) & bit) != 0 && inherit_[who][number(o.owner)];
      return ofOwner || (o.kind == ObjectKind::Function && bit == Execute) ||
             (o.kind == ObjectKind::Database && (bit == Temporary || bit == Connect));
    }
    for (const AclItem& item : *acl.entries)
      if ((item.privileges & bit) != 0 && (item.toPublic || inherit_[who][number(item.grantee)])) return true;
    return false;
  }

  const CatalogueRows& rows_;
  Matrix inherit_{}, set_{};
};

class Maker {
public:
  explicit Maker(std::uint32_t seed) : random_(seed) {}
  bool chance(double p) { return std::bernoulli_distribution(p)(random_); }
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }

  Rows rows() {
    Rows out;
    out.version = chance(0.5) ? 15 : 16;
    for (const std::string& name : names) {
      Role& role = out.role(name);
      role.inherit = chance(0.7);
      role.superuser = name.size() == 1 && chance(0.06);
    }
    for (std::size_t i = below(9); i > 0; --i) { // cycles and all
      Membership& m = out.member(names[below(5)], names[below(7)]);
      m.admin = chance(0.3);
      if (out.version == 16) {
        m.inherit = chance(0.6);
        m.set = chance(0.6);
      }
    }
    for (const auto kind : {ObjectKind::Table, ObjectKind::Sequence, ObjectKind::Function, ObjectKind::Schema,
                            ObjectKind::Database}) {
      Object& o = out.object(kind, kind == ObjectKind::Schema || kind == ObjectKind::Database ? "" : "s", "o",
                             names[below(5)]);
      if (kind == ObjectKind::Schema && chance(0.5)) o.owner = "pg_database_owner";
      o.acl = acl(kind);
      if (kind != ObjectKind::Table) continue;
      o.system = chance(0.2);
      o.columns = {{"x", acl(ObjectKind::Column)}, {"y", acl(ObjectKind::Column)}};
    }
    return out;
  }

private:
  StoredAcl acl(ObjectKind kind) {
    if (chance(0.3)) return {};
    Acl out;
    for (std::size_t i = below(4); i > 0; --i) {
      AclItem item;
      item.toPublic = chance(0.1);
      if (!item.toPublic) item.grantee = names[below(count)];
      item.grantor = names[below(5)];
      for (unsigned bit = 0; bit < 16; ++bit)
        if (const Privileges one = Privileges{1} << bit; (allPrivileges(kind) & one) != 0 && chance(0.3))
          item.privileges |= one | (chance(0.3) ? grantOption(one) : 0);
      out.push_back(std::move(item));
    }
    return {std::move(out), {}};
  }
  std::mt19937 random_;
};

template <class Visit>
void eachBit(ObjectKind kind, Visit visit) {
  for (unsigned bit = 0; bit < 64; ++bit)
    if (const Privileges one = Privileges{1} << bit;
        ((allPrivileges(kind) | grantOption(allPrivileges(kind))) & one) != 0)
      visit(one);
}

} // namespace

class TestPostgresqlProperty : public QObject {
  Q_OBJECT
private:
  std::uint32_t seed_ = 0;
  std::size_t compared_ = 0;

  void compareAnswers(const Rows& rows, const RoleGraph& graph, const BruteForce& truth) {
    for (std::size_t who = 0; who < count; ++who) {
      const Holder holder = Holder::ofRole(graph, names[who]);
      for (const Object& o : graph.catalogue().rows().objects)
        eachBit(o.kind, [&](Privileges bit) {
          ++compared_;
          if ((holder.held(o, bit).privileges != 0) != truth.has(who, o, nullptr, bit))
            QFAIL(describe(rows, who, o, bit).c_str());
        });
      const Object& table = graph.catalogue().rows().objects.front();
      for (const Column& c : table.columns)
        eachBit(ObjectKind::Column, [&](Privileges bit) {
          ++compared_;
          if ((holder.heldOnColumn(table, c.name, bit).privileges != 0) != truth.has(who, table, &c, bit))
            QFAIL(describe(rows, who, table, bit).c_str());
        });
    }
  }

  void compareRoles(const Rows& rows, const RoleGraph& graph, const BruteForce& truth) {
    for (std::size_t who = 0; who < count; ++who)
      for (std::size_t of = 0; of < count; ++of) {
        const auto says = [&](const char* what) {
          return hasRole(graph, names[who], names[of], what)->verdict == Verdict::Allowed;
        };
        ++compared_;
        if (says("USAGE") != truth.inherits(who, of) || says("SET") != truth.sets(who, of) ||
            says("USAGE, SET") != (truth.inherits(who, of) || truth.sets(who, of)))
          QFAIL(describe(rows, who, rows.objects.front(), 0).c_str());
      }
  }

  /// The rows give what the answers say, and SET ROLE what it says for any role that one may become.
  void compareAbilities(const Rows& rows, const RoleGraph& graph, const BruteForce& truth) {
    for (std::size_t who = 0; who < count; ++who) {
      if (rows.roles[who].superuser) continue;
      const auto abilities = abilitiesOf(graph, names[who]);
      QVERIFY(abilities && abilities->missing.empty());
      std::map<const Object*, Privileges> now, later;
      for (const Ability& a : abilities->rows)
        if (a.kind == AbilityKind::Object && a.column.empty())
          (a.afterSetRole ? later : now)[a.object] |= a.privileges;
      for (const Object& o : graph.catalogue().rows().objects)
        eachBit(o.kind, [&](Privileges bit) {
          bool become = false;
          for (std::size_t s = 0; s < count; ++s) // superusers have a row of their own
            become =
                become || (!rows.roles[s].superuser && truth.sets(who, s) && truth.has(s, o, nullptr, bit));
          const bool has = truth.has(who, o, nullptr, bit);
          if (has != ((now[&o] & bit) != 0)) QFAIL(describe(rows, who, o, bit).c_str());
          if (become && !has && (later[&o] & bit) == 0) QFAIL(describe(rows, who, o, bit).c_str());
        });
    }
  }

  /// Knowing less leaves questions open; it never turns an answer round.
  void compareLess(const Rows& rows, const BruteForce& truth, Maker& maker) {
    Rows less = rows;
    if (maker.chance(0.4)) {
      less.read.erase("pg_auth_members");
      less.memberships.clear();
    }
    if (maker.chance(0.3)) less.objects.pop_back(); // the database
    if (maker.chance(0.5)) less.objects.front().acl = {{}, "broken"};
    if (maker.chance(0.5))
      less.roles.erase(less.roles.begin() + static_cast<std::ptrdiff_t>(maker.below(count)));
    for (std::size_t who = 0; who < count; ++who)
      for (const Object* o : {&rows.objects[0], &rows.objects[3]})
        eachBit(o->kind, [&](Privileges bit) {
          const std::string got = verdict(less, names[who], privilegeName(bit), o->shown());
          const std::string full = truth.has(who, *o, nullptr, bit) ? "yes" : "no";
          ++compared_;
          if (got != full && got != "not evaluated") QFAIL(describe(rows, who, *o, bit).c_str());
        });
  }

  std::string describe(const Rows& rows, std::size_t who, const Object& o, Privileges bit) const {
    std::string out = "seed " + std::to_string(seed_) + ": " + names[who] + ", " + privilegeName(bit) + ", " +
                      o.shown() + ", version " + std::to_string(rows.version);
    for (const Membership& m : rows.memberships)
      out += "; " + m.member + " in " + m.role;
    for (const AclItem& item : o.acl.entries.value_or(Acl()))
      out += "; " + aclItemText(item);
    return out;
  }

private Q_SLOTS:
  void randomUniverses() {
    const auto first = countersign::test::testSeed();
    for (std::uint32_t i = 0; i < 400; ++i) {
      seed_ = first + i;
      Maker maker(seed_);
      const Rows rows = maker.rows();
      const auto catalogue = Catalogue::of(rows);
      QVERIFY(catalogue);
      const RoleGraph graph(*catalogue);
      const BruteForce truth(rows);
      compareAnswers(rows, graph, truth);
      if (!QTest::currentTestFailed()) compareRoles(rows, graph, truth);
      if (!QTest::currentTestFailed()) compareAbilities(rows, graph, truth);
      if (!QTest::currentTestFailed() && i % 4 == 0) compareLess(rows, truth, maker);
      if (QTest::currentTestFailed()) return;
    }
    qInfo("%zu answers compared", compared_);
  }

  /// What an ACL entry writes it reads.
  void textsOfEntries() {
    std::mt19937 random(countersign::test::testSeed());
    for (int i = 0; i < 5000; ++i) {
      AclItem item;
      const auto name = [&] {
        std::string out(1 + random() % 4, 'x');
        for (char& c : out)
          c = "ab\"\\ ,={}/*\xc3\n"[random() % 13];
        return out;
      };
      item.grantee = name();
      item.grantor = name();
      item.privileges = (random() & 0x7fffU);
      item.privileges |= grantOption(item.privileges & random());
      const auto again = readAclItem(aclItemText(item));
      QVERIFY2(again && *again == item, aclItemText(item).c_str());
    }
  }
};

QTEST_APPLESS_MAIN(TestPostgresqlProperty)
#include "tst_postgresql_property.moc"
