#include "agenda/eventdelegate.h"

#include "agenda/agendamodel.h"
#include "diff/direction.h"
#include "invitation/invitation.h"
#include "uicommon/eventcolors.h"
#include "uicommon/icons.h"
#include "uicommon/meetinglink.h"
#include "uicommon/syncnote.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace aria::agenda {

namespace {

constexpr double dimmed = 0.55;
constexpr double past = 0.7;

// Symbols after the title, the outermost first.
QStringList marksOf(const AgendaRow &row)
{
    QStringList marks;
    switch (row.view.status) {
    case store::SyncStatus::PendingToGoogle:
        marks.append(u"waiting"_s);
        break;
    case store::SyncStatus::Error:
        marks.append(u"error"_s);
        break;
    case store::SyncStatus::Conflict:
        marks.append(u"conflict"_s);
        break;
    default:
        break;
    }
    if (row.view.event.isException() || row.view.event.isMaster())
        marks.append(u"repeat"_s);
    return marks;
}

QString joinText()
{
    return EventDelegate::tr("Join", "button: take part in the online meeting");
}

QFont bold(QFont font)
{
    font.setBold(true);
    return font;
}

} // namespace

EventDelegate::EventDelegate(const AgendaModel &model, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
{
}

RowGeometry EventDelegate::geometryOf(const QStyleOptionViewItem &option, const AgendaRow &row) const
{
    const QFontMetrics &metrics = option.fontMetrics;
    RowContent content;
    content.hasSecondLine = !row.secondLine.isEmpty();
    content.marks = int(marksOf(row).size());
    content.timeWidth = m_timeWidth.value_or(0);
    if (!m_timeWidth) {
        const QFontMetrics wide(bold(option.font));
        content.timeWidth = wide.horizontalAdvance(tr("all day"));
        for (int hour : { 0, 10, 12, 22 }) {
            const QDateTime sample(QDate(2024, 1, 15), QTime(hour, 58), m_model.format().zone);
            content.timeWidth =
                std::max(content.timeWidth, wide.horizontalAdvance(m_model.format().time(sample)));
        }
        content.timeWidth += 2;
        m_timeWidth = content.timeWidth;
    }
    // Past meetings can no longer be joined.
    if (!row.isOver && !row.isDeclined && !uicommon::meetingOf(row.view.event).isEmpty())
        content.joinWidth = metrics.horizontalAdvance(joinText()) + 2 * metrics.height();
    return rowGeometry(option.rect, metrics, option.direction, content);
}

QSize EventDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const AgendaRow &row = m_model.rowAt(index.row());
    const bool isShort = row.isAllDay && row.secondLine.isEmpty();
    const int height = row.kind == AgendaRow::Kind::Day || isShort ? dayHeight(option.fontMetrics)
                                                                   : rowHeight(option.fontMetrics);
    return { 100, height };
}

void EventDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    option.palette.setCurrentColorGroup(
        QPalette::Active); // days cannot be chosen, but are not disabled either
    const AgendaRow &row = m_model.rowAt(index.row());
    painter->save();
    if (row.kind == AgendaRow::Kind::Day) {
        paintDay(painter, option, row);
    } else {
        // Background, selection and focus as in any other list.
        option.text.clear();
        const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
        style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
        paintEvent(painter, option, row);
        paintNow(painter, option, row);
    }
    painter->restore();
}

void EventDelegate::paintDay(
    QPainter *painter, const QStyleOptionViewItem &option, const AgendaRow &row) const
{
    painter->fillRect(option.rect, option.palette.alternateBase());
    painter->setFont(bold(option.font));
    const bool isToday = row.day == m_model.today();
    painter->setPen(option.palette.color(isToday ? QPalette::Link : QPalette::Text));
    const int gap = option.fontMetrics.height() / 2;
    const QString text = m_model.format().day(row.day, m_model.today());
    painter->drawText(option.rect.adjusted(gap, 0, -gap, 0),
        int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)), text);
}

