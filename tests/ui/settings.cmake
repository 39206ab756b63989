aria_ui_test(settingswindow LINK aria_settings)
aria_ui_test(diagnostics LINK aria_settings)
aria_screenshots(shots_settings.cpp LINK aria_settings)
