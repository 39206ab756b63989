#include "uicommon/eventcolors.h"

#include <QCoreApplication>

#include <array>

namespace aria::uicommon {

namespace {

struct Paint
{
    const char *name;
    QRgb color;
};

// In the order of Google's ids, which begin with 1.
constexpr std::array<Paint, 11> paints{ {
    { QT_TRANSLATE_NOOP("aria::uicommon::EventColor", "Lavender"), 0xff7986cb },
    { QT_TRANSLATE_NOOP("aria::uicommon::EventColor", "Sage"), 0xff33b679 },
    { QT_TRANSLATE_NOOP("aria::uicommon::EventColor", "Grape"), 0xff8e24aa },
    { QT_TRANSLATE_NOOP("aria::uicommon::EventColor", "Flamingo"), 0xffe67c73 },
    { QT_TRANSLATE_NOOP("aria::uicommon::EventColor", "Banana"), 0xfff6bf26 },
    { QT_TRANSLATE_NOOP("aria::uicommon::EventColor", "Tangerine"), 0xfff4511e },
    { QT_TRANSLATE_NOOP("aria::uicommon::EventColor", "Peacock"), 0xff039be5 },
    { QT_TRANSLATE_NOOP("aria::uicommon::EventColor", "Graphite"), 0xff616161 },
    { QT_TRANSLATE_NOOP("aria::uicommon::EventColor", "Blueberry"), 0xff3f51b5 },
    { QT_TRANSLATE_NOOP("aria::uicommon::EventColor", "Basil"), 0xff0b8043 },
    { QT_TRANSLATE_NOOP("aria::uicommon::EventColor", "Tomato"), 0xffd50000 },
} };

} // namespace

QList<EventColor> eventColors()
{
    QList<EventColor> colors;
    for (std::size_t i = 0; i < paints.size(); ++i) {
        colors.append({ QString::number(i + 1),
            QCoreApplication::translate("aria::uicommon::EventColor", paints[i].name),
            QColor(paints[i].color) });
    }
    return colors;
}

QColor colorOf(const calendar::Event &event, const QColor &fallback)
{
    bool isNumber = false;
    const uint id = event.colorId().toUInt(&isNumber);
    return isNumber && id >= 1 && id <= paints.size() ? QColor(paints[id - 1].color) : fallback;
}

} // namespace aria::uicommon
