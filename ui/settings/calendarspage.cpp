#include "settings/calendarspage.h"

#include "choices/calendarpicker.h"

#include <QComboBox>
#include <QCompleter>
#include <QLineEdit>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace aria::settings {

CalendarsPage::CalendarsPage(uicommon::ServiceLink &link, QWidget *parent)
    : SettingsPage(tr("Calendars"), u"calendar"_s, parent)
    , m_picker(new choices::CalendarPicker(link))
{
    addNote(tr("These calendars of the account are kept in step with ARIA:"));
    auto *row = new SettingRow(u"CALENDAR_SYNC_GOOGLE_CALENDAR_ID"_s,
        { m_picker,
            [this](const QString &value) { m_picker->setSelected(value.split(u',', Qt::SkipEmptyParts)); },
            [this] { return m_picker->selected().join(u','); } },
        this);
    connect(m_picker, &choices::CalendarPicker::changed, row, &SettingRow::changed);
    addWide(row, true);
    adopt(row);
    addRow(tr("&Time zone of “today”:"), makeZoneRow());
}

SettingRow *CalendarsPage::makeZoneRow()
{
    auto *box = new QComboBox(this);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    const QList<QByteArray> zones = QTimeZone::availableTimeZoneIds();
    for (const QByteArray &zone : zones)
        box->addItem(QString::fromLatin1(zone));
    box->completer()->setFilterMode(Qt::MatchContains);
    box->completer()->setCompletionMode(QCompleter::PopupCompletion);
    box->lineEdit()->setPlaceholderText(tr("the calendar’s own"));
    auto *row = new SettingRow(u"CALENDAR_SYNC_TIME_ZONE"_s,
        { box, [box](const QString &value) { box->setCurrentText(value); },
            [box] { return box->currentText(); } },
        this);
    connect(box->lineEdit(), &QLineEdit::textEdited, row, &SettingRow::changed);
    connect(box, &QComboBox::activated, row, &SettingRow::changed);
    return row;
}

void CalendarsPage::showEvent(QShowEvent *event)
{
    SettingsPage::showEvent(event);
    if (!m_picker->isLoaded())
        m_picker->load();
}

} // namespace aria::settings
