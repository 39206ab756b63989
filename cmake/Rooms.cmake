# A room is a folder with one job and its own static library. A room's headers can be reached
# (#include "room/file.h") only by targets that link it, so an arrow in the wrong direction does not build.

# aria_room(<name> SOURCES <files> [LINK <targets>] [USES <targets>] [PRECOMPILED core|ui] [VALUES <headers>]):
# the library aria_<name> of the folder this is called in; a slash in the name is an underscore in the target's.
# LINK: what its headers need; whoever links it reaches those rooms, too. USES: what only its sources need.
# VALUES: headers of plain values; the target aria_<name>_values gives only these, to targets that may not reach the rest.
function(aria_room name)
    cmake_parse_arguments(ROOM "" "PRECOMPILED" "SOURCES;LINK;USES;VALUES" ${ARGN})
    string(REPLACE "/" "_" target "aria_${name}")
    set(view "${CMAKE_BINARY_DIR}/rooms/${target}")
    cmake_path(GET name PARENT_PATH parent)
    file(MAKE_DIRECTORY "${view}/${parent}")
    file(CREATE_LINK "${CMAKE_CURRENT_SOURCE_DIR}" "${view}/${name}" SYMBOLIC)

    add_library(${target} STATIC ${ROOM_SOURCES})
    set_target_properties(${target} PROPERTIES AUTOMOC ON LINKER_LANGUAGE CXX)
    target_include_directories(${target} PUBLIC "${view}")
    target_link_libraries(${target} PUBLIC ${ROOM_LINK} PRIVATE ${ROOM_USES} aria_options)
    if(NOT ROOM_PRECOMPILED)
        set(ROOM_PRECOMPILED core)
    endif()
    target_precompile_headers(${target} REUSE_FROM aria_precompiled_${ROOM_PRECOMPILED})

    if(ROOM_VALUES)
        set(values "${CMAKE_BINARY_DIR}/rooms/${target}_values")
        file(MAKE_DIRECTORY "${values}/${name}")
        foreach(header ${ROOM_VALUES})
            file(CREATE_LINK "${CMAKE_CURRENT_SOURCE_DIR}/${header}" "${values}/${name}/${header}" SYMBOLIC)
        endforeach()
        add_library(${target}_values INTERFACE)
        target_include_directories(${target}_values INTERFACE "${values}")
    endif()
endfunction()

# aria_test(<room> <class> [SOURCES …] [LINK …] [LABELS …]): tst_<class>.cpp of the folder
# this is called in, as ctest <room>/<class>. All tests of a room are one program, tests/tst_<room>, which takes the class.
function(aria_test room class)
    cmake_parse_arguments(TEST "" "" "SOURCES;LINK;LABELS" ${ARGN})
    set(target tst_${room})
    if(NOT TARGET ${target})
        add_executable(${target})
        set_target_properties(${target} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
        if(room MATCHES "^(ui|keyring|tray)$")
            target_link_libraries(${target} PRIVATE aria_uitestsupport aria_uitestmain aria_qttest aria_test_options)
            target_precompile_headers(${target} REUSE_FROM aria_precompiled_uitests)
        else()
            target_link_libraries(${target} PRIVATE aria_testsupport aria_testmain aria_qttest aria_test_options)
            if(TARGET aria_${room})
                target_link_libraries(${target} PRIVATE aria_${room})
            endif()
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
