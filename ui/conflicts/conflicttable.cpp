#include "conflicts/conflicttable.h"

#include "conflicts/fieldeditor.h"
#include "conflicts/sidecell.h"
#include "diff/fieldwords.h"
#include "diff/heading.h"
#include "diff/markedlabel.h"

#include <QButtonGroup>
#include <QFrame>
#include <QGridLayout>
#include <QRadioButton>

namespace aria::conflicts {

using diff::MarkedLabel;
using diff::Piece;
using service::ConflictField;
using service::ConflictView;

namespace {

enum Column { FieldColumn, BeforeColumn, AriaColumn, GoogleColumn, ColumnCount };

QList<Piece> unmarked(const QString &text)
{
    return text.isEmpty() ? QList<Piece>() : QList<Piece>{ Piece{ text, false } };
}

struct Texts
{
    QList<Piece> before;
    QList<Piece> aria;
    QList<Piece> google;
};

// Each side is marked where it differs from the value before; if that is not known, where it differs
// from the other side.
// A field that was empty before is known, too.
bool isBaseKnown(const ConflictView &conflict)
{
    return !conflict.record.base.isEmpty();
}

Texts textsOf(const ConflictView &conflict, const ConflictField &field, const diff::Viewer &viewer)
{
    const QString before = diff::fieldText(field.name, field.base, viewer);
    const QString aria = diff::fieldText(field.name, field.aria, viewer);
    const QString google = diff::fieldText(field.name, field.google, viewer);
    if (!isBaseKnown(conflict)) {
        const diff::WordDiff both = diff::diffWords(aria, google);
        return { {}, both.left, both.right };
    }
    return { unmarked(before), diff::diffWords(before, aria).right, diff::diffWords(before, google).right };
}

QFrame *line(QWidget *parent)
{
    auto *frame = new QFrame(parent);
    frame->setFrameShape(QFrame::HLine);
    frame->setFrameShadow(QFrame::Sunken);
    return frame;
}

} // namespace

ConflictTable::ConflictTable(diff::Viewer viewer, QWidget *parent)
    : QScrollArea(parent)
    , m_viewer(std::move(viewer))
{
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // texts wrap
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Fields that differ"));
    clear();
}

void ConflictTable::clear()
{
    m_rows.clear();
    setWidget(new QWidget);
}

void ConflictTable::setConflict(const ConflictView &conflict, const Choice &choice)
{
    m_rows.clear();
    auto *page = new QWidget;
    auto *grid = new QGridLayout(page);
    for (int column = BeforeColumn; column < ColumnCount; ++column)
        grid->setColumnStretch(column, 1);
    addHeader(grid, conflict);
    for (const ConflictField &field : conflict.fields)
        addField(grid, conflict, field);
    grid->setRowStretch(grid->rowCount(), 1);
    setWidget(page);
    restore(choice);
}

QString ConflictTable::columnTitle(const QString &name, const QDateTime &changed) const
{
    if (!changed.isValid())
        return name;
    return tr("%1, changed %2", "ARIA, changed 15.01.24 14:00").arg(name, m_viewer.dateTime(changed));
}

void ConflictTable::addHeader(QGridLayout *grid, const ConflictView &conflict)
{
    QWidget *page = grid->parentWidget();
    grid->addWidget(diff::makeHeading(tr("Before", "the version both sides had"), page), 0, BeforeColumn);
    grid->addWidget(
        diff::makeHeading(columnTitle(tr("ARIA"), conflict.record.updatedAt), page), 0, AriaColumn);
    grid->addWidget(
        diff::makeHeading(columnTitle(tr("Google"), calendar::Event(conflict.record.google).updated()), page),
        0, GoogleColumn);
}

void ConflictTable::addField(QGridLayout *grid, const ConflictView &conflict, const ConflictField &field)
{
    QWidget *page = grid->parentWidget();
    const int ruler = grid->rowCount();
    grid->addWidget(line(page), ruler, 0, 1, ColumnCount);
    const int at = ruler + 1;
    const QString label = diff::fieldLabel(field.name);
    grid->addWidget(diff::makeHeading(label, page), at, FieldColumn, Qt::AlignTop);

    const Texts texts = textsOf(conflict, field, m_viewer);
    const QString none = isDeletion(conflict) ? tr("deleted", "the event") : tr("empty", "a field");
    auto *before = new MarkedLabel(page);
    before->setPieces(texts.before, isBaseKnown(conflict) ? none : tr("not known", "the version before"));
    grid->addWidget(before, at, BeforeColumn);

    auto *group = new QButtonGroup(page);
    const auto addSide = [&](const QString &name, const QList<Piece> &pieces, Column column) {
        auto *cell = new SideCell(page);
        cell->setText(name, pieces, none);
        grid->addWidget(cell, at, column);
        group->addButton(cell->radio());
        return cell->radio();
    };
    Row row;
    row.field = field.name;
    row.aria = addSide(tr("%1 from ARIA", "a field").arg(label), texts.aria, AriaColumn);
    row.google = addSide(tr("%1 from Google", "a field").arg(label), texts.google, GoogleColumn);
    addEditor(grid, row, group, conflict);
    m_rows.append(row);
    connect(group, &QButtonGroup::buttonClicked, this, &ConflictTable::choiceChanged);
}

void ConflictTable::addEditor(QGridLayout *grid, Row &row, QButtonGroup *group, const ConflictView &conflict)
{
    QWidget *page = grid->parentWidget();
    FieldEditor *editor = FieldEditor::create(row.field, ariaVersion(conflict), m_viewer, page);
    if (!editor)
        return;
    auto *own = new QRadioButton(tr("Own wording"), page);
    own->setAccessibleName(tr("%1: own wording", "a field").arg(diff::fieldLabel(row.field)));
    group->addButton(own);
    const int at = grid->rowCount();
    grid->addWidget(own, at, AriaColumn, Qt::AlignTop);
    grid->addWidget(editor, at + 1, BeforeColumn, 1, ColumnCount - BeforeColumn);
    editor->hide();
    connect(own, &QRadioButton::toggled, editor, &QWidget::setVisible);
    connect(own, &QRadioButton::clicked, editor, [editor] { editor->setFocus(Qt::OtherFocusReason); });
    connect(editor, &FieldEditor::edited, this, &ConflictTable::choiceChanged);
    row.own = own;
    row.editor = editor;
}

void ConflictTable::restore(const Choice &choice)
{
    for (const Row &row : m_rows) {
        if (row.own && choice.ownFields.contains(row.field)) {
            row.editor->restore(choice.own);
            row.own->setChecked(true);
        } else if (const auto side = choice.fields.constFind(row.field); side != choice.fields.constEnd()) {
            (*side == Side::Aria ? row.aria : row.google)->setChecked(true);
        }
    }
}

QList<QWidget *> ConflictTable::focusOrder() const
{
    QList<QWidget *> order;
    for (const Row &row : m_rows) {
        order << row.aria << row.google;
        if (!row.own)
            continue;
        order << row.own;
        for (QWidget *part : row.editor->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly)) {
            if (part->focusPolicy() & Qt::TabFocus)
                order << part;
        }
    }
    return order;
}

void ConflictTable::chooseAll(Side side)
{
    for (const Row &row : m_rows)
        (side == Side::Aria ? row.aria : row.google)->setChecked(true);
}

Choice ConflictTable::choice() const
{
    Choice choice;
    for (const Row &row : m_rows) {
        if (row.aria->isChecked())
            choice.fields.insert(row.field, Side::Aria);
        else if (row.google->isChecked())
            choice.fields.insert(row.field, Side::Google);
        else if (row.own && row.own->isChecked() && row.editor->apply(choice.own))
            choice.ownFields.append(row.field);
    }
    return choice;
}

} // namespace aria::conflicts
