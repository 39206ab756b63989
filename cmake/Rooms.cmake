# A room is a folder with one job and its own static library. A room's headers can be reached
# (#include "room/file.h") only by targets that link it, so an arrow in the wrong direction does not build.

# aria_room(<name> SOURCES <files> LINK <targets> [PRECOMPILED core|ui]): makes the library aria_<name> from the
# folder in which it is called.
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

# aria_test(<room> <class> [SOURCES …] [LINK …] [LABELS …]): tests/<room>/tst_<class>.cpp
# as ctest <room>/<class>. All tests of a room are one program, tests/tst_<room>, which takes the class.
function(aria_test room class)
    cmake_parse_arguments(TEST "" "" "SOURCES;LINK;LABELS" ${ARGN})
    set(target tst_${room})
    if(NOT TARGET ${target})
        add_executable(${target})
        set_target_properties(${target} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
        if(room STREQUAL "ui")
            target_link_libraries(${target} PRIVATE aria_uitestsupport aria_uitestmain aria_qttest aria_options)
            target_precompile_headers(${target} REUSE_FROM aria_precompiled_uitests)
        else()
            target_link_libraries(${target} PRIVATE aria_${room} aria_testsupport aria_testmain aria_qttest aria_options)
            target_precompile_headers(${target} REUSE_FROM aria_precompiled_tests)
        endif()
    endif()
    target_sources(${target} PRIVATE tst_${class}.cpp ${TEST_SOURCES})
    target_link_libraries(${target} PRIVATE ${TEST_LINK})
    add_test(NAME ${room}/${class} COMMAND ${target} ${class})
    set_tests_properties(${room}/${class} PROPERTIES TIMEOUT 600 LABELS "${room};${TEST_LABELS}"
        ENVIRONMENT "${ARIA_TEST_ENVIRONMENT}")
endfunction()
set(ARIA_TEST_ENVIRONMENT "QT_LOGGING_RULES=*.debug=false;TZ=UTC;LC_ALL=C.UTF-8;QT_QPA_PLATFORM=offscreen;QTEST_FUNCTION_TIMEOUT=580000")
