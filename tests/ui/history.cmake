aria_test(ui historywindow LINK aria_history)
aria_screenshots(shots_history.cpp LINK aria_history)
