// ConflictReview: the layout of its widgets.
#include "conflicts/conflictmodel.h"
#include "conflicts/conflictreview.h"
#include "conflicts/conflicttable.h"
#include "uicommon/screenroom.h"
#include "uicommon/shortcutlist.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace aria::conflicts {

namespace {

constexpr int initialWidth = 920;
constexpr int initialHeight = 560;
constexpr int listWidth = 260;

QLabel *wrappedLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    // Qt would use the direction of the text's script, which may differ from the window's.
    label->setAlignment(
        (label->isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute | Qt::AlignTop);
    return label;
}

} // namespace

void ConflictReview::build()
{
    setWindowTitle(tr("Review conflicts"));
    resize(uicommon::boundedByScreen(*this, QSize(initialWidth, initialHeight)));
    buildList();
    auto *splitter = new QSplitter(this);
    splitter->addWidget(m_list);
    splitter->addWidget(buildDetails());
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({ listWidth, initialWidth - listWidth });
    splitter->setChildrenCollapsible(false);

    m_message = wrappedLabel(this);
    m_message->setAccessibleName(tr("Message"));
    m_message->hide();
    m_retry = new QPushButton(tr("Save my wording &again"), this);
    m_retry->setAutoDefault(false);
    m_retry->hide();
    connect(m_retry, &QPushButton::clicked, this, &ConflictReview::retryWording);
    auto *messages = new QHBoxLayout;
    messages->addWidget(m_message, 1);
    messages->addWidget(m_retry);

    auto *layout = new QVBoxLayout(this);
    layout->addWidget(splitter, 1);
    layout->addLayout(messages);
    layout->addLayout(buildBottomButtons());
    m_list->setFocus();
}

void ConflictReview::buildList()
{
    m_list = new QListView(this);
    m_list->setModel(m_model);
    m_list->setAccessibleName(tr("Conflicts, newest first"));
    m_list->setAlternatingRowColors(true);
    m_list->setUniformItemSizes(false);
    m_list->setWordWrap(true);
    m_list->setSpacing(2);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setResizeMode(QListView::Adjust);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] { showCurrent(); });
}

QWidget *ConflictReview::buildDetails()
{
    auto *details = new QWidget(this);
    m_headline = wrappedLabel(details);
    m_headline->setAccessibleDescription(tr("Event in conflict"));
    QFont font = m_headline->font();
    font.setBold(true);
    m_headline->setFont(font);
    m_table = new ConflictTable(m_viewer, details);
    connect(m_table, &ConflictTable::choiceChanged, this, &ConflictReview::choiceChanged);
    m_preview = wrappedLabel(details);
    m_preview->setAccessibleDescription(tr("As it will be"));
    auto *previewTitle = new QLabel(tr("As it will be:"), details);

    auto *preview = new QHBoxLayout;
    preview->addWidget(previewTitle, 0, Qt::AlignTop);
    preview->addWidget(m_preview, 1);
    auto *layout = new QVBoxLayout(details);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_headline);
    layout->addWidget(m_table, 1);
    layout->addLayout(buildSideButtons());
    layout->addLayout(preview);

    m_empty = wrappedLabel(this);
    m_empty->setAlignment(Qt::AlignCenter);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(details);
    return m_pages;
}

QLayout *ConflictReview::buildSideButtons()
{
    const auto button = [this](const QString &text, const QKeySequence &keys, auto action) {
        auto *made = new QPushButton(text, this);
        made->setAutoDefault(false); // Enter always applies
        made->setToolTip(tr("Shortcut: %1", "a key").arg(keys.toString(QKeySequence::NativeText)));
        connect(made, &QPushButton::clicked, this, action);
        auto *shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, made, [made] {
            if (made->isEnabled())
                made->click();
        });
        return made;
    };
    m_allAria = button(tr("All from A&RIA"), Qt::CTRL | Qt::Key_1, [this] { chooseAll(Side::Aria); });
    m_allGoogle = button(tr("All from &Google"), Qt::CTRL | Qt::Key_2, [this] { chooseAll(Side::Google); });
    m_keepBoth = button(tr("&Keep both as two events"), Qt::CTRL | Qt::Key_3, [this] { keepBoth(); });
    m_keepBoth->setCheckable(true);
    auto *row = new QHBoxLayout;
    row->addWidget(m_allAria);
    row->addWidget(m_allGoogle);
    row->addWidget(m_keepBoth);
    row->addStretch();
    return row;
}

QLayout *ConflictReview::buildBottomButtons()
{
    auto *box = new QDialogButtonBox(this);
    m_apply = box->addButton(QDialogButtonBox::Apply);
    m_apply->setDefault(true);
    m_applyAll = box->addButton(QString(), QDialogButtonBox::ActionRole);
    m_skip = box->addButton(tr("&Skip"), QDialogButtonBox::ActionRole);
    auto *close = box->addButton(QDialogButtonBox::Close);
    for (QPushButton *button : { m_applyAll, m_skip, close })
        button->setAutoDefault(false);
    uicommon::ShortcutList::openWithF1(this);
    auto *next = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_N), this);
    connect(next, &QShortcut::activated, this, &ConflictReview::skip);
    auto *all = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this);
    connect(all, &QShortcut::activated, this, &ConflictReview::applyToAllAlike);
    connect(m_apply, &QPushButton::clicked, this, &ConflictReview::apply);
    connect(m_applyAll, &QPushButton::clicked, this, &ConflictReview::applyToAllAlike);
    connect(m_skip, &QPushButton::clicked, this, &ConflictReview::skip);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto *row = new QVBoxLayout;
    row->addWidget(box);
    return row;
}

} // namespace aria::conflicts
