// EventFields: their order, and what they tell each other.
#include "editor/eventfields.h"

#include "editor/guestlist.h"
#include "editor/reminderlist.h"
#include "editor/repeateditor.h"
#include "editor/spanfields.h"
#include "freebusy/busyline.h"
#include "uicommon/calendarbox.h"
#include "uicommon/eventcolors.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::editor {

void EventFields::buildLayout()
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    m_title->setFont(large);
    m_title->setPlaceholderText(tr("Title"));
    m_title->setAccessibleName(tr("Title"));
    m_place->setClearButtonEnabled(true);
    m_notes->setObjectName(u"notes"_s);
    m_notes->setTabChangesFocus(true);
    m_notes->setAccessibleName(tr("Notes"));
    m_notes->setMinimumHeight(fontMetrics().height() * 4);
    m_links->setTextFormat(Qt::RichText);
    m_links->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    m_links->setOpenExternalLinks(true);
    m_links->setWordWrap(true);
    if (layoutDirection() == Qt::RightToLeft) // addresses begin where all else does
        m_links->setAlignment(Qt::AlignRight | Qt::AlignAbsolute | Qt::AlignVCenter);
    m_links->hide();
    m_mail->setToolTip(tr("Off: the event changes in the guests’ calendars, but Google writes no mail."));
    m_mail->hide();

    m_zone->setEditable(true);
    m_zone->setInsertPolicy(QComboBox::NoInsert);
    const QList<QByteArray> zones = QTimeZone::availableTimeZoneIds();
    for (const QByteArray &zone : zones) {
        if (zone.contains('/') || zone == "UTC")
            m_zone->addItem(QString::fromUtf8(zone));
    }
    m_zone->completer()->setFilterMode(Qt::MatchContains);
    m_zone->completer()->setCompletionMode(QCompleter::PopupCompletion);

    m_color->addItem(tr("The calendar’s"), QString());
    for (const uicommon::EventColor &color : uicommon::eventColors())
        m_color->addItem(uicommon::swatch(color.color), color.name, color.id);

    m_form = new QFormLayout;
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_times->addTo(m_form);
    m_form->addRow(tr("Time &zone"), m_zone);
    m_form->addRow(tr("&Repeats"), m_repeat);
    m_form->addRow(tr("Ca&lendar"), m_calendar);
    m_form->addRow(tr("&Place"), m_place);
    auto *guests = new QWidget(this);
    auto *guestColumn = new QVBoxLayout(guests);
    guestColumn->setContentsMargins(0, 0, 0, 0);
    guestColumn->addWidget(m_guests);
    guestColumn->addWidget(m_mail);
    guestColumn->addWidget(m_busy);
    m_form->addRow(tr("&Guests"), guests);
    m_form->addRow(tr("Re&minders"), m_reminders);
    m_form->addRow(tr("&Colour"), m_color);
    m_form->addRow(tr("&Notes"), m_notes);
    m_form->addRow(QString(), m_links);
    qobject_cast<QLabel *>(m_form->labelForField(m_repeat))->setBuddy(m_repeat->frequencyBox());
    qobject_cast<QLabel *>(m_form->labelForField(guests))->setBuddy(m_guests->edit());
    qobject_cast<QLabel *>(m_form->labelForField(m_reminders))->setBuddy(m_reminders->firstField());

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_title);
    column->addLayout(m_form, 1);
}

void EventFields::connectFields()
{
    connect(m_title, &QLineEdit::returnPressed, this, &EventFields::saveWanted);
    connect(m_title, &QLineEdit::textChanged, this, &EventFields::follow);
    connect(m_times, &SpanFields::changed, this, &EventFields::follow);
    connect(m_times, &SpanFields::zoneWanted, this, &EventFields::openZone);
    connect(m_zone, &QComboBox::currentTextChanged, this, &EventFields::follow);
    connect(m_repeat, &RepeatEditor::changed, this, &EventFields::follow);
    connect(m_guests, &GuestList::changed, this, &EventFields::follow);
    connect(m_busy, &freebusy::BusyLine::timeWanted, this, &EventFields::take);
    connect(m_place, &QLineEdit::textEdited, this, &EventFields::edited);
    connect(m_place, &QLineEdit::textChanged, this, &EventFields::showLinks);
    connect(m_notes, &QPlainTextEdit::textChanged, this, &EventFields::edited);
    connect(m_notes, &QPlainTextEdit::textChanged, this, &EventFields::showLinks);
    connect(m_color, &QComboBox::activated, this, &EventFields::edited);
    connect(m_calendar, &QComboBox::activated, this, &EventFields::follow);
    connect(m_calendar, &uicommon::CalendarBox::choicesChanged, this, &EventFields::showCalendar);
    connect(m_reminders, &ReminderList::changed, this, &EventFields::edited);
}

} // namespace aria::editor
