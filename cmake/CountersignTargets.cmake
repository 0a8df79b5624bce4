# SPDX-License-Identifier: Apache-2.0
# One static library per folder. A target sees the headers of the folders it links and of no others,
# so that an include the architecture forbids does not compile.

add_library(countersign_options INTERFACE)
target_compile_features(countersign_options INTERFACE cxx_std_20)
target_compile_options(countersign_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  # g++ 12 sees uninitialised members in moved-from std::variant where there are none (GCC bug 105562 and kin).
  # … and overlapping copies in std::string's operator+ (GCC bug 105329).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-restrict>
  $<$<BOOL:${COUNTERSIGN_WERROR}>:-Werror>)
if(COUNTERSIGN_WERROR AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # What the optimiser guesses differs from one g++ to the next: these stay warnings.
  target_compile_options(countersign_options INTERFACE
    -Wno-error=array-bounds -Wno-error=stringop-overflow -Wno-error=stringop-overread -Wno-error=free-nonheap-object)
  if(CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
    target_compile_options(countersign_options INTERFACE -Wno-error=dangling-reference)
  endif()
endif()
target_compile_definitions(countersign_options INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_FOREACH QT_NO_KEYWORDS
  COUNTERSIGN_VERSION="${PROJECT_VERSION}")
if(COUNTERSIGN_SANITIZE)
  target_compile_options(countersign_options INTERFACE -fsanitize=${COUNTERSIGN_SANITIZE} -fno-omit-frame-pointer)
  if(NOT COUNTERSIGN_SANITIZE STREQUAL "thread")
    target_compile_options(countersign_options INTERFACE -fno-sanitize-recover=all)
  endif()
  target_link_options(countersign_options INTERFACE -fsanitize=${COUNTERSIGN_SANITIZE})
endif()
if(COUNTERSIGN_FUZZ)
  target_compile_options(countersign_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(COUNTERSIGN_HARDEN)
  # OpenSSF Compiler Options Hardening Guide, as far as g++ 12 has them.
  target_compile_options(countersign_options INTERFACE
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS -fstack-protector-strong
    -fstack-clash-protection -fcf-protection=full -ftrivial-auto-var-init=zero -fPIE)
  target_link_options(countersign_options INTERFACE
    $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-pie>
    -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
endif()

# countersign_library(FOLDER models/identity SOURCES a.cpp ... LINKS target ... PRIVATE_LINKS target ...)
# makes the target countersign_<last folder> (connectors: countersign_connector_<last folder>).
function(countersign_library)
  cmake_parse_arguments(ARG "" "FOLDER;NAME" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(${ARG_NAME} STATIC ${ARG_SOURCES})
  # One place for all presets, so that a compiler cache knows a file again in another build folder.
  set(include_root ${CMAKE_SOURCE_DIR}/build/include/${ARG_NAME})
  get_filename_component(parent ${ARG_FOLDER} DIRECTORY)
  file(MAKE_DIRECTORY ${include_root}/${parent})
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/${ARG_FOLDER} ${include_root}/${ARG_FOLDER} SYMBOLIC)
  set_target_properties(${ARG_NAME} PROPERTIES AUTOMOC OFF)
  target_include_directories(${ARG_NAME} PUBLIC ${include_root})
  target_link_libraries(${ARG_NAME} PUBLIC countersign_options ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
endfunction()

# countersign_test(NAME tst_x SOURCES ... LINKS ... LABELS unit): one Qt Test program under ctest. With
# ROWS_OF function ROWS row ... it is a ctest test tst_x_<row> for each row of that data-driven function.
function(countersign_test)
  cmake_parse_arguments(ARG "" "NAME;TIMEOUT;ROWS_OF" "SOURCES;LINKS;LABELS;ROWS" ${ARGN})
  if(NOT COUNTERSIGN_TESTS)
    return()
  endif()
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  set_target_properties(${ARG_NAME} PROPERTIES AUTOMOC ON)
  target_link_libraries(${ARG_NAME} PRIVATE countersign_options ${ARG_LINKS} Qt6::Test)
  file(MAKE_DIRECTORY ${CMAKE_SOURCE_DIR}/build/include/tests_root)
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/tests ${CMAKE_SOURCE_DIR}/build/include/tests_root/tests SYMBOLIC)
  target_include_directories(${ARG_NAME} PRIVATE ${CMAKE_SOURCE_DIR}/build/include/tests_root)
  target_compile_definitions(${ARG_NAME} PRIVATE
    COUNTERSIGN_CONFORMANCE_DIR="${COUNTERSIGN_CONFORMANCE_DIR}"
    COUNTERSIGN_FIXTURES_DIR="${COUNTERSIGN_FIXTURES_DIR}"
    COUNTERSIGN_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
    COUNTERSIGN_BINARY_DIR="${CMAKE_BINARY_DIR}")
  set(tests ${ARG_NAME})
  if(ARG_ROWS_OF)
    list(TRANSFORM ARG_ROWS PREPEND ${ARG_NAME}_ OUTPUT_VARIABLE tests)
    foreach(row ${ARG_ROWS})
      add_test(NAME ${ARG_NAME}_${row} COMMAND ${ARG_NAME} ${ARG_ROWS_OF}:${row})
    endforeach()
  else()
    add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME})
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  set(environment QT_QPA_PLATFORM=offscreen TSAN_OPTIONS=ignore_noninstrumented_modules=1:die_after_fork=0)
  if(COUNTERSIGN_SANITIZE) # takes ten times as long; Qt Test would end a function after five minutes
    math(EXPR ARG_TIMEOUT "${ARG_TIMEOUT} * 5")
    list(APPEND environment QTEST_FUNCTION_TIMEOUT=1500000)
  endif()
  set_tests_properties(${tests} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT}
    SKIP_REGULAR_EXPRESSION "SKIP   : .*all data missing"
    ENVIRONMENT "${environment}")
endfunction()

# countersign_program(NAME): the allocator of our programs.
function(countersign_program NAME)
  if(TARGET mimalloc)
    target_link_options(${NAME} PRIVATE -Wl,--no-as-needed)
    target_link_libraries(${NAME} PRIVATE mimalloc)
  endif()
endfunction()
