aria_ui_test(browsersignin LINK aria_signin)
aria_ui_test(assistant LINK aria_signin)
aria_screenshots(shots_signin.cpp LINK aria_signin)
