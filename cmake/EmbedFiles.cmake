# SPDX-License-Identifier: Apache-2.0
# cmake -DFILES=a;b -DOUT=x.cpp -P EmbedFiles.cmake: the files as arrays, behind catalogue::embedded().
set(arrays "")
set(cases "")
foreach(file ${FILES})
  get_filename_component(name ${file} NAME)
  string(MAKE_C_IDENTIFIER ${name} id)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND arrays "const unsigned char ${id}[] = {${bytes}};\n")
  string(APPEND cases "  if (name == \"${name}\") return {reinterpret_cast<const char*>(${id}), sizeof(${id})};\n")
endforeach()
file(WRITE ${OUT} "// SPDX-License-Identifier: Apache-2.0
#include \"models/access/catalogue_file.h\"
namespace countersign::catalogue {
namespace {
${arrays}} // namespace
std::string_view embedded(std::string_view name) {
${cases}  return {};
}
} // namespace countersign::catalogue
")
