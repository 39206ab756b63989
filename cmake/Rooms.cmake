# A room is a folder with one job and its own static library. A room's headers can be reached
# (#include "room/file.h") only by targets that link it, so an arrow in the wrong direction does not build.

# aria_room(<name> SOURCES <files> LINK <targets> [PRECOMPILED core|ui]): the library aria_<name> of the folder this is
# called in.
function(aria_room name)
    cmake_parse_arguments(ROOM "" "PRECOMPILED" "SOURCES;LINK" ${ARGN})
    set(view "${CMAKE_BINARY_DIR}/rooms/${name}")
    file(MAKE_DIRECTORY "${view}")
    file(CREATE_LINK "${CMAKE_CURRENT_SOURCE_DIR}" "${view}/${name}" SYMBOLIC)

    add_library(aria_${name} STATIC ${ROOM_SOURCES})
    set_target_properties(aria_${name} PROPERTIES AUTOMOC ON LINKER_LANGUAGE CXX)
    target_include_directories(aria_${name} PUBLIC "${view}")
    target_link_libraries(aria_${name} PUBLIC ${ROOM_LINK} PRIVATE aria_options)
    if(NOT ROOM_PRECOMPILED)
        set(ROOM_PRECOMPILED core)
    endif()
    target_precompile_headers(aria_${name} REUSE_FROM aria_precompiled_${ROOM_PRECOMPILED})
endfunction()

# aria_test(<room> <class> [SOURCES …] [LINK …] [LABELS …] [TIMEOUT s]): tests/<room>/tst_<class>.cpp as a ctest.
function(aria_test room class)
    cmake_parse_arguments(TEST "" "TIMEOUT" "SOURCES;LINK;LABELS" ${ARGN})
    set(target tst_${room}_${class})
    add_executable(${target} tst_${class}.cpp ${TEST_SOURCES})
    set_target_properties(${target} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    target_link_libraries(${target} PRIVATE aria_${room} aria_testsupport aria_qttest ${TEST_LINK} aria_options)
    target_precompile_headers(${target} REUSE_FROM aria_precompiled_tests)
    add_test(NAME ${room}/${class} COMMAND ${target})
    if(NOT TEST_TIMEOUT)
        set(TEST_TIMEOUT 120)
    endif()
    set_tests_properties(${room}/${class} PROPERTIES TIMEOUT ${TEST_TIMEOUT} LABELS "${room};${TEST_LABELS}"
        ENVIRONMENT "QT_LOGGING_RULES=*.debug=false;TZ=UTC;QT_QPA_PLATFORM=offscreen")
endfunction()
