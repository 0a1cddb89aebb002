# What a developer builds beside the library: tests, examples, benchmarks. A consumer never gets here.

option(TELLTALE_EXAMPLES "Build the examples and compare their output" ON)
option(TELLTALE_TESTS "Build the tests" ON)
set(TELLTALE_TOGETHER 0 CACHE STRING "Test files a translation unit; 0 compiles each alone")
option(TELLTALE_TOOL "Build telltale-replay and its tests" ON)
option(TELLTALE_BENCHMARKS "Build the benchmarks" OFF)
option(TELLTALE_SEEDS "Run the demonstrations over many seeds" ON)
option(TELLTALE_FUZZ "Fuzz what reads bytes and text, for seconds (Clang)" OFF)
option(TELLTALE_CONSUMERS "Test the package as consumers build it" OFF)
set(TELLTALE_EXAMPLE_OPTIONS "" CACHE STRING
  "Compiler options for the examples and telltale-replay alone, which tests run for long")
set(TELLTALE_BRIEF_OPTIONS "" CACHE STRING
  "Compiler options for what takes long to compile, and a moment to run")
set(TELLTALE_TEST_OPTIONS "" CACHE STRING
  "Compiler options for the library's tests, but not the tool's, which throws")
set(TELLTALE_DATA_DIR ${PROJECT_SOURCE_DIR}/../shared/data CACHE PATH
  "Real prediction logs; tests that need them skip where they are absent")

enable_testing()

add_library(developer INTERFACE)
target_link_libraries(developer INTERFACE telltale::telltale)
target_compile_options(developer INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion
  -Wshadow -Wold-style-cast -Wdouble-promotion -Werror)

# --- Examples: each is a test of its own output -------------------------------------------------