void EventDelegate::paintEvent(
    QPainter *painter, const QStyleOptionViewItem &option, const AgendaRow &row) const
{
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const QColor ink = option.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text);
    QColor quiet = ink;
    quiet.setAlphaF(float(ink.alphaF() * 0.72F));
    const auto alignment = QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter);
    const auto write = [&](const QRect &rect, const QString &text, const QFont &font, const QColor &color) {
        painter->setFont(font);
        painter->setPen(color);
        // A title runs in its own direction: "1:1 with Bob" also on an Arabic desktop.
        painter->setLayoutDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
        const QString fitting = QFontMetrics(font).elidedText(text, Qt::ElideRight, rect.width());
        // Arabic letters come from another font and may be taller than this one's lines.
        painter->drawText(rect, int(alignment) | Qt::TextDontClip, fitting);
    };
    const RowGeometry place = geometryOf(option, row);
    if (row.kind == AgendaRow::Kind::Nothing) {
        const QRect whole = option.rect.adjusted(place.bar.height() / 4, 0, -place.bar.height() / 4, 0);
        write(whole, spokenText(row, m_model.today(), m_model.format()), option.font, quiet);
        return;
    }
    painter->setOpacity(row.isDeclined ? dimmed : row.isOver ? past : 1.0);
    const QColor color = uicommon::colorOf(
        row.view.event, m_colors.value(row.view.calendarId, option.palette.color(QPalette::Highlight)));
    painter->setRenderHint(QPainter::Antialiasing);
    if (row.isUnanswered) {
        // Not agreed to yet: outlined, not filled.
        const int inset = option.fontMetrics.height() / 5;
        painter->setPen(QPen(isSelected ? ink : color, std::max(1, inset / 2), Qt::DashLine));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(
            option.rect.adjusted(inset, inset / 2 + 1, -inset, -inset / 2 - 1), inset, inset);
    } else {
        painter->setPen(isSelected ? QPen(ink) : QPen(Qt::NoPen));
        painter->setBrush(color);
        painter->drawRoundedRect(place.bar, place.bar.width() / 2.0, place.bar.width() / 2.0);
    }

    const bool isWholeDay = row.startText.isEmpty() && row.endText.isEmpty();
    const int line = option.fontMetrics.height();
    QRect upper = place.time;
    upper.setHeight(line);
    const QFont font = row.isRunning || row.isNext ? bold(option.font) : option.font;
    if (isWholeDay) {
        upper.moveTop(place.title.top());
        write(upper, tr("all day"), option.font, quiet);
    } else {
        write(upper, row.startText.isEmpty() ? u"…"_s : row.startText, font, ink);
        write(upper.translated(0, line), row.endText.isEmpty() && row.dayCount > 1 ? u"…"_s : row.endText,
            option.font, quiet);
    }
    QFont titleFont = font;
    titleFont.setStrikeOut(row.isDeclined);
    QString title = uicommon::titleOf(row.view.event);
    if (row.dayCount > 1)
        title = tr("%1 (day %2 of %3)")
                    .arg(diff::isolated(title, m_model.format()), m_model.format().number(row.dayNumber),
                        m_model.format().number(row.dayCount));
    write(place.title, title, titleFont, ink);
    if (!row.secondLine.isEmpty())
        write(place.secondLine, row.secondLine, option.font, quiet);
    const QStringList marks = marksOf(row);
    for (qsizetype i = 0; i < place.marks.size(); ++i)
        uicommon::icon(marks.at(i))
            .paint(painter, place.marks.at(i), Qt::AlignCenter, isSelected ? QIcon::Selected : QIcon::Normal);
    if (!place.join.isEmpty()) {
        QStyleOptionButton button;
        button.initFrom(option.widget);
        button.rect = place.join;
        button.text = joinText();
        button.state = QStyle::State_Enabled | QStyle::State_Raised | QStyle::State_Active;
        button.palette = option.palette;
        const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
        style->drawControl(QStyle::CE_PushButton, &button, painter, option.widget);
    }
}

void EventDelegate::paintNow(
    QPainter *painter, const QStyleOptionViewItem &option, const AgendaRow &row) const
{
    if (!row.isNowAbove && !row.isNowBelow)
        return;
    const int y = row.isNowAbove ? option.rect.top() + 1 : option.rect.bottom() - 1;
    const QColor color = uicommon::eventColors().constLast().color; // a red that stands out in light and dark
    painter->setOpacity(1.0);
    painter->setPen(QPen(color, 2));
    painter->drawLine(option.rect.left(), y, option.rect.right(), y);
    const int radius = option.fontMetrics.height() / 5;
    painter->setBrush(color);
    painter->drawEllipse(
        QStyle::visualPos(option.direction, option.rect, QPoint(option.rect.left() + radius + 1, y)), radius,
        radius);
}

bool EventDelegate::editorEvent(
    QEvent *event, QAbstractItemModel *, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::MouseButtonPress && event->type() != QEvent::MouseButtonRelease
        && event->type() != QEvent::MouseButtonDblClick)
        return false;
    const AgendaRow &row = m_model.rowAt(index.row());
    const auto *mouse = static_cast<QMouseEvent *>(event);
    if (row.kind != AgendaRow::Kind::Event || mouse->button() != Qt::LeftButton
        || !geometryOf(option, row).join.contains(mouse->position().toPoint()))
        return false;
    if (event->type() == QEvent::MouseButtonRelease)
        Q_EMIT joinClicked(uicommon::meetingOf(row.view.event));
    return true;
}

bool EventDelegate::helpEvent(
    QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const AgendaRow &row = m_model.rowAt(index.row());
    if (row.kind != AgendaRow::Kind::Event) {
        QToolTip::hideText();
        return true;
    }
    QToolTip::showText(event->globalPos(), tooltip(row, geometryOf(option, row), event->pos()), view);
    return true;
}

QString EventDelegate::tooltip(const AgendaRow &row, const RowGeometry &geometry, const QPoint &at) const
{
    const QString note = uicommon::syncNote(row.view);
    if (!note.isEmpty() && !geometry.marks.isEmpty() && geometry.marks.constFirst().contains(at))
        return note.toHtmlEscaped();
    QStringList lines{ uicommon::titleOf(row.view.event),
        m_model.format().span(row.view.event.start(), row.view.event.end(), m_model.today()), row.secondLine,
        m_names.value(row.view.calendarId),
        row.isUnanswered ? invitation::words(invitation::Answer::None) : QString(), note };
    lines.removeAll(QString());
    return u"<p style='white-space:pre-wrap'>%1</p>"_s.arg(lines.join(u'\n').toHtmlEscaped());
}

} // namespace aria::agenda
