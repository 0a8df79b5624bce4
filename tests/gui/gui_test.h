// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/gui/fake_estate.h"
#include "tests/gui/fake_importer.h"
#include "ui/jobs/session.h"

#include <QStandardPaths>
#include <QtTest>

namespace countersign::fake {

/// A session over the made-up estate, opened.
struct OpenSession {
  explicit OpenSession(std::size_t records = 50) {
    QStandardPaths::setTestModeEnabled(true);
    reset(records);
    services.importer = &importer;
    clock = std::make_shared<FixedClock>(today());
    session = std::make_unique<ui::Session>(services, clock);
    session->openWorkspace("made-up.countersign");
    opened = QTest::qWaitFor([this] { return session->isOpen(); });
  }
  /// True once nothing is under way.
  bool settle() {
    return QTest::qWaitFor([this] {
      QTest::qWait(20);
      return session->desk().idle() && session->jobs().running() == 0;
    });
  }
  FakeImporter importer;
  ui::AppServices services;
  std::shared_ptr<FixedClock> clock;
  std::unique_ptr<ui::Session> session;
  bool opened = false;
};

} // namespace countersign::fake
