#include "uicommon/calendarbox.h"

#include <QAbstractItemView>
#include <QScreen>
#include <QScrollBar>
#include <QStyleOptionComboBox>

namespace aria::uicommon {

CalendarBox::CalendarBox(QWidget *parent)
    : QComboBox(parent)
{
    setAccessibleName(tr("Calendar"));
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(8);
    connect(this, &QComboBox::activated, this, [this](int index) {
        m_wanted = itemData(index).toString();
        setToolTip(itemText(index));
    });
}

void CalendarBox::setBook(const CalendarBook &book)
{
    m_book = &book;
    connect(m_book, &CalendarBook::changed, this, &CalendarBox::fill);
    fill();
}

void CalendarBox::setCalendar(const QString &id)
{
    m_wanted = id;
    fill();
}

// A name that is too long ends in an ellipsis; Qt would cut through a letter.
void CalendarBox::initStyleOption(QStyleOptionComboBox *option) const
{
    QComboBox::initStyleOption(option);
    const QRect field =
        style()->subControlRect(QStyle::CC_ComboBox, option, QStyle::SC_ComboBoxEditField, this);
    const int room = field.width() - (option->currentIcon.isNull() ? 0 : option->iconSize.width() + 8);
    if (room > 0)
        option->currentText = option->fontMetrics.elidedText(option->currentText, Qt::ElideRight, room);
}

// The list has room for the whole names, however narrow the field is.
void CalendarBox::showPopup()
{
    const int wanted = view()->sizeHintForColumn(0) + view()->verticalScrollBar()->sizeHint().width();
    view()->setMinimumWidth(std::min(wanted, screen()->availableGeometry().width() / 2));
    QComboBox::showPopup();
}

void CalendarBox::fill()
{
    if (!m_book)
        return;
    {
        const QSignalBlocker quiet(this);
        clear();
        const auto add = [this](const CalendarEntry &entry) {
            const QColor color = entry.color.isValid() ? entry.color : palette().color(QPalette::Highlight);
            addItem(swatch(color), entry.name, entry.id);
        };
        const QList<CalendarEntry> writable = m_book->writable();
        for (const CalendarEntry &entry : writable)
            add(entry);
        const QString wanted = m_wanted.isEmpty() ? m_book->target() : m_wanted;
        if (!wanted.isEmpty() && findData(wanted) < 0)
            add(m_book->entry(wanted));
        setCurrentIndex(findData(wanted));
        setToolTip(currentText());
    }
    Q_EMIT choicesChanged();
}

} // namespace aria::uicommon
