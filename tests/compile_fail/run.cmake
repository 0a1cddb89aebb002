# Compiles `source` twice: as it stands, which must work, and with TELLTALE_BAD defined, which must
# fail and say what its line "// expect: ..." holds. Takes source, compiler, include.

file(STRINGS ${source} expected REGEX "^// expect: ")
list(LENGTH expected lines)
if(NOT lines EQUAL 1)
  message(FATAL_ERROR "${source} has ${lines} lines '// expect: ...', not one")
endif()
string(REGEX REPLACE "^// expect: " "" expected "${expected}")

set(compile ${compiler} -std=c++20 -fsyntax-only -Wall -Wextra -Werror -I${include})
execute_process(COMMAND ${compile} ${source} RESULT_VARIABLE status ERROR_VARIABLE said)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "without TELLTALE_BAD, ${source} must compile:\n${said}")
endif()

execute_process(COMMAND ${compile} -DTELLTALE_BAD ${source}
  RESULT_VARIABLE status ERROR_VARIABLE said)
if(status EQUAL 0)
  message(FATAL_ERROR "with TELLTALE_BAD, ${source} must not compile")
endif()
string(FIND "${said}" "${expected}" at)
if(at EQUAL -1)
  message(FATAL_ERROR "with TELLTALE_BAD, ${source} must fail with\n${expected}\nand says\n${said}")
endif()
