// EventEditor: its fields and their order.
#include "editor/eventeditor.h"

#include "editor/guestlist.h"
#include "editor/newsline.h"
#include "editor/repeateditor.h"
#include "editor/spanfields.h"
#include "invitation/answerbar.h"
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
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>

using namespace Qt::StringLiterals;

namespace aria::editor {

namespace {

constexpr int minuteChoices[] = { 0, 5, 10, 15, 30, 60, 120, 1440 };

QIcon swatch(const QColor &color)
{
    QPixmap pixmap(32, 32);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(4, 4, 24, 24);
    return pixmap;
}

QJsonArray popup(int minutes)
{
    return { QJsonObject{ { u"method"_s, u"popup"_s }, { u"minutes"_s, minutes } } };
}

} // namespace

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
        m_color->addItem(swatch(color.color), color.name, color.id);

    m_form = new QFormLayout;
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_form->addRow(m_times);
    m_form->addRow(tr("Time &zone"), m_zone);
    m_form->addRow(tr("&Repeats"), m_repeat);
    m_form->addRow(tr("&Place"), m_place);
    auto *guests = new QWidget(m_fields);
    auto *guestColumn = new QVBoxLayout(guests);
    guestColumn->setContentsMargins(0, 0, 0, 0);
    guestColumn->addWidget(m_guests);
    guestColumn->addWidget(m_mail);
    m_form->addRow(tr("&Guests"), guests);
    m_form->addRow(tr("Re&minder"), m_reminder);
    m_form->addRow(tr("&Colour"), m_color);
    m_form->addRow(tr("&Notes"), m_notes);
    m_form->addRow(QString(), m_links);
    qobject_cast<QLabel *>(m_form->labelForField(m_repeat))->setBuddy(m_repeat->frequencyBox());
    qobject_cast<QLabel *>(m_form->labelForField(guests))->setBuddy(m_guests->edit());

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
    connect(m_zone, &QComboBox::currentTextChanged, this, &EventEditor::follow);
    connect(m_repeat, &RepeatEditor::changed, this, &EventEditor::follow);
    connect(m_guests, &GuestList::changed, this, &EventEditor::follow);
    connect(m_place, &QLineEdit::textEdited, this, &EventEditor::edited);
    connect(m_place, &QLineEdit::textChanged, this, &EventEditor::showLinks);
    connect(m_notes, &QPlainTextEdit::textChanged, this, &EventEditor::edited);
    connect(m_notes, &QPlainTextEdit::textChanged, this, &EventEditor::showLinks);
    connect(m_color, &QComboBox::activated, this, &EventEditor::edited);
    connect(m_reminder, &QComboBox::activated, this, &EventEditor::edited);
}

void EventEditor::fillReminders(const std::optional<QJsonArray> &reminders)
{
    m_reminder->clear();
    m_reminder->addItem(tr("As the calendar has it")); // no data: neither a list nor an empty one
    m_reminder->addItem(tr("None", "no reminder"), QJsonArray());
    for (const int minutes : minuteChoices) {
        const QString text = minutes == 0
            ? tr("When it starts", "reminder")
            : tr("%1 before", "reminder; %1 is a duration").arg(m_format.duration(minutes));
        m_reminder->addItem(text, popup(minutes));
    }
    if (!reminders)
        return m_reminder->setCurrentIndex(0);
    for (int i = 0; i < m_reminder->count(); ++i) {
        if (m_reminder->itemData(i).isValid() && m_reminder->itemData(i).toJsonArray() == *reminders)
            return m_reminder->setCurrentIndex(i);
    }
    m_reminder->addItem(tr("As now: %n reminder(s)", nullptr, int(reminders->size())), *reminders);
    m_reminder->setCurrentIndex(m_reminder->count() - 1);
}

} // namespace aria::editor
