// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/fake_estate.h"
#include "tests/gui/fake_importer.h"
#include "ui/shell/application.h"

/// The window over made-up content: `countersign-gui-demo --sample [--screenshots DIR]`.
int main(int argc, char** argv) {
  using namespace countersign;
  fake::reset();
  fake::FakeImporter importer;
  ui::AppServices services;
  services.importer = &importer;
  services.makeSample = [](const std::filesystem::path&, const Clock&, const ProgressFn&) -> Result<void> {
    return {};
  };
  services.makeEarlierSample = [](const std::filesystem::path&, const ProgressFn&) -> Result<std::string> {
    return "backup-writer";
  };
  services.finishSample = [](const std::filesystem::path&, const ProgressFn&) -> Result<void> {
    fake::move(fake::movedRecord);
    return {};
  };
  return ui::runWindow(argc, argv, services, std::make_shared<FixedClock>(fake::today()));
}
