// HistoryWindow: the layout of its widgets.
#include "history/historymodel.h"
#include "history/historywindow.h"
#include "history/versionstable.h"
#include "uicommon/screenroom.h"
#include "uicommon/shortcutlist.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>

#include <algorithm>

namespace aria::history {

namespace {

constexpr int initialWidth = 920;
constexpr int initialHeight = 600;
constexpr int tableHeight = 330;
constexpr int widestColumn = 36; // letters; an error's message is longer, and in the tooltip whole

// As wide as their content; the title takes the rest.
void fitColumns(QTableView *table)
{
    const int widest = widestColumn * table->fontMetrics().averageCharWidth();
    for (int column = 0; column < HistoryModel::ColumnCount; ++column) {
        if (column == HistoryModel::Title)
            continue;
        table->resizeColumnToContents(column);
        table->setColumnWidth(column, std::min(table->columnWidth(column), widest));
    }
}

} // namespace

void HistoryWindow::build()
{
    setWindowTitle(tr("History"));
    resize(uicommon::boundedByScreen(*this, QSize(initialWidth, initialHeight)));
    uicommon::ShortcutList::openWithF1(this);
    m_table = new QTableView(this);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Changes, newest first"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false); // Tab leaves the table
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(HistoryModel::Title, QHeaderView::Stretch);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    // Done once there is content; later the columns would move while the person reads.
    connect(
        m_model, &HistoryModel::rowsInserted, m_table,
        [this](const QModelIndex &, int first) {
            if (first == 0 && !m_hasColumnWidths) {
                m_hasColumnWidths = true;
                fitColumns(m_table);
            }
        },
        Qt::QueuedConnection);
    connect(
        m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &HistoryWindow::refresh);
    m_empty = new QLabel(tr("Nothing has changed yet."), this);
    m_empty->setAlignment(Qt::AlignCenter);
    m_versions = new VersionsTable(m_viewer, this);

    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_table);
    splitter->addWidget(m_versions);
    splitter->setSizes({ tableHeight, initialHeight - tableHeight });
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);

    m_message = new QLabel(this);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->setAccessibleName(tr("Message"));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_empty);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_message);
    layout->addWidget(buildButtons());
    m_table->setFocus();
}

QPushButton *HistoryWindow::makeButton(
    const QString &text, const QKeySequence &keys, void (HistoryWindow::*action)())
{
    auto *button = new QPushButton(text, this);
    button->setAutoDefault(false);
    button->setToolTip(tr("Shortcut: %1", "a key").arg(keys.toString(QKeySequence::NativeText)));
    connect(button, &QPushButton::clicked, this, action);
    auto *shortcut = new QShortcut(keys, this);
    connect(shortcut, &QShortcut::activated, button, [button] {
        if (button->isEnabled())
            button->click();
    });
    return button;
}

QWidget *HistoryWindow::buildButtons()
{
    auto *box = new QDialogButtonBox(this);
    m_onlyEvent = makeButton(tr("Only this &event"), Qt::CTRL | Qt::Key_E, &HistoryWindow::toggleOnlyEvent);
    m_onlyEvent->setCheckable(true);
    m_undo = makeButton(tr("&Undo this change"), QKeySequence(QKeySequence::Undo), &HistoryWindow::undo);
    m_undoSince = makeButton(
        tr("Undo &all since then…"), Qt::CTRL | Qt::SHIFT | Qt::Key_Z, &HistoryWindow::askUndoSince);
    box->addButton(m_onlyEvent, QDialogButtonBox::ActionRole);
    box->addButton(m_undo, QDialogButtonBox::ActionRole);
    box->addButton(m_undoSince, QDialogButtonBox::ActionRole);
    auto *close = box->addButton(QDialogButtonBox::Close);
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    return box;
}

} // namespace aria::history
