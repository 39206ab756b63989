aria_test(ui translations)

add_test(NAME ui/translations-complete
    COMMAND Python3::Interpreter "${CMAKE_CURRENT_SOURCE_DIR}/checktranslations.py" "${CMAKE_SOURCE_DIR}")
set_tests_properties(ui/translations-complete PROPERTIES TIMEOUT 600 LABELS ui ENVIRONMENT "LUPDATE=$<TARGET_FILE:Qt6::lupdate>")

# Every window in every language: what a window asks for must be what the translations have.
foreach(language german french spanish chinese arabic)
    add_test(NAME ui/windows-${language}
        COMMAND screenshots --variant ${language} --into "${CMAKE_BINARY_DIR}/screenshots")
    set_tests_properties(ui/windows-${language} PROPERTIES TIMEOUT 600 LABELS ui ENVIRONMENT "${ARIA_TEST_ENVIRONMENT}")
endforeach()
