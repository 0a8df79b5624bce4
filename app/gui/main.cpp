// SPDX-License-Identifier: Apache-2.0
#include "app/gui/sample_days.h"
#include "connectors/importer/importer.h"
#include "ui/shell/application.h"

int main(int argc, char** argv) {
  using namespace countersign;
  const std::unique_ptr<Importer> owned = makeImporter();
  Importer& importer = *owned;
  const std::shared_ptr<const Clock> clock = std::make_shared<SystemClock>();
  ui::AppServices services;
  services.importer = &importer;
  services.makeSample = [&importer, clock](const auto& workspace, const Clock&, const ProgressFn& progress) {
    return makeWholeSample(importer, workspace, clock, progress);
  };
  services.makeEarlierSample = [&importer, clock](const auto& workspace, const ProgressFn& progress) {
    return makeEarlierSample(importer, workspace, clock, progress);
  };
  services.finishSample = [&importer, clock](const auto& workspace, const ProgressFn& progress) {
    return importLastDay(importer, workspace, *clock, progress);
  };
  return ui::runWindow(argc, argv, services, clock);
}
