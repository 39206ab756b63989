// Check boxes and radio buttons that can be seen on dark windows.
#pragma once

#include <QProxyStyle>

namespace aria::uicommon {

// Qt's own style (Fusion) outlines them darker than the window, so that on a dark one an unticked box is all but
// invisible. Everything else, and every other style, stays as it is.
class ClearIndicators : public QProxyStyle
{
    Q_OBJECT
public:
    ClearIndicators();

    // Call once, after the application is created; works only if its style is Fusion.
    static void install();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
        const QWidget *widget = nullptr) const override;
};

} // namespace aria::uicommon
