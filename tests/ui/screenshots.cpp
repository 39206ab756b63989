// screenshots --variant light|dark|large|arabic --into DIR [NAME…]: writes a PNG of each window.
#include "screenshots.h"

#include "uicommon/clearindicators.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QStyleFactory>
#include <QTest>
#include <QTranslator>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace aria::test {

namespace {

struct Entry
{
    QString name;
    std::function<void(Stage &)> make;
};

QList<Entry> &entries()
{
    static QList<Entry> all;
    return all;
}

QPalette darkPalette()
{
    QPalette palette(QColor(0x35, 0x37, 0x3a), QColor(0x2a, 0x2b, 0x2e));
    palette.setColor(QPalette::Base, QColor(0x20, 0x21, 0x24));
    palette.setColor(QPalette::AlternateBase, QColor(0x2a, 0x2b, 0x2e));
    palette.setColor(QPalette::Highlight, QColor(0x3d, 0x8b, 0xdb));
    palette.setColor(QPalette::Link, QColor(0x6c, 0xb2, 0xf5));
    for (const auto role :
        { QPalette::Text, QPalette::WindowText, QPalette::ButtonText, QPalette::ToolTipText }) {
        palette.setColor(role, QColor(0xee, 0xee, 0xee));
        palette.setColor(QPalette::Disabled, role, QColor(0x88, 0x8a, 0x8d));
    }
    palette.setColor(QPalette::PlaceholderText, QColor(0x98, 0x9a, 0x9d));
    return palette;
}

} // namespace

void Stage::show(QWidget *window)
{
    m_window.reset(window);
    window->show();
    // The fake service answers at once; what follows is queued calls and short timers.
    QTest::qWait(400);
}

Screenshot::Screenshot(const QString &name, std::function<void(Stage &)> make)
{
    entries().append({ name, std::move(make) });
}

} // namespace aria::test

int main(int argc, char **argv)
{
    using namespace aria::test;
    QApplication application(argc, argv);
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    aria::uicommon::ClearIndicators::install();
    QCommandLineParser parser;
    parser.addOption({ u"variant"_s, {}, u"light, dark, large or arabic"_s, u"light"_s });
    parser.addOption({ u"into"_s, {}, u"folder"_s, u"."_s });
    parser.process(application);
    const QString variant = parser.value(u"variant"_s);
    QTranslator translator;
    if (variant == "dark"_L1)
        QApplication::setPalette(darkPalette());
    if (variant == "arabic"_L1) {
        QLocale::setDefault(QLocale(QLocale::Arabic, QLocale::SaudiArabia));
        QApplication::setLayoutDirection(Qt::RightToLeft);
        if (translator.load(u":/i18n/aria-calendar-sync_ar.qm"_s))
            QCoreApplication::installTranslator(&translator);
    } else {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    }
    const QDir into(parser.value(u"into"_s));
    into.mkpath(u"."_s);
    const QStringList wanted = parser.positionalArguments();
    for (const Entry &entry : entries()) {
        if (!wanted.isEmpty() && !wanted.contains(entry.name))
            continue;
        Stage stage;
        entry.make(stage);
        const QString file = into.filePath(u"%1-%2.png"_s.arg(entry.name, variant));
        if (!stage.window() || !stage.window()->grab().save(file)) {
            std::fprintf(stderr, "screenshots: %s could not be written\n", qUtf8Printable(file));
            return 1;
        }
        std::printf("%s\n", qUtf8Printable(file));
    }
    return 0;
}
