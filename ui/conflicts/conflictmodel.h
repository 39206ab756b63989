// The conflicts as a list, newest first.
#pragma once

#include "diff/viewer.h"
#include "service/types.h"

#include <QAbstractListModel>

namespace aria::conflicts {

// Display: the title, then date and what differs on a line of their own.
class ConflictModel : public QAbstractListModel
{
    Q_OBJECT
public:
    explicit ConflictModel(diff::Viewer viewer, QObject *parent = nullptr);

    // Rows that stay keep their selection; new ones are inserted in their place.
    void setConflicts(QList<service::ConflictView> conflicts);
    void remove(const service::EventKey &event);

    const QList<service::ConflictView> &conflicts() const { return m_conflicts; }
    const service::ConflictView *at(int row) const; // null: no such row
    int rowOf(const service::EventKey &event) const; // -1: none
    QList<service::ConflictView> allLike(const service::ConflictView &conflict) const; // itself included

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    QString whatDiffers(const service::ConflictView &conflict) const;

    diff::Viewer m_viewer;
    QList<service::ConflictView> m_conflicts;
};

} // namespace aria::conflicts
