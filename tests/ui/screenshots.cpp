// screenshots --variant VARIANT --into DIR [NAME…]: writes a PNG of each window. Variants are light, dark, large and the
// languages; it fails where a window asks for a text that its language does not have, and where one letter leads to two
// parts of it.
#include "ui/screenshots.h"
#include "ui/mnemonics.h"

#include "uicommon/clearindicators.h"
#include "uicommon/translations.h"

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

const QMap<QString, QString> locales{ { u"german"_s, u"de_DE"_s }, { u"french"_s, u"fr_FR"_s },
    { u"spanish"_s, u"es_ES"_s }, { u"chinese"_s, u"zh_CN"_s }, { u"arabic"_s, u"ar_SA"_s } };

// Asked last, for what no translation has.
class Untranslated : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *source, const char *disambiguation, int) const override
    {
        const QLatin1String name(context);
        if (name.startsWith("aria::"_L1) || !name.startsWith(u'Q')) // Qt's own classes are Qt's concern
            m_texts.insert(
                u"%1: %2 (%3)"_s.arg(name, QString::fromUtf8(source), QString::fromUtf8(disambiguation)));
        return {};
    }
    QStringList texts() const { return { m_texts.begin(), m_texts.end() }; }

private:
    mutable QSet<QString> m_texts;
};

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
    parser.addOption({ u"variant"_s, {}, u"light, dark, large, german, french, spanish, chinese or arabic"_s,
        u"light"_s });
    parser.addOption({ u"into"_s, {}, u"folder"_s, u"."_s });
    parser.process(application);
    const QString variant = parser.value(u"variant"_s);
    const QString locale = locales.value(variant);
    QLocale::setDefault(
        locale.isEmpty() ? QLocale(QLocale::English, QLocale::UnitedKingdom) : QLocale(locale));
    Untranslated untranslated;
    QCoreApplication::installTranslator(&untranslated);
    aria::uicommon::installLanguage(aria::uicommon::languageFor({ QLocale().bcp47Name() }));
    if (variant == "dark"_L1)
        QApplication::setPalette(darkPalette());
    const QDir into(parser.value(u"into"_s));
    into.mkpath(u"."_s);
    const QStringList wanted = parser.positionalArguments();
    QStringList shared;
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
        for (const QString &keys : sharedMnemonics(stage.window()))
            shared.append(u"%1: %2"_s.arg(entry.name, keys));
    }
    if (!shared.isEmpty()) {
        std::fprintf(stderr, "screenshots: one key for two parts:\n%s\n", qUtf8Printable(shared.join(u'\n')));
        return 1;
    }
    if (locale.isEmpty() || untranslated.texts().isEmpty())
        return 0;
    std::fprintf(
        stderr, "screenshots: not translated:\n%s\n", qUtf8Printable(untranslated.texts().join(u'\n')));
    return 1;
}
