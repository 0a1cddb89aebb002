# Builds the project in this folder as consumers would, and runs it.
#   -Dcase=add_subdirectory|find_package|noexcept|version_99|linalg
#   -Dsource=telltale's sources  -Dwork=folder to build in  -Dcompiler=the C++ compiler
# find_package installs telltale into ${work}/prefix, for the cases after it.

set(prefix ${work}/prefix)
set(build ${work}/${case})
file(REMOVE_RECURSE ${build})
set(base ${CMAKE_COMMAND} -G Ninja -DCMAKE_CXX_COMPILER=${compiler})
set(configure ${base} -S ${CMAKE_CURRENT_LIST_DIR} -B ${build})
set(installed -DCMAKE_PREFIX_PATH=${prefix})

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\nexited ${status}:\n${said}")
  endif()
endfunction()

function(build_and_run)
  run(${CMAKE_COMMAND} --build ${build} --target ${ARGN})
  foreach(program IN LISTS ARGN)
    run(${build}/${program})
  endforeach()
endfunction()

if(case STREQUAL "add_subdirectory")
  run(${configure} -DTELLTALE_SOURCE=${source} -DCONSUMER_LINALG=ON)
  build_and_run(consumer consumer_linalg)
elseif(case STREQUAL "find_package")
  file(REMOVE_RECURSE ${prefix} ${work}/telltale)
  run(${base} -S ${source} -B ${work}/telltale -DTELLTALE_DEVELOPER_MODE=OFF
    -DCMAKE_INSTALL_PREFIX=${prefix})
  run(${CMAKE_COMMAND} --install ${work}/telltale)
  run(${configure} ${installed})
  build_and_run(consumer)
elseif(case STREQUAL "noexcept")
  run(${configure} ${installed} "-DCMAKE_CXX_FLAGS=-fno-exceptions -fno-rtti")
  build_and_run(consumer)
elseif(case STREQUAL "linalg")
  run(${configure} ${installed} -DCONSUMER_LINALG=ON)
  build_and_run(consumer_linalg)
elseif(case STREQUAL "version_99")
  execute_process(COMMAND ${configure} ${installed} -DTELLTALE_VERSION=99
    RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(status EQUAL 0)
    message(FATAL_ERROR "version 99 of telltale was found")
  endif()
  # It was refused for its version, and not because something else is wrong.
  string(REGEX REPLACE "[ \n]+" " " said "${said}")
  if(NOT said MATCHES "\"telltale\" that is compatible with requested version \"99\""
      OR NOT said MATCHES "telltale-config.cmake, version: ")
    message(FATAL_ERROR "version 99 of telltale was refused for another reason:\n${said}")
  endif()
else()
  message(FATAL_ERROR "no case '${case}'")
endif()
