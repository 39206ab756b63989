aria_test(ui worddiff LINK aria_diff)
aria_test(ui fieldwords LINK aria_diff)
aria_test(ui conflictreview LINK aria_conflicts)
aria_screenshots(shots_conflicts.cpp LINK aria_conflicts)
