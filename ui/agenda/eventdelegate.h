// Paints the agenda's rows, the one thing in the program that is not a ready-made control.
#pragma once

#include "agenda/agendarows.h"
#include "agenda/rowgeometry.h"

#include <QColor>
#include <QHash>
#include <QStyledItemDelegate>

namespace aria::agenda {

class AgendaModel;

class EventDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit EventDelegate(const AgendaModel &model, QObject *parent = nullptr);

    // Google's colours of calendars, by their id.
    void setCalendarColors(const QHash<QString, QColor> &colors) { m_colors = colors; }
    // For the tooltip, where there are several.
    void setCalendarNames(const QHash<QString, QString> &names) { m_names = names; }

    void paint(
        QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
        const QModelIndex &index) override;

    RowGeometry geometryOf(const QStyleOptionViewItem &option, const AgendaRow &row) const;

Q_SIGNALS:
    void joinClicked(const QUrl &meeting);

protected:
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
        const QModelIndex &index) override;

private:
    void paintDay(QPainter *painter, const QStyleOptionViewItem &option, const AgendaRow &row) const;
    void paintEvent(QPainter *painter, const QStyleOptionViewItem &option, const AgendaRow &row) const;
    void paintNow(QPainter *painter, const QStyleOptionViewItem &option, const AgendaRow &row) const;
    QString tooltip(const AgendaRow &row, const RowGeometry &geometry, const QPoint &at) const;

    const AgendaModel &m_model;
    QHash<QString, QColor> m_colors;
    QHash<QString, QString> m_names;
    mutable std::optional<int> m_timeWidth; // of the widest time; measured once
};

} // namespace aria::agenda
