# Runs `program` and fails unless it prints exactly what the file `expected` holds.
execute_process(COMMAND ${program} OUTPUT_VARIABLE actual RESULT_VARIABLE status)
file(READ ${expected} wanted)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${program} exited ${status}")
elseif(NOT actual STREQUAL wanted)
  message(FATAL_ERROR "${program} printed\n${actual}\nand ${expected} says\n${wanted}")
endif()
