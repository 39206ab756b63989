aria_test(ui changewords LINK aria_notifications)
aria_test(ui reminderschedule LINK aria_notifications)
aria_test(ui notifier SOURCES fakenotifications.h LINK aria_notifications)
