# Over twenty seeds: with nothing changed the policy decides nothing. With the form that loses words
# it alerts in the first week, and rolls back in the second or the third.
foreach(seed RANGE 1 20)
  execute_process(COMMAND ${program} --quiet --no-change --seed ${seed} OUTPUT_VARIABLE calm)
  if(NOT calm MATCHES "^Seed ${seed}: nothing changed; 0 decisions\n$")
    message(FATAL_ERROR "seed ${seed}, nothing changed:\n${calm}")
  endif()
  execute_process(COMMAND ${program} --quiet --seed ${seed} OUTPUT_VARIABLE broken)
  if(NOT broken MATCHES "^#1 window 9 [^\n]* alert[^\n]*four fifths[^\n]*\n(#2 window 10 [^\n]* alert[^\n]*\n)?#[23] window 1[01] [^\n]* rollback")
    message(FATAL_ERROR "seed ${seed}, a form that loses words:\n${broken}")
  endif()
endforeach()
