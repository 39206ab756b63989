// The agenda's rows for a list view: read one window of time after the other, and kept up to date with the service.
#pragma once

#include "agenda/agendarows.h"
#include "base/clock.h"
#include "uicommon/servicelink.h"

#include <QAbstractListModel>
#include <QSet>
#include <QTimer>

namespace aria::agenda {

class AgendaModel : public QAbstractListModel
{
    Q_OBJECT
public:
    AgendaModel(uicommon::ServiceLink &link, Clock &clock, const uicommon::UiFormat &format,
        QObject *parent = nullptr);

    // The first day shown. showEarlier() adds the days before it.
    void setFirstDay(QDate day);
    QDate firstDay() const { return m_span.first; }
    void showEarlier(); // four weeks more at the top
    // Only events with these words, of all years that the service is asked for. Empty: all events, from today on.
    void setFilter(const QString &filter);
    const QString &filter() const { return m_filter; }

    // Leaves out an event that the service still lists: it is being deleted. show() undoes that
    // with the next reading.
    void hide(const service::EventKey &event);
    void show(const service::EventKey &event);

    // Their events have no rows.
    void setHiddenCalendars(const QSet<QString> &ids);

    const AgendaRow &rowAt(int row) const { return m_rows.at(row); }
    int rowOnOrAfter(QDate day) const; // -1: none
    int rowOfKey(const QString &key) const; // -1: none
    int rowOfEvent(const service::EventKey &event) const; // -1: none
    QDate today() const;
    const uicommon::UiFormat &format() const { return m_format; }
    bool isLoading() const { return m_loading || m_reload.isActive(); }

    void refreshNow(); // the time went on

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void loaded(); // an answer is shown
    void loadingFailed(const QString &message);

private:
    void reset();
    void search();
    void searchNext(int window, const QString &cursor);
    void showHits(bool isAll);
    // At most so many events: the days after them are left out.
    void load(QDate from, QDate to, bool replace, int limit);
    void reload();
    void take(const QList<service::EventView> &views, QDate from, QDate to, bool replace);
    void append(const QList<service::EventView> &views, const AgendaSpan &span);
    QList<service::EventView> shown(QList<service::EventView> views) const;
    void rebuild();
    void reloadSoon();

    uicommon::ServiceLink &m_link;
    Clock &m_clock;
    uicommon::UiFormat m_format;
    AgendaSpan m_span; // of what is loaded
    QString m_filter;
    QSet<QString> m_hiddenCalendars;
    QSet<service::EventKey> m_hidden;
    QSet<service::EventKey> m_shown; // to be taken out of m_hidden
    QList<service::EventView> m_views;
    QSet<service::EventKey> m_known; // in m_views
    QList<service::EventView> m_hits; // of the search that runs
    QList<AgendaRow> m_rows;
    qint64 m_windowDays = 0; // of the next window; follows how full the calendar is
    int m_generation = 0; // answers of earlier ones are ignored
    bool m_loading = false;
    bool m_stale = false; // changed while it was being read
    QTimer m_reload;
};

} // namespace aria::agenda
