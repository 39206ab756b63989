// EventEditor: its fields and their order.
#include "editor/eventeditor.h"

#include "editor/guestlist.h"
#include "editor/newsline.h"
#include "editor/reminderlist.h"
#include "editor/repeateditor.h"
#include "editor/spanfields.h"
#include "invitation/answerbar.h"
#include "uicommon/calendarbox.h"
#include "uicommon/eventcolors.h"
#include "uicommon/screenroom.h"
#include "uicommon/shortcutlist.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>

using namespace Qt::StringLiterals;

namespace aria::editor {

void EventEditor::buildLayout()
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    m_title->setFont(large);
    m_title->setPlaceholderText(tr("Title"));
    m_title->setAccessibleName(tr("Title"));
    m_scope->setWordWrap(true);
    m_scope->hide();
    m_loss->setWordWrap(true);
    m_loss->setTextFormat(Qt::PlainText);
    m_loss->hide();
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
    auto *guests = new QWidget(m_fields);
    auto *guestColumn = new QVBoxLayout(guests);
    guestColumn->setContentsMargins(0, 0, 0, 0);
    guestColumn->addWidget(m_guests);
    guestColumn->addWidget(m_mail);
    m_form->addRow(tr("&Guests"), guests);
    m_form->addRow(tr("Re&minders"), m_reminders);
    m_form->addRow(tr("&Colour"), m_color);
    m_form->addRow(tr("&Notes"), m_notes);
    m_form->addRow(QString(), m_links);
    qobject_cast<QLabel *>(m_form->labelForField(m_repeat))->setBuddy(m_repeat->frequencyBox());
    qobject_cast<QLabel *>(m_form->labelForField(guests))->setBuddy(m_guests->edit());
    qobject_cast<QLabel *>(m_form->labelForField(m_reminders))->setBuddy(m_reminders->firstField());

    auto *column = new QVBoxLayout(m_fields);
    column->addWidget(m_scope);
    column->addWidget(m_answer);
    column->addWidget(m_title);
    column->addLayout(m_form, 1);

    // On small screens the fields scroll; the buttons stay.
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(m_fields);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setFrameShape(QFrame::StyledPanel);
    m_problem->setMargin(6);
    m_problem->setFocusPolicy(Qt::ClickFocus);
    m_problem->hide();
    auto *outer = new QVBoxLayout(this);
    outer->addWidget(scroll, 1);
    outer->addWidget(m_loss);
    outer->addWidget(m_news);
    outer->addWidget(m_problem);
    outer->addWidget(m_buttons);
    resize(uicommon::boundedByScreen(*this, QSize(500, 640)));
}

void EventEditor::connectFields()
{
    m_buttons->button(QDialogButtonBox::Save)->setText(tr("&Save"));
    connect(m_buttons, &QDialogButtonBox::accepted, this, &EventEditor::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &EventEditor::reject);
    for (const auto key : { Qt::Key_Return, Qt::Key_Enter }) {
        auto *save = new QShortcut(QKeySequence(Qt::CTRL | key), this);
        connect(save, &QShortcut::activated, this, &EventEditor::accept);
    }
    uicommon::ShortcutList::openWithF1(this);
    connect(new QShortcut(QKeySequence::Save, this), &QShortcut::activated, this, &EventEditor::accept);
    // Enter in the line for guests adds one; it must not save half a list.
    m_buttons->button(QDialogButtonBox::Save)->setAutoDefault(false);
    m_buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    connect(m_title, &QLineEdit::returnPressed, this, &EventEditor::accept);

    connect(m_title, &QLineEdit::textChanged, this, &EventEditor::follow);
    connect(m_times, &SpanFields::changed, this, &EventEditor::follow);
    connect(m_times, &SpanFields::zoneWanted, this, &EventEditor::openZone);
    connect(m_zone, &QComboBox::currentTextChanged, this, &EventEditor::follow);
    connect(m_repeat, &RepeatEditor::changed, this, &EventEditor::follow);
    connect(m_guests, &GuestList::changed, this, &EventEditor::follow);
    connect(m_place, &QLineEdit::textEdited, this, &EventEditor::edited);
    connect(m_place, &QLineEdit::textChanged, this, &EventEditor::showLinks);
    connect(m_notes, &QPlainTextEdit::textChanged, this, &EventEditor::edited);
    connect(m_notes, &QPlainTextEdit::textChanged, this, &EventEditor::showLinks);
    connect(m_color, &QComboBox::activated, this, &EventEditor::edited);
    connect(m_calendar, &QComboBox::activated, this, &EventEditor::follow);
    connect(m_calendar, &uicommon::CalendarBox::choicesChanged, this, &EventEditor::showCalendar);
    connect(m_reminders, &ReminderList::changed, this, &EventEditor::edited);
}

} // namespace aria::editor
