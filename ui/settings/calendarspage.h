// Which calendars are synced, and where the day begins.
#pragma once

#include "settings/settingspage.h"
#include "uicommon/servicelink.h"

namespace aria::choices {
class CalendarPicker;
}

namespace aria::settings {

class CalendarsPage : public SettingsPage
{
    Q_OBJECT
public:
    explicit CalendarsPage(uicommon::ServiceLink &link, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override; // asks for the list when it is first looked at

private:
    SettingRow *makeZoneRow();

    choices::CalendarPicker *m_picker;
};

} // namespace aria::settings
