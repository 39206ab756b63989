#include "history/historymodel.h"

#include "base/whenfinished.h"
#include "diff/reply.h"
#include "history/historywords.h"

#include <algorithm>

namespace aria::history {

using service::HistoryPage;
using store::HistoryRecord;

namespace {

constexpr int pageSize = 100;

} // namespace

HistoryModel::HistoryModel(uicommon::ServiceLink &link, diff::Viewer viewer, QObject *parent)
    : QAbstractTableModel(parent)
    , m_link(link)
    , m_viewer(std::move(viewer))
{
    connect(&m_link, &uicommon::ServiceLink::serviceChanged, this, &HistoryModel::restart);
    connect(&m_link, &uicommon::ServiceLink::eventsChanged, this, &HistoryModel::readNewest);
    connect(&m_link, &uicommon::ServiceLink::stateChanged, this, &HistoryModel::readNewest);
    restart();
}

void HistoryModel::setEvent(const service::EventKey &event)
{
    if (event == m_event)
        return;
    m_event = event;
    restart();
}

const HistoryRecord *HistoryModel::at(int row) const
{
    return row >= 0 && row < m_records.size() ? &m_records.at(row) : nullptr;
}

void HistoryModel::restart()
{
    beginResetModel();
    m_records.clear();
    m_cursor.clear();
    ++m_generation;
    m_isReading = false;
    m_newestAgain = false;
    endResetModel();
    read({});
}

void HistoryModel::readNewest()
{
    if (m_isReading)
        m_newestAgain = true;
    else
        read({});
}

void HistoryModel::read(const QString &cursor)
{
    auto *service = m_link.service();
    if (!service)
        return;
    m_isReading = true;
    const auto reply = service->history(pageSize, cursor, m_event);
    whenFinished(
        reply, this, [this, generation = m_generation, isFirst = cursor.isEmpty()](const auto &future) {
            if (generation != m_generation)
                return;
            m_isReading = false;
            const auto page = diff::resultOf(future);
            if (!page)
                Q_EMIT readingFailed(page.error());
            else if (isFirst && !m_records.isEmpty())
                addNewer(*page);
            else
                addOlder(*page);
            Q_EMIT pageRead();
            if (std::exchange(m_newestAgain, false))
                readNewest();
        });
}

void HistoryModel::addOlder(const HistoryPage &page)
{
    m_cursor = page.nextCursor;
    if (page.records.isEmpty())
        return;
    const int from = rowCount();
    beginInsertRows({}, from, from + static_cast<int>(page.records.size()) - 1);
    m_records += page.records;
    endInsertRows();
}

void HistoryModel::addNewer(const HistoryPage &page)
{
    const qint64 newest = m_records.constFirst().id;
    const auto isKnown = [newest](const HistoryRecord &record) { return record.id <= newest; };
    const auto known = std::find_if(page.records.begin(), page.records.end(), isKnown);
    if (known == page.records.end()) { // a gap, or the history was cleaned up
        beginResetModel();
        m_records = page.records;
        m_cursor = page.nextCursor;
        endResetModel();
        return;
    }
    // Changes that were waiting may be done by now.
    for (auto record = known; record != page.records.end(); ++record) {
        for (int row = 0; row < m_records.size(); ++row) {
            if (m_records.at(row).id != record->id)
                continue;
            m_records[row] = *record;
            Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
            break;
        }
    }
    const QList<HistoryRecord> added(page.records.begin(), known);
    if (added.isEmpty())
        return;
    beginInsertRows({}, 0, static_cast<int>(added.size()) - 1);
    m_records = added + m_records;
    endInsertRows();
}

int HistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_records.size());
}

int HistoryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

bool HistoryModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_isReading && !m_cursor.isEmpty();
}

void HistoryModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        read(m_cursor);
}

QString HistoryModel::text(const HistoryRecord &record, int column) const
{
    switch (column) {
    case When:
        return m_viewer.dateTime(record.createdAt);
    case Operation:
        return operationText(record);
    case Title:
        return titleText(record);
    case Side:
        return sideText(record);
    case Reason:
        return reasonText(record);
    case Outcome:
        return outcomeText(record);
    default:
        return {};
    }
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    const HistoryRecord *record = at(index.row());
    if (!record)
        return {};
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return text(*record, index.column());
    if (role == Qt::AccessibleDescriptionRole)
        return summaryText(*record, m_viewer);
    return {};
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When:
        return tr("When");
    case Operation:
        return tr("What");
    case Title:
        return tr("Event");
    case Side:
        return tr("Where", "in ARIA or in Google");
    case Reason:
        return tr("Why");
    case Outcome:
        return tr("State");
    default:
        return {};
    }
}

} // namespace aria::history
