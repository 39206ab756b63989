#include "conflicts/conflictmodel.h"

#include "conflicts/choice.h"
#include "diff/fieldwords.h"
#include "diff/timewords.h"

#include <algorithm>

namespace aria::conflicts {

using service::ConflictView;

ConflictModel::ConflictModel(diff::Viewer viewer, QObject *parent)
    : QAbstractListModel(parent)
    , m_viewer(std::move(viewer))
{
}

void ConflictModel::setConflicts(QList<ConflictView> conflicts)
{
    std::stable_sort(conflicts.begin(), conflicts.end(),
        [](const ConflictView &a, const ConflictView &b) { return changedAt(a) > changedAt(b); });
    QSet<service::EventKey> wanted;
    for (const ConflictView &conflict : conflicts)
        wanted.insert(conflict.view.key());
    for (int row = static_cast<int>(m_conflicts.size()) - 1; row >= 0; --row) {
        if (!wanted.contains(m_conflicts.at(row).view.key()))
            remove(m_conflicts.at(row).view.key());
    }
    for (int row = 0; row < conflicts.size(); ++row) {
        const int known = rowOf(conflicts.at(row).view.key());
        if (known < 0) {
            beginInsertRows({}, row, row);
            m_conflicts.insert(row, conflicts.at(row));
            endInsertRows();
            continue;
        }
        if (known != row) { // the rows before are in place already, so it can only move up
            beginMoveRows({}, known, known, {}, row);
            m_conflicts.move(known, row);
            endMoveRows();
        }
        m_conflicts[row] = conflicts.at(row);
        Q_EMIT dataChanged(index(row), index(row));
    }
}

void ConflictModel::remove(const service::EventKey &event)
{
    const int row = rowOf(event);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_conflicts.removeAt(row);
    endRemoveRows();
}

const ConflictView *ConflictModel::at(int row) const
{
    return row >= 0 && row < m_conflicts.size() ? &m_conflicts.at(row) : nullptr;
}

int ConflictModel::rowOf(const service::EventKey &event) const
{
    for (int row = 0; row < m_conflicts.size(); ++row) {
        if (event.matches(m_conflicts.at(row).view.key()))
            return row;
    }
    return -1;
}

QList<ConflictView> ConflictModel::allLike(const ConflictView &conflict) const
{
    QList<ConflictView> alike;
    std::copy_if(m_conflicts.begin(), m_conflicts.end(), std::back_inserter(alike),
        [&conflict](const ConflictView &other) { return isAlike(conflict, other); });
    return alike;
}

int ConflictModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_conflicts.size());
}

QVariant ConflictModel::data(const QModelIndex &index, int role) const
{
    const ConflictView *conflict = at(index.row());
    if (!conflict)
        return {};
    const QString title = uicommon::titleOf(conflict->view.event);
    const QString when = diff::momentText(conflict->view.event.start(), m_viewer);
    switch (role) {
    case Qt::DisplayRole:
        return QStringList{ title, when, whatDiffers(*conflict) }.join(QLatin1Char('\n'));
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        // Sentences, not a list: "…, and Differs: Time" would be none.
        return QStringList{ title, when, whatDiffers(*conflict) }.join(u". "_s);
    default:
        return {};
    }
}

QString ConflictModel::whatDiffers(const ConflictView &conflict) const
{
    if (isDeletion(conflict)) {
        return ariaVersion(conflict).isEmpty() ? tr("Deleted in ARIA, edited in Google")
                                               : tr("Deleted in Google, edited in ARIA");
    }
    QStringList names;
    for (const service::ConflictField &field : conflict.fields)
        names.append(diff::fieldLabel(field.name));
    return tr("Differs: %1", "names of fields").arg(m_viewer.locale.createSeparatedList(names));
}

} // namespace aria::conflicts