if(TELLTALE_EXAMPLES)
  file(GLOB examples CONFIGURE_DEPENDS examples/*.cpp examples/churn/*.cpp
    examples/fraud/*.cpp examples/hiring/*.cpp)
  foreach(source IN LISTS examples)
    cmake_path(GET source STEM name)
    cmake_path(REPLACE_EXTENSION source expected OUTPUT_VARIABLE expected)
    add_executable(${name} ${source})
    target_compile_options(${name} PRIVATE ${TELLTALE_EXAMPLE_OPTIONS})
    target_link_libraries(${name} PRIVATE developer)
    add_test(NAME example_${name} COMMAND ${CMAKE_COMMAND} -Dprogram=$<TARGET_FILE:${name}>
      -Dexpected=${expected} -P ${PROJECT_SOURCE_DIR}/cmake/compare_output.cmake)
  endforeach()
  if(TELLTALE_SEEDS)
    foreach(name churn fraud hiring)
      add_test(NAME example_${name}_seeds COMMAND ${CMAKE_COMMAND} -Dprogram=$<TARGET_FILE:${name}>
        -P ${PROJECT_SOURCE_DIR}/examples/${name}/seeds.cmake)
    endforeach()
  endif()
  add_test(NAME readme COMMAND ${CMAKE_COMMAND} -Droot=${PROJECT_SOURCE_DIR}
    -P ${PROJECT_SOURCE_DIR}/cmake/readme.cmake)
  add_custom_target(demo COMMAND churn USES_TERMINAL
    COMMENT "A churn model, watched for sixty days")
  add_dependencies(demo fraud hiring)
endif()

if(TELLTALE_TOOL AND TELLTALE_TESTS)
  find_package(CLI11 REQUIRED)
  find_package(nlohmann_json 3.11 REQUIRED)
  file(GLOB tool_sources CONFIGURE_DEPENDS examples/replay/*.cpp)
  list(REMOVE_ITEM tool_sources ${PROJECT_SOURCE_DIR}/examples/replay/main.cpp)
  add_library(replay STATIC ${tool_sources})
  target_include_directories(replay PUBLIC examples)
  target_compile_options(replay PRIVATE ${TELLTALE_EXAMPLE_OPTIONS})
  # The long logs of the tests are binary ones and regressions.
  separate_arguments(brief_options NATIVE_COMMAND "${TELLTALE_BRIEF_OPTIONS}")
  foreach(run few_classes many_classes weighted_classes)
    set_source_files_properties(examples/replay/run_${run}.cpp
      PROPERTIES COMPILE_OPTIONS "${brief_options}")
  endforeach()
  target_link_libraries(replay PUBLIC developer nlohmann_json::nlohmann_json PRIVATE CLI11::CLI11)
  add_executable(telltale-replay examples/replay/main.cpp)
  target_link_libraries(telltale-replay PRIVATE replay)
endif()

if(TELLTALE_BENCHMARKS)
  find_package(benchmark REQUIRED)
  find_package(Eigen3 REQUIRED)
  file(GLOB_RECURSE benchmark_sources CONFIGURE_DEPENDS benchmarks/*.cpp)
  list(FILTER benchmark_sources EXCLUDE REGEX "/instructions/")  # a program of its own
  add_executable(benchmarks ${benchmark_sources})
  target_link_libraries(benchmarks PRIVATE developer Eigen3::Eigen benchmark::benchmark_main)
endif()

if(NOT TELLTALE_TESTS)
  return()
endif()

# --- Tests: the folders of include/telltale, one program each -----------------------------------

find_package(doctest REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
function(telltale_test_main name)
  add_library(${name} OBJECT tests/main.cpp)
  target_link_libraries(${name} PUBLIC developer doctest::doctest nlohmann_json::nlohmann_json)
  target_include_directories(${name} PUBLIC tests)
  target_compile_options(${name} PUBLIC ${ARGN})
  target_compile_definitions(${name} PUBLIC
    TELLTALE_GOLDEN_DIR="${PROJECT_SOURCE_DIR}/tests/golden"
    TELLTALE_DATA_DIR="${TELLTALE_DATA_DIR}")
endfunction()
separate_arguments(test_options NATIVE_COMMAND "${TELLTALE_TEST_OPTIONS}")
telltale_test_main(test_main ${test_options})

include(${CMAKE_CURRENT_LIST_DIR}/together.cmake)
separate_arguments(brief_options NATIVE_COMMAND "${TELLTALE_BRIEF_OPTIONS}")
set_source_files_properties(${PROJECT_SOURCE_DIR}/tests/metric/vocabulary.cpp
  PROPERTIES COMPILE_OPTIONS "${brief_options}")
# What draws for long is for the optimised builds.
if(NOT TELLTALE_SEEDS)
  set(test_arguments --test-suite-exclude=simulation)
endif()
function(telltale_test folder)
  file(GLOB sources CONFIGURE_DEPENDS tests/${folder}/*.cpp)
  if(TELLTALE_TOGETHER)
    telltale_together(sources ${TELLTALE_TOGETHER} ${sources})
  endif()
  if(sources)
    add_executable(test_${folder} ${sources})
    target_link_libraries(test_${folder} PRIVATE ${ARGN})
    add_test(NAME ${folder} COMMAND test_${folder} ${test_arguments})
  endif()
endfunction()

foreach(folder core math simd state metric drift concurrent estimate window monitor policy io threads)
  telltale_test(${folder} test_main)
endforeach()
foreach(folder monitor policy io)
  target_compile_options(test_${folder} PRIVATE ${brief_options})
endforeach()
# The scalar twins of what runs in lanes.
file(GLOB twins CONFIGURE_DEPENDS tests/simd/*.cpp tests/state/proper_loss.cpp
  tests/state/calibration.cpp tests/state/residuals.cpp tests/state/relative_errors.cpp)
if(TELLTALE_TOGETHER)
  telltale_together(twins ${TELLTALE_TOGETHER} ${twins})
endif()
add_executable(test_scalar ${twins})
target_link_libraries(test_scalar PRIVATE test_main)
target_compile_definitions(test_scalar PRIVATE TELLTALE_FORCE_SCALAR)
add_test(NAME scalar COMMAND test_scalar)
# What a kernel leaves behind depends on how it was compiled.
if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
  foreach(level 0 2 3)
    add_executable(upper_state_${level} tests/upper_state/upper_state.cpp)
    target_compile_options(upper_state_${level} PRIVATE -O${level})
    target_link_libraries(upper_state_${level} PRIVATE developer)
    add_test(NAME upper_state_${level} COMMAND upper_state_${level})
    set_tests_properties(upper_state_${level} PROPERTIES SKIP_RETURN_CODE 77)
  endforeach()
endif()

if(TELLTALE_TOOL)
  telltale_test_main(tool_test_main)
  telltale_test(replay tool_test_main replay)
  target_compile_options(test_replay PRIVATE ${brief_options})
  target_compile_definitions(test_replay PRIVATE
    TELLTALE_REPLAY_PATH="$<TARGET_FILE:telltale-replay>")
  add_dependencies(test_replay telltale-replay)
endif()

# --- Fuzzing: briefly here; `fuzz_reference -max_total_time=3600 CORPUS` for longer ---------------

if(TELLTALE_FUZZ)
  file(GLOB sources CONFIGURE_DEPENDS tests/fuzz/*.cpp)
  foreach(source IN LISTS sources)
    cmake_path(GET source STEM name)
    add_executable(fuzz_${name} ${source})
    target_compile_options(fuzz_${name} PRIVATE -O1 -fsanitize=fuzzer)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    target_link_libraries(fuzz_${name} PRIVATE developer)
    set(corpus ${PROJECT_BINARY_DIR}/corpus/${name})  # where it writes what it finds
    file(MAKE_DIRECTORY ${corpus})
    add_test(NAME fuzz_${name} COMMAND fuzz_${name} -runs=20000 -max_len=4096 -seed=1
      ${corpus} ${PROJECT_SOURCE_DIR}/tests/golden)
  endforeach()
  target_link_libraries(fuzz_files PRIVATE replay)
endif()

# --- Kernels under valgrind, and the instructions of the hot paths, as one compiler makes them -------

find_program(valgrind valgrind)
if(TELLTALE_CONSUMERS AND valgrind)
  # AVX2 and below: it knows no AVX-512.
  add_test(NAME simd_valgrind
    COMMAND ${valgrind} -q --error-exitcode=9 $<TARGET_FILE:test_simd>)
endif()
if(TELLTALE_CONSUMERS AND valgrind AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU"
    AND CMAKE_CXX_COMPILER_VERSION MATCHES "^12\\.")
  add_executable(instructions benchmarks/instructions/instructions.cpp)
  target_compile_options(instructions PRIVATE -O2 -DNDEBUG)
  target_link_libraries(instructions PRIVATE developer)
  add_test(NAME instructions COMMAND sh ${PROJECT_SOURCE_DIR}/benchmarks/instructions/check.sh
    $<TARGET_FILE:instructions>)
endif()

if(TELLTALE_CONSUMERS)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION MATCHES "^12\\.")
    set(exact -Dexact=1)  # whose standard headers the stored figure knows
  endif()
  add_test(NAME include_cost COMMAND ${CMAKE_COMMAND} -Droot=${PROJECT_SOURCE_DIR}
    -Dcompiler=${CMAKE_CXX_COMPILER} -Dwork=${PROJECT_BINARY_DIR}/include_cost ${exact}
    -P ${PROJECT_SOURCE_DIR}/tests/include_cost/run.cmake)

  add_executable(structure tests/structure/structure.cpp)
  target_link_libraries(structure PRIVATE developer)
  add_test(NAME structure COMMAND structure ${PROJECT_SOURCE_DIR})
  add_test(NAME structure_refuses COMMAND structure --self-test)

  foreach(case add_subdirectory find_package noexcept version_99 linalg)
    add_test(NAME consumer_${case} COMMAND ${CMAKE_COMMAND} -Dcase=${case}
      -Dsource=${PROJECT_SOURCE_DIR} -Dwork=${PROJECT_BINARY_DIR}/consumer
      -Dcompiler=${CMAKE_CXX_COMPILER} -P ${PROJECT_SOURCE_DIR}/tests/consumer/run.cmake)
    set_tests_properties(consumer_${case} PROPERTIES LABELS consumer TIMEOUT 300)
  endforeach()
  set_tests_properties(consumer_find_package PROPERTIES FIXTURES_SETUP installed)
  set_tests_properties(consumer_noexcept consumer_version_99 consumer_linalg
    PROPERTIES FIXTURES_REQUIRED installed)

  file(GLOB refused CONFIGURE_DEPENDS tests/compile_fail/*.cpp)
  foreach(source IN LISTS refused)
    cmake_path(GET source STEM name)
    add_test(NAME refused_${name} COMMAND ${CMAKE_COMMAND} -Dsource=${source}
      -Dcompiler=${CMAKE_CXX_COMPILER} -Dinclude=${PROJECT_SOURCE_DIR}/include
      -P ${PROJECT_SOURCE_DIR}/tests/compile_fail/run.cmake)
  endforeach()
endif()
