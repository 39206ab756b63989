// Draws the program's icon in the sizes that desktops look for, at build time.
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>

#include <cstdio>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    const QStringList arguments = QGuiApplication::arguments();
    if (arguments.size() < 4) {
        std::fprintf(stderr, "usage: %s ICON.svg FOLDER SIZE…\n", argv[0]);
        return 64;
    }
    QSvgRenderer renderer(arguments.at(1));
    for (const QString &size : arguments.sliced(3)) {
        QImage image(size.toInt(), size.toInt(), QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        renderer.render(&painter);
        painter.end();
        if (!renderer.isValid() || !image.save(u"%1/%2.png"_s.arg(arguments.at(2), size))) {
            std::fprintf(stderr, "%s: %s cannot be drawn\n", argv[0], qUtf8Printable(size));
            return 1;
        }
    }
    return 0;
}
