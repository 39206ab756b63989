// The history as a table that loads more as one scrolls.
#pragma once

#include "diff/viewer.h"
#include "uicommon/servicelink.h"

#include <QAbstractTableModel>

namespace aria::history {

// Newest first. Lives on the UI thread; the link outlives it. Follows the link's signals.
class HistoryModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { When, Operation, Title, Side, Reason, Outcome, ColumnCount };

    HistoryModel(uicommon::ServiceLink &link, diff::Viewer viewer, QObject *parent = nullptr);

    // Shows only one event; empty: all.
    void setEvent(const service::EventKey &event);
    const service::EventKey &event() const { return m_event; }

    // Adds new entries, and updates those that were waiting.
    void readNewest();

    const store::HistoryRecord *at(int row) const; // null: no such row
    bool isReading() const { return m_isReading; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void pageRead();
    void readingFailed(const aria::Error &error);

private:
    void restart();
    void read(const QString &cursor);
    void addOlder(const service::HistoryPage &page);
    void addNewer(const service::HistoryPage &page);
    QString text(const store::HistoryRecord &record, int column) const;

    uicommon::ServiceLink &m_link;
    diff::Viewer m_viewer;
    service::EventKey m_event;
    QList<store::HistoryRecord> m_records;
    QString m_cursor; // of the next page; empty: there is none
    bool m_isReading = false;
    bool m_newestAgain = false;
    int m_generation = 0; // answers to an earlier filter are not wanted any more
};

} // namespace aria::history
