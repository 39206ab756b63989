aria_test(ui settingswindow LINK aria_settings)
aria_test(ui diagnostics LINK aria_settings)
aria_screenshots(shots_settings.cpp LINK aria_settings)

aria_test(ui tokenkeeper
    SOURCES "${CMAKE_SOURCE_DIR}/app/tray/tokenkeeper.cpp" "${CMAKE_SOURCE_DIR}/app/tray/keyringtokens.cpp"
    LINK aria_settings)
