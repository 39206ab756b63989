#include "settings/aboutpage.h"

#include "base/whenfinished.h"
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
    const uicommon::ServiceLink &link, const choices::SettingsAccess &access, QWidget *parent)
    : SettingsPage(tr("About"), u"leaf"_s, parent)
    , m_link(link)
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
        value->setAccessibleDescription(label);
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
    service::CalendarService *service = m_link.service();
    if (!service)
        return copy(std::nullopt);
    whenFinished(service->diagnose(), this, [this](const QFuture<Expected<service::Diagnosis>> &answer) {
        std::optional<service::Diagnosis> diagnosis;
        if (answer.resultCount() > 0 && answer.result())
            diagnosis = *answer.result();
        copy(diagnosis);
    });
}

void AboutPage::copy(const std::optional<service::Diagnosis> &diagnosis)
{
    QGuiApplication::clipboard()->setText(diagnostics(m_access.loaded(), diagnosis));
    m_copied->setText(tr("Copied. Titles, addresses and tokens were left out."));
    m_copied->show();
}

} // namespace aria::settings
