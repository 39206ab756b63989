aria_test(ui browsersignin LINK aria_signin)
aria_test(ui assistant LINK aria_signin)
aria_screenshots(shots_signin.cpp LINK aria_signin)
