#include "signin/clientguide.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace aria::signin {

// Steps and names as on the Google Auth Platform, which replaced the "OAuth consent screen" in 2025.
ClientGuide::ClientGuide(QWidget *parent)
    : QWidget(parent)
{
    const auto link = [](const QString &path, const QString &text) {
        return u"<a href=\"https://console.cloud.google.com/%1\">%2</a>"_s.arg(path, text.toHtmlEscaped());
    };
    const QStringList steps{
        tr("Create a project in the %1; any name will do.")
            .arg(link(u"projectcreate"_s, tr("Google Cloud console"))),
        //: %1 is a link, “Google Calendar API”.
        tr("Switch the %1 on for it.")
            .arg(link(u"apis/library/calendar-json.googleapis.com"_s, tr("Google Calendar API"))),
        //: %1 is a link, “Google Auth Platform”; “Get started” and “External” are words on Google’s page.
        tr("In the %1 choose “Get started”: a name, your address, and “External” as the audience.")
            .arg(link(u"auth/overview"_s, tr("Google Auth Platform"))),
        //: %1 is a link, “Audience”; “Publish app” and “Testing” are words on Google’s page.
        tr("Under %1 choose “Publish app”. While it is in “Testing”, Google ends every sign-in after 7 days.")
            .arg(link(u"auth/audience"_s, tr("Audience"))),
        //: %1 is a link, “Clients”; “Desktop app” and “Download JSON” are words on Google’s page.
        tr("Under %1 create a client of the type “Desktop app”, then choose “Download JSON”.")
            .arg(link(u"auth/clients/create"_s, tr("Clients"))),
        tr("Drop the downloaded file here, or choose it."),
    };
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const QString &step : steps) {
        //: The number of a step in a list.
        auto *number = new QLabel(tr("%1.").arg(QLocale().toString(row + 1)), this);
        auto *text = new QLabel(step, this);
        text->setTextFormat(Qt::RichText);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::LinksAccessibleByKeyboard | Qt::LinksAccessibleByMouse);
        text->setOpenExternalLinks(true);
        grid->addWidget(number, row, 0, Qt::AlignTop | Qt::AlignTrailing);
        grid->addWidget(text, row, 1);
        ++row;
    }
    grid->setRowStretch(row, 1);
    setAccessibleName(tr("Where the file comes from"));
}

} // namespace aria::signin
