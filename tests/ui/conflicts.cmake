aria_ui_test(worddiff LINK aria_diff)
aria_ui_test(fieldwords LINK aria_diff)
aria_ui_test(conflictreview LINK aria_conflicts)
aria_screenshots(shots_conflicts.cpp LINK aria_conflicts)
