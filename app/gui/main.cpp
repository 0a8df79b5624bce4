// SPDX-License-Identifier: Apache-2.0
#include "app/gui/sample.h"
#include "connectors/importer/importer.h"
#include "ui/shell/application.h"

int main(int argc, char** argv) {
  using namespace countersign;
  const std::unique_ptr<Importer> importer = makeImporter();
  ui::AppServices services;
  services.importer = importer.get();
  services.makeSample = [&importer](const std::filesystem::path& workspace, const Clock& clock, const ProgressFn& progress) {
    return makeSampleWorkspace(*importer, workspace, clock, progress);
  };
  return ui::runWindow(argc, argv, services, std::make_shared<SystemClock>());
}
