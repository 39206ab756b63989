// Pictures of every window, for eyes: `make screenshots`. A room adds its windows in a file of its own:
//   static const aria::test::Screenshot shot(u"agenda"_s, [](aria::test::Stage &stage) { stage.show(new AgendaWindow(…)); });
// and lists the file with aria_screenshots(<file> LINK <room>) in tests/ui.
#pragma once

#include "support/fakeservice.h"
#include "support/manualclock.h"
#include "uicommon/servicelink.h"
#include "uicommon/statuswatch.h"
#include "uicommon/uiformat.h"

#include <QWidget>

namespace aria::test {

// What a window needs, made afresh for each picture. It is Monday 2024-01-15, 12:00 in UTC and 13:00 in Berlin.
class Stage
{
public:
    FakeService service;
    ManualClock clock;
    uicommon::ServiceLink link;
    uicommon::StatusWatch watch{ link };
    uicommon::UiFormat format{ QTimeZone("Europe/Berlin"), QLocale() };

    // Gives the service to the windows; called after its answers are set and the window is made.
    void connectService() { link.setService(&service); }
    // Shows the window and waits until it has painted what it was told. Takes ownership.
    void show(QWidget *window);
    QWidget *window() const { return m_window.get(); }

private:
    std::unique_ptr<QWidget> m_window;
};

class Screenshot
{
public:
    // name: of the file, before the variant: "agenda" → "agenda-dark.png".
    Screenshot(const QString &name, std::function<void(Stage &)> make);
};

} // namespace aria::test
