// EventCard: its parts and keys.
#include "card/eventcard.h"

#include "card/googlepage.h"
#include "invitation/answerbar.h"
#include "uicommon/icons.h"
#include "uicommon/meetinglink.h"
#include "uicommon/screenroom.h"
#include "uicommon/shortcutlist.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::card {

void EventCard::buildLayout()
{
    uicommon::ShortcutList::openWithF1(this);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(makeFacts());
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_said = makeText(u"said"_s, Qt::PlainText);
    auto *column = new QVBoxLayout(this);
    column->addWidget(scroll, 1);
    column->addWidget(m_said);
    column->addWidget(makeButtons());
    resize(uicommon::boundedByScreen(*this, QSize(420, 560)));
}

QLabel *EventCard::makeText(const QString &name, Qt::TextFormat format)
{
    auto *label = new QLabel(this);
    label->setObjectName(name);
    label->setTextFormat(format);
    label->setWordWrap(true);
    // Text of the other direction begins on the window's side, too.
    if (layoutDirection() == Qt::RightToLeft)
        label->setAlignment(Qt::AlignRight | Qt::AlignAbsolute | Qt::AlignVCenter);
    label->setTextInteractionFlags(
        format == Qt::RichText ? Qt::TextBrowserInteraction : Qt::TextSelectableByMouse);
    label->setOpenExternalLinks(format == Qt::RichText);
    label->hide();
    return label;
}

QWidget *EventCard::makeFacts()
{
    auto *facts = new QWidget(this);
    m_title = makeText(u"title"_s, Qt::PlainText);
    QFont large = m_title->font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    large.setBold(true);
    m_title->setFont(large);
    m_times = makeText(u"times"_s, Qt::PlainText);
    m_repeats = makeText(u"repeats"_s, Qt::PlainText);
    m_place = makeText(u"place"_s, Qt::RichText);
    m_calendar = makeText(u"calendar"_s, Qt::PlainText);
    m_answer = new invitation::AnswerBar(m_link, facts);
    m_guestsTitle = makeText(u"guestsTitle"_s, Qt::PlainText);
    m_guests = makeText(u"guests"_s, Qt::PlainText);
    m_notes = makeText(u"notes"_s, Qt::RichText);
    m_attachments = makeText(u"attachments"_s, Qt::RichText);
    m_sync = makeText(u"sync"_s, Qt::PlainText);
    QFont bold = m_guestsTitle->font();
    bold.setBold(true);
    m_guestsTitle->setFont(bold);
    m_place->setAccessibleDescription(tr("Place"));
    m_calendar->setAccessibleDescription(tr("Calendar"));
    m_guests->setAccessibleDescription(tr("Guests"));
    m_notes->setAccessibleDescription(tr("Notes"));
    m_attachments->setAccessibleDescription(tr("Attachments"));

    // A symbol beside what it stands for; the words say it, too.
    auto *grid = new QGridLayout(facts);
    grid->setColumnStretch(1, 1);
    int row = 0;
    const auto add = [&](const QString &symbol, QLabel *label) {
        if (!symbol.isEmpty()) {
            auto *sign = new QLabel(facts);
            const int size = fontMetrics().height();
            sign->setPixmap(uicommon::icon(symbol).pixmap(size, size));
            sign->setVisible(false);
            sign->setObjectName(label->objectName() + u"Sign"_s);
            grid->addWidget(sign, row, 0, Qt::AlignTop);
        }
        grid->addWidget(label, row++, 1);
    };
    grid->addWidget(m_title, row++, 0, 1, 2);
    add(u"calendar"_s, m_times);
    add(u"repeat"_s, m_repeats);
    add(u"place"_s, m_place);
    grid->addWidget(m_answer, row++, 0, 1, 2);
    add(u"people"_s, m_guestsTitle);
    add({}, m_guests);
    add(u"notes"_s, m_notes);
    add(u"open"_s, m_attachments);
    add(u"calendar"_s, m_calendar); // its own colour instead, once it is known
    add(u"waiting"_s, m_sync);
    grid->setRowStretch(row, 1);
    return facts;
}

QWidget *EventCard::makeButtons()
{
    auto *buttons = new QWidget(this);
    auto *grid = new QGridLayout(buttons);
    grid->setContentsMargins(0, 0, 0, 0);
    const auto make = [&](const QString &symbol, const QString &text, const QKeySequence &keys, auto action) {
        auto *button = new QPushButton(text, buttons);
        if (!symbol.isEmpty())
            button->setIcon(uicommon::icon(symbol));
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, action);
        if (!keys.isEmpty()) {
            button->setToolTip(tr("Shortcut: %1", "a key").arg(keys.toString(QKeySequence::NativeText)));
            connect(new QShortcut(keys, this), &QShortcut::activated, button, &QPushButton::click);
        }
        return button;
    };
    m_join = make(u"join"_s, tr("&Join"), QKeySequence(Qt::Key_J), [this] {
        if (const QUrl meeting = uicommon::meetingOf(m_view.event); !meeting.isEmpty())
            Q_EMIT joinWanted(meeting);
    });
    m_edit = make(
        u"edit"_s, tr("&Edit…"), QKeySequence(Qt::CTRL | Qt::Key_E), [this] { Q_EMIT editWanted(m_view); });
    m_duplicate = make(u"add"_s, tr("&Duplicate…"), QKeySequence(Qt::CTRL | Qt::Key_D),
        [this] { Q_EMIT duplicateWanted(m_view); });
    m_page = make(
        u"open"_s, tr("Open in &Google Calendar"), {}, [this] { Q_EMIT pageWanted(pageOf(m_view.event)); });
    m_copy =
        make({}, tr("&Copy link"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), [this] { copyLink(); });
    auto *close = make({}, tr("C&lose"), QKeySequence(QKeySequence::Close), [this] { reject(); });
    grid->addWidget(m_join, 0, 0);
    grid->addWidget(m_edit, 0, 1);
    grid->addWidget(m_duplicate, 0, 2);
    grid->addWidget(m_page, 1, 0, 1, 2);
    grid->addWidget(m_copy, 1, 2);
    grid->addWidget(close, 2, 2);
    return buttons;
}

} // namespace aria::card
