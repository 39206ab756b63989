#include "settings/tablepages.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace aria::settings {

ApiPage::ApiPage(std::function<QString()> newToken, QWidget *parent)
    : SettingsPage(tr("API"), u"open"_s, parent)
    , m_newToken(std::move(newToken))
{
    addNote(tr("ARIA and other programs reach the calendar here."));
    addRow(tr("&Address:"), SettingRow::line(u"CALENDAR_SYNC_HOST"_s, u"127.0.0.1"_s, this));
    addRow(tr("&Port:"), SettingRow::number(u"CALENDAR_SYNC_PORT"_s, 0, 65535, QString(), this));
    addRow(tr("&Token:"), makeTokenRow());
    addNote(tr(
        "With a token, whoever calls the API has to send it. Without one, the API can be reached from this "
        "computer only."));
}

SettingRow *ApiPage::makeTokenRow()
{
    auto *box = new QWidget(this);
    auto *edit = new QLineEdit(box);
    edit->setEchoMode(QLineEdit::PasswordEchoOnEdit);
    edit->setPlaceholderText(tr("none"));
    edit->setAccessibleName(tr("Token"));
    auto *copy = new QPushButton(tr("&Copy"), box);
    auto *renew = new QPushButton(tr("&New"), box);
    renew->setToolTip(tr("Makes a new token; programs that use the old one have to be given it."));
    auto *line = new QHBoxLayout(box);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(edit, 1);
    line->addWidget(copy);
    line->addWidget(renew);
    box->setFocusProxy(edit);
    auto *row = new SettingRow(u"CALENDAR_SYNC_API_TOKEN"_s,
        { box,
            [edit, copy](const QString &value) {
                edit->setText(value);
                copy->setEnabled(!value.isEmpty());
            },
            [edit] { return edit->text(); } },
        this);
    connect(edit, &QLineEdit::textChanged, copy,
        [copy](const QString &text) { copy->setEnabled(!text.isEmpty()); });
    connect(edit, &QLineEdit::textEdited, row, &SettingRow::changed);
    connect(
        copy, &QPushButton::clicked, edit, [edit] { QGuiApplication::clipboard()->setText(edit->text()); });
    connect(renew, &QPushButton::clicked, row, [this, edit, row] {
        edit->setText(m_newToken());
        Q_EMIT row->changed();
    });
    return row;
}

DatabasePage::DatabasePage(QWidget *parent)
    : SettingsPage(tr("Database"), u"notes"_s, parent)
{
    addRow(tr("&Database:"),
        SettingRow::line(u"CALENDAR_SYNC_DATABASE_URL"_s, u"sqlite:///home/anna/calendar.db"_s, this));
    addNote(
        tr("sqlite:///path for a file on this computer, or postgresql://user:password@host/name for the "
           "database "
           "that ARIA uses. Events are not moved from one to the other; the new one is filled from Google."));
    addRow(tr("Keep the &history for:"),
        SettingRow::number(u"CALENDAR_SYNC_HISTORY_RETENTION_DAYS"_s, 1, 36500, tr(" days"), this));
    addRow(tr("Keep d&eleted events for:"),
        SettingRow::number(u"CALENDAR_SYNC_DELETED_RETENTION_DAYS"_s, 1, 36500, tr(" days"), this));
}

AdvancedPage::AdvancedPage(QWidget *parent)
    : SettingsPage(tr("Advanced"), u"settings"_s, parent)
{
    addRow(tr("&Log:"),
        SettingRow::choice(u"CALENDAR_SYNC_LOG_LEVEL"_s,
            { { tr("Errors only"), u"error"_s }, { tr("Warnings"), u"warning"_s },
                { tr("What happens"), u"info"_s }, { tr("Everything, for finding a fault"), u"debug"_s } },
            this));
    addRow(tr("Log &format:"),
        SettingRow::choice(
            u"CALENDAR_SYNC_LOG_FORMAT"_s, { { tr("Text"), u"text"_s }, { tr("JSON"), u"json"_s } }, this));
    addRow(tr("A &change waits for Google at most:"),
        SettingRow::number(u"CALENDAR_SYNC_PUSH_WAIT_MS"_s, 0, 600000, tr(" ms"), this));
    addRow(tr("&Webhook address:"),
        SettingRow::line(u"CALENDAR_SYNC_WEBHOOK_BASE_URL"_s, u"https://calendar.example.org"_s, this));
    addNote(tr("Where Google can reach this computer at a public https address, changes arrive at once "
               "instead of at "
               "the next look."));
    addRow(tr("&Tell about changes at:"),
        SettingRow::line(u"CALENDAR_SYNC_NOTIFY_URL"_s, u"https://example.org/calendar-changed"_s, this));
    addRow(tr("&Signed with:"), SettingRow::secret(u"CALENDAR_SYNC_NOTIFY_SECRET"_s, this));
    addNote(tr(
        "Programs that want to hear of each change get it there, signed with a secret that begins with whsec_."));
    addRow(tr("&Google’s API:"), SettingRow::line(u"CALENDAR_SYNC_GOOGLE_API_URL"_s, QString(), this));
    addRow(
        tr("Google’s &revocation:"), SettingRow::line(u"CALENDAR_SYNC_GOOGLE_REVOKE_URL"_s, QString(), this));
}

} // namespace aria::settings
