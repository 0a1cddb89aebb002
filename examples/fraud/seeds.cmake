# Over twenty seeds: with nothing changed the policies decide nothing. Over five: each change is
# decided on by its own rule within three days of its first window, and nothing else is decided.
foreach(seed RANGE 1 20)
  execute_process(COMMAND ${program} --quiet --no-change --seed ${seed} OUTPUT_VARIABLE calm)
  if(NOT calm MATCHES "nothing changed; 0 decisions")
    message(FATAL_ERROR "seed ${seed}, nothing changed:\n${calm}")
  endif()
endforeach()
foreach(seed RANGE 1 5)
  execute_process(COMMAND ${program} --quiet --seed ${seed} OUTPUT_VARIABLE moved)
  foreach(expected
      "three changes; 3 decisions, 0 of them before its change\n"
      "covariate shift  day 15  day 1[67]   day 1[78]    [23] days  alert: inputs moved\n"
      "prior shift      day 30  day 3[12]   day 4[23]   1[23] days  alert: fraud share moved\n"
      "concept drift    day 45  day 4[67]   day 5[78]   1[23] days  retrain: fraud is missed\n")
    if(NOT moved MATCHES "${expected}")
      message(FATAL_ERROR "seed ${seed}: no '${expected}' in\n${moved}")
    endif()
  endforeach()
endforeach()
