#include "settings/aboutpage.h"

#include "settings/diagnostics.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QPushButton>
#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace aria::settings {

AboutPage::AboutPage(
    const uicommon::StatusWatch &watch, const choices::SettingsAccess &access, QWidget *parent)
    : SettingsPage(tr("About"), u"leaf"_s, parent)
    , m_watch(watch)
    , m_access(access)
    , m_copied(new QLabel(this))
{
    constexpr int side = 64;
    auto *picture = new QLabel(this);
    picture->setPixmap(QIcon(u":/aria/icons/app.svg"_s).pixmap(QSize(side, side), devicePixelRatio()));
    addWide(picture);
    const auto fact = [this](const QString &label, const QString &text) {
        auto *value = new QLabel(text, this);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        value->setAccessibleName(label + u' ' + text);
        form()->addRow(label, value);
    };
    addNote(tr("Keeps the events of ARIA and of Google Calendar the same on both sides."));
    fact(tr("Version:"), QStringLiteral(ARIA_VERSION));
    fact(tr("Qt:"), QString::fromLatin1(qVersion()));
    fact(tr("System:"), QSysInfo::prettyProductName());
    fact(tr("License:"), u"GPL-3.0-or-later"_s);
    auto *copy = new QPushButton(tr("&Copy diagnostics"), this);
    copy->setToolTip(
        tr("Versions, settings and counts, for a report. Titles, addresses and tokens are left out."));
    auto *line = new QHBoxLayout;
    line->addWidget(copy);
    line->addStretch(1);
    form()->addRow(line);
    m_copied->setWordWrap(true);
    addWide(m_copied);
    m_copied->hide();
    connect(copy, &QPushButton::clicked, this, &AboutPage::copyDiagnostics);
}

void AboutPage::copyDiagnostics()
{
    QGuiApplication::clipboard()->setText(diagnostics(m_access.loaded(),
        { QStringLiteral(ARIA_VERSION), m_watch.isKnown(), m_watch.health(), m_watch.status() }));
    m_copied->setText(tr("Copied. Titles, addresses and tokens were left out."));
    m_copied->show();
}

} // namespace aria::settings
