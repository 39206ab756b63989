// For whom values are put into words.
#pragma once

#include <QLocale>
#include <QTimeZone>

namespace aria::diff {

struct Viewer
{
    QLocale locale;
    QTimeZone zone = QTimeZone::systemTimeZone();
};

} // namespace aria::diff
