// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/application.h"

int main(int argc, char** argv) {
  const countersign::ui::AppServices services;
  return countersign::ui::runWindow(argc, argv, services, std::make_shared<countersign::SystemClock>());
}
