# SPDX-License-Identifier: Apache-2.0
include(GNUInstallDirs)
install(TARGETS countersign RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES docs/man/countersign.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
# verify.sh has to be at hand elsewhere than in a package that is to be checked with it.
install(FILES models/evidence/package_files/verify.sh models/evidence/package_files/verify-proof.sh
              models/evidence/package_files/VERIFY.txt
        DESTINATION ${CMAKE_INSTALL_DATADIR}/countersign)
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
if(TARGET countersign-gui)
  install(TARGETS countersign-gui RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(FILES installer/org.countersign.Countersign.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
  install(FILES installer/org.countersign.Countersign.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
  install(FILES installer/org.countersign.Countersign.mime.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages)
  if(EXISTS ${CMAKE_SOURCE_DIR}/installer/org.countersign.Countersign.svg)
    install(FILES installer/org.countersign.Countersign.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
  endif()
endif()
