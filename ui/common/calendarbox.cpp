#include "uicommon/calendarbox.h"

namespace aria::uicommon {

CalendarBox::CalendarBox(QWidget *parent)
    : QComboBox(parent)
{
    setAccessibleName(tr("Calendar"));
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(8);
    connect(this, &QComboBox::activated, this, [this](int index) { m_wanted = itemData(index).toString(); });
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
    }
    Q_EMIT choicesChanged();
}

} // namespace aria::uicommon
