#include "trayicon/trayimage.h"

#include <QFile>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace aria::trayicon {

using uicommon::Condition;

namespace {

constexpr int sizes[] = { 16, 22, 24, 32, 44, 48, 64, 96, 128 };
constexpr double dimmed = 0.45;

struct Badge
{
    QString drawing; // resources/icons/badge-….svg
    QString text;
};

Badge badgeOf(const TrayFace &face)
{
    switch (face.badge) {
    case TrayFace::Badge::None:
        return {};
    case TrayFace::Badge::Syncing:
        return { u"syncing"_s, {} };
    case TrayFace::Badge::Count:
        return { u"count"_s, face.count > 9 ? u"+"_s : QLocale().toString(face.count) };
    case TrayFace::Badge::Question:
        return { u"question"_s, u"?"_s };
    case TrayFace::Badge::SignIn:
        return { u"signin"_s, {} };
    case TrayFace::Badge::Pause:
        return { u"pause"_s, {} };
    case TrayFace::Badge::Alert:
        return { u"alert"_s, {} };
    }
    return {};
}

// Fills `rect` with the text as a shape, whatever size the font itself would have.
void fillText(QPainter &painter, const QRectF &rect, const QString &text, const QColor &color)
{
    QFont font = painter.font();
    font.setBold(true);
    font.setPixelSize(100);
    QPainterPath path;
    path.addText(0, 0, font, text);
    const QRectF shape = path.boundingRect();
    if (shape.isEmpty())
        return;
    const double scale = std::min(rect.width() / shape.width(), rect.height() / shape.height());
    QTransform place;
    place.translate(rect.center().x(), rect.center().y());
    place.scale(scale, scale);
    place.translate(-shape.center().x(), -shape.center().y());
    painter.fillPath(place.map(path), color);
}

void drawSvg(QPainter &painter, const QString &name, const QRectF &rect)
{
    QSvgRenderer renderer(u":/aria/icons/%1.svg"_s.arg(name));
    renderer.render(&painter, rect);
}

} // namespace

TrayFace faceFor(const uicommon::ConditionView &condition, QDate today)
{
    TrayFace face;
    face.dayOfMonth = today.day();
    switch (condition.condition) {
    case Condition::InStep:
        break;
    case Condition::Starting:
    case Condition::Offline:
        face.isDimmed = true;
        break;
    case Condition::Syncing:
        face.badge = TrayFace::Badge::Syncing;
        break;
    case Condition::Conflicts:
        face.badge = TrayFace::Badge::Count;
        face.count = int(std::min<qint64>(condition.count, 10));
        break;
    case Condition::Confirm:
        face.badge = TrayFace::Badge::Question;
        break;
    case Condition::SignIn:
        face.badge = TrayFace::Badge::SignIn;
        break;
    case Condition::Paused:
        face.badge = TrayFace::Badge::Pause;
        face.isDimmed = true;
        break;
    case Condition::Errors:
    case Condition::Broken:
        face.badge = TrayFace::Badge::Alert;
        break;
    }
    return face;
}

QPixmap trayPixmap(const TrayFace &face, int size)
{
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const double unit = size / 16.0;
    painter.setOpacity(face.isDimmed ? dimmed : 1.0);
    drawSvg(painter, u"leaf"_s, QRectF(0, 0, size, size));
    // A badge covers the lower right corner; the date makes room for it.
    const QRectF date = face.badge == TrayFace::Badge::None
        ? QRectF(3 * unit, 5.6 * unit, 10 * unit, 7.4 * unit)
        : QRectF(2.3 * unit, 5.4 * unit, 8.6 * unit, 5.4 * unit);
    fillText(painter, date, QLocale().toString(face.dayOfMonth), QColor(0x20, 0x24, 0x2c));
    painter.setOpacity(1.0);
    const Badge badge = badgeOf(face);
    if (!badge.drawing.isEmpty()) {
        const QRectF corner(7.5 * unit, 7.5 * unit, 8.5 * unit, 8.5 * unit);
        drawSvg(painter, u"badge-"_s + badge.drawing, corner);
        if (!badge.text.isEmpty())
            fillText(painter, corner.adjusted(2.4 * unit, 1.7 * unit, -2.4 * unit, -1.7 * unit), badge.text,
                Qt::white);
    }
    return pixmap;
}

QIcon trayIcon(const TrayFace &face)
{
    QIcon icon;
    for (int size : sizes)
        icon.addPixmap(trayPixmap(face, size));
    return icon;
}

} // namespace aria::trayicon
