#include "history/versionstable.h"

#include "calendar/fields.h"
#include "diff/fieldwords.h"
#include "diff/heading.h"
#include "diff/markedlabel.h"

#include <QGridLayout>

namespace aria::history {

using calendar::Event;
using diff::MarkedLabel;

namespace {

enum Column { FieldColumn, BeforeColumn, AfterColumn, ColumnCount };

QString textOf(const QString &field, const Event &event, const diff::Viewer &viewer)
{
    return event.isEmpty()
        ? QString()
        : diff::fieldText(calendar::apiFieldName(field), calendar::fieldValue(field, event), viewer);
}

} // namespace

VersionsTable::VersionsTable(diff::Viewer viewer, QWidget *parent)
    : QScrollArea(parent)
    , m_viewer(std::move(viewer))
{
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // texts wrap
    setAccessibleName(tr("What changed"));
    clear();
}

void VersionsTable::clear()
{
    setWidget(new QWidget);
}

void VersionsTable::setRecord(const store::HistoryRecord &record)
{
    const Event before(record.before);
    const Event after(record.after);
    auto *page = new QWidget;
    auto *grid = new QGridLayout(page);
    grid->setColumnStretch(BeforeColumn, 1);
    grid->setColumnStretch(AfterColumn, 1);
    grid->addWidget(
        diff::makeHeading(before.isEmpty() ? tr("Before: there was no event") : tr("Before"), page), 0,
        BeforeColumn);
    grid->addWidget(
        diff::makeHeading(after.isEmpty() ? tr("After: deleted") : tr("After"), page), 0, AfterColumn);
    for (const QString &field : calendar::writableFieldsOf(before, after)) {
        if (before.isEmpty() || after.isEmpty() || !calendar::sameField(field, before, after))
            addField(grid, field, before, after);
    }
    if (grid->rowCount() == 1)
        grid->addWidget(new QLabel(tr("Nothing a person sees."), page), 1, BeforeColumn);
    grid->setRowStretch(grid->rowCount(), 1);
    setWidget(page);
}

void VersionsTable::addField(
    QGridLayout *grid, const QString &field, const Event &before, const Event &after) const
{
    QWidget *page = grid->parentWidget();
    const QString left = textOf(field, before, m_viewer);
    const QString right = textOf(field, after, m_viewer);
    if (left.isEmpty() && right.isEmpty())
        return;
    diff::WordDiff words = diff::diffWords(left, right);
    if (before.isEmpty() || after.isEmpty()) { // all of it is new or gone: nothing to point at
        for (auto *pieces : { &words.left, &words.right }) {
            for (diff::Piece &piece : *pieces)
                piece.differs = false;
        }
    }
    const int row = grid->rowCount();
    grid->addWidget(diff::makeHeading(diff::fieldLabel(calendar::apiFieldName(field)), page), row,
        FieldColumn, Qt::AlignTop);
    const auto addSide = [&](const QList<diff::Piece> &pieces, bool isThere, Column column) {
        auto *label = new MarkedLabel(page);
        label->setPieces(pieces, isThere ? tr("empty", "a field") : QString());
        grid->addWidget(label, row, column);
    };
    addSide(words.left, !before.isEmpty(), BeforeColumn);
    addSide(words.right, !after.isEmpty(), AfterColumn);
}

} // namespace aria::history
