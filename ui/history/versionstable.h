// The two versions of a change side by side.
#pragma once

#include "diff/viewer.h"
#include "service/types.h"

#include <QScrollArea>

class QGridLayout;

namespace aria::history {

// Only the fields that differ, with the differing words marked; all fields of an event that was created or deleted.
class VersionsTable : public QScrollArea
{
    Q_OBJECT
public:
    explicit VersionsTable(diff::Viewer viewer, QWidget *parent = nullptr);

    void setRecord(const store::HistoryRecord &record);
    void clear();

private:
    void addField(QGridLayout *grid, const QString &field, const calendar::Event &before,
        const calendar::Event &after) const;

    diff::Viewer m_viewer;
};

} // namespace aria::history
