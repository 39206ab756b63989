#include "uicommon/clearindicators.h"

#include <QApplication>
#include <QStyleOption>

using namespace Qt::StringLiterals;

namespace aria::uicommon {

namespace {

const QString fusion = u"fusion"_s;

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

} // namespace

ClearIndicators::ClearIndicators()
    : QProxyStyle(fusion)
{
}

void ClearIndicators::install()
{
    if (QApplication::style()->name() == fusion)
        QApplication::setStyle(new ClearIndicators);
}

void ClearIndicators::drawPrimitive(
    PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    const bool isIndicator = element == PE_IndicatorCheckBox || element == PE_IndicatorRadioButton;
    if (!button || !isIndicator || !isDark(option->palette))
        return QProxyStyle::drawPrimitive(element, option, painter, widget);
    QStyleOptionButton clear(*button);
    // Fusion derives the outline from the window's colour.
    clear.palette.setColor(QPalette::Window, option->palette.color(QPalette::PlaceholderText));
    QProxyStyle::drawPrimitive(element, &clear, painter, widget);
}

} // namespace aria::uicommon
