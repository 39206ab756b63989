// Whether a window fits on a small screen: 1920 × 1080 at 200 % leaves half of each, less a title bar and a panel.
#pragma once

#include <QWidget>

namespace aria::test {

constexpr QSize smallScreen(960 - 16, 540 - 48 - 32);

// Empty: it can be made small enough, and opens no larger than its screen.
inline QString faultOfSize(const QWidget *window)
{
    const QSize least = window->minimumSizeHint().expandedTo(window->minimumSize());
    if (least.width() > smallScreen.width() || least.height() > smallScreen.height())
        return QStringLiteral("at least %1 × %2").arg(least.width()).arg(least.height());
    const QSize room = window->screen()->availableSize();
    if (window->width() > room.width() || window->height() > room.height())
        return QStringLiteral("opens with %1 × %2").arg(window->width()).arg(window->height());
    return {};
}

} // namespace aria::test
