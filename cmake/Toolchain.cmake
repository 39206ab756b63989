# How everything in this project is compiled. One place, so that every room is held to the same rules.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

option(ARIA_CCACHE "Compile through ccache where it is installed; clang's tools cannot read its commands" ON)
find_program(CCACHE_PROGRAM ccache)
if(ARIA_CCACHE AND CCACHE_PROGRAM)
    # ccache needs to be told that a precompiled header does not hide __TIME__.
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime "${CCACHE_PROGRAM}")
endif()

# Forty test programs are linked; mold does that in a quarter of the time. Packages are linked as Debian links them.
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM AND NOT ARIA_HARDEN AND CMAKE_CXX_COMPILER_ID STREQUAL GNU
        AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 12.1)
    add_link_options(-fuse-ld=mold)
endif()

option(ARIA_SANITIZE "Address and undefined-behaviour sanitizers" OFF)
option(ARIA_FUZZ "Only the fuzz targets and what they need (clang)" OFF)
# For developers and CI (make WERROR=ON). A compiler that nobody here has tried yet may have new warnings, and people
# who only want to use the program can do nothing about them.
option(ARIA_WERROR "Warnings are errors" OFF)

# For packages: as Debian hardens its programs (dpkg-buildflags, hardening=+all), and without what nothing calls.
option(ARIA_HARDEN "Harden the programs as Debian does" OFF)
if(ARIA_HARDEN)
    set(CMAKE_POSITION_INDEPENDENT_CODE ON)
    include(CheckPIESupported)
    check_pie_supported()
    add_compile_options(-fstack-protector-strong -fstack-clash-protection -Wformat -Werror=format-security
        -ffile-prefix-map=${CMAKE_SOURCE_DIR}=. -ffunction-sections -fdata-sections)
    add_compile_definitions(_FORTIFY_SOURCE=2)
    if(CMAKE_SYSTEM_PROCESSOR STREQUAL x86_64)
        add_compile_options(-fcf-protection)
    endif()
    add_link_options(-Wl,-z,relro -Wl,-z,now -Wl,--as-needed -Wl,--gc-sections)
endif()

# All our targets link this: warnings are on, Qt's unsafe conversions are off.
add_library(aria_options INTERFACE)
target_compile_options(aria_options INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wold-style-cast $<$<BOOL:${ARIA_WERROR}>:-Werror>
    $<$<NOT:$<BOOL:${CMAKE_DISABLE_PRECOMPILE_HEADERS}>>:-fpch-preprocess>)
# What was deprecated after the oldest supported Qt has no replacement in that version. (QT_NO_CONTEXTLESS_CONNECT is
# left out: QCoro's headers do not compile with it.)
target_compile_definitions(aria_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_FOREACH
    QT_WARN_DEPRECATED_UP_TO=0x060402
    ARIA_VERSION="${PROJECT_VERSION}")
# The programs of Qt Test link this instead. Their own code runs once and waits for the rest, so the preset dev does not
# let the compiler spend time on making it fast.
set(ARIA_TEST_FLAGS "" CACHE STRING "Flags for the test programs' own code, after all others")
add_library(aria_test_options INTERFACE)
target_link_libraries(aria_test_options INTERFACE aria_options)
target_compile_options(aria_test_options INTERFACE ${ARIA_TEST_FLAGS})
if(CMAKE_UNITY_BUILD)
    # Files of one room are compiled together, so their anonymous namespaces are not in the main file; this warning
    # then takes them for headers.
    target_compile_options(aria_options INTERFACE -Wno-subobject-linkage)
endif()
if(ARIA_FUZZ)
    target_compile_options(aria_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(ARIA_SANITIZE)
    target_compile_options(aria_options INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer)
    target_link_options(aria_options INTERFACE -fsanitize=address,undefined)
endif()
