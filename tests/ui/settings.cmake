aria_ui_test(settingswindow LINK aria_settings)
aria_ui_test(diagnostics LINK aria_settings)
aria_screenshots(shots_settings.cpp LINK aria_settings)

aria_ui_test(tokenkeeper
    SOURCES "${CMAKE_SOURCE_DIR}/app/tray/tokenkeeper.cpp" "${CMAKE_SOURCE_DIR}/app/tray/keyringtokens.cpp"
    LINK aria_settings)
target_include_directories(tst_ui_tokenkeeper PRIVATE "${CMAKE_SOURCE_DIR}/app/tray")
