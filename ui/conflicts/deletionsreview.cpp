#include "conflicts/deletionsreview.h"

#include "base/whenfinished.h"
#include "diff/reply.h"
#include "uicommon/errorwords.h"
#include "uicommon/screenroom.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace aria::conflicts {

namespace {

constexpr QSize initialSize(620, 480);
enum DeletionColumn { TitleColumn, WhenColumn, WhereColumn };

QLabel *wrapped(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

DeletionsReview::DeletionsReview(
    uicommon::ServiceLink &link, const uicommon::UiFormat &format, QWidget *parent)
    : QDialog(parent)
    , m_link(link)
    , m_format(format)
    , m_what(wrapped(this))
    , m_list(new QTreeWidget(this))
    , m_message(wrapped(this))
{
    build();
    connect(&m_link, &uicommon::ServiceLink::serviceChanged, this, &DeletionsReview::load);
    connect(&m_link, &uicommon::ServiceLink::stateChanged, this, &DeletionsReview::load);
    connect(&m_link, &uicommon::ServiceLink::eventsChanged, this, &DeletionsReview::load);
    load();
}

void DeletionsReview::build()
{
    setWindowTitle(tr("Review deletions"));
    resize(uicommon::boundedByScreen(*this, initialSize));
    m_list->setHeaderLabels({ tr("Event"), tr("When"), tr("Deleted", "a column: where it was deleted") });
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAlternatingRowColors(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setAccessibleName(tr("What would be deleted"));
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(TitleColumn, QHeaderView::Stretch);
    for (const int column : { WhenColumn, WhereColumn })
        m_list->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_message->setAccessibleName(tr("Message"));
    m_message->hide();

    auto *box = new QDialogButtonBox(this);
    m_approve = box->addButton(tr("&Delete them on both sides"), QDialogButtonBox::DestructiveRole);
    m_reject = box->addButton(tr("&Bring them back"), QDialogButtonBox::ActionRole);
    auto *later = box->addButton(tr("Decide &later"), QDialogButtonBox::RejectRole);
    // Enter alone must not decide about many events.
    for (QPushButton *button : { m_approve, m_reject })
        button->setAutoDefault(false);
    later->setDefault(true);
    connect(m_approve, &QPushButton::clicked, this, [this] { decide(Verdict::Approve); });
    connect(m_reject, &QPushButton::clicked, this, [this] { decide(Verdict::Reject); });
    connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *column = new QVBoxLayout(this);
    column->addWidget(m_what);
    column->addWidget(m_list, 1);
    column->addWidget(m_message);
    column->addWidget(box);
    m_list->setFocus();
    showPlan({});
}

void DeletionsReview::load()
{
    auto *service = m_link.service();
    if (!service)
        return;
    if (m_isLoading) {
        m_loadAgain = true;
        return;
    }
    m_isLoading = true;
    whenFinished(service->plan(), this, [this](const auto &future) {
        m_isLoading = false;
        if (std::exchange(m_loadAgain, false))
            return load();
        if (const auto plan = diff::resultOf(future))
            showPlan(*plan);
        else
            say(tr("The deletions could not be read: %1").arg(uicommon::errorText(plan.error())));
    });
}

void DeletionsReview::showPlan(const service::Plan &plan)
{
    const QString id = plan.id();
    const bool waits = plan.needsConfirmation();
    m_approve->setEnabled(waits && !m_isDeciding);
    m_reject->setEnabled(waits && !m_isDeciding);
    if (waits && id == m_planId)
        return;
    if (waits && !m_planId.isEmpty())
        say(tr("The list has just changed. Please look at it again."));
    m_planId = waits ? id : QString();
    m_list->clear();
    QList<QTreeWidgetItem *> items;
    bool inGoogle = false;
    for (const service::PlannedWrite &write : plan.writes) {
        if (!write.held)
            continue;
        // What would be written in ARIA was deleted in Google, and the other way round.
        const bool deletedInGoogle = write.side == service::PlannedWrite::Side::Aria;
        inGoogle = inGoogle || deletedInGoogle;
        const calendar::Event &event = write.before;
        const QString when = event.start().isNull()
            ? QString()
            : m_format.date(event.start().isDate()
                    ? event.start().date()
                    : event.start().instant(m_format.zone).toTimeZone(m_format.zone).date());
        auto *item = new QTreeWidgetItem(
            { uicommon::titleOf(event), event.isMaster() ? tr("series from %1", "a date").arg(when) : when,
                deletedInGoogle ? tr("in Google") : tr("in ARIA") });
        item->setToolTip(TitleColumn, uicommon::titleOf(event));
        items.append(item);
    }
    m_list->addTopLevelItems(items);
    if (!items.isEmpty())
        m_list->setCurrentItem(items.constFirst());
    const int count = int(items.size());
    m_what->setText(!waits ? tr("No deletions wait for a decision.")
            : inGoogle ? tr("%n event(s) were deleted in Google at once, unusually many. Nothing was deleted "
                            "in ARIA yet.",
                  nullptr, count)
                       : tr("%n event(s) were deleted in ARIA at once, unusually many. Nothing was deleted "
                            "in Google yet.",
                           nullptr, count));
}

void DeletionsReview::decide(Verdict verdict)
{
    auto *service = m_link.service();
    if (!service || m_planId.isEmpty() || m_isDeciding)
        return;
    m_isDeciding = true;
    m_approve->setEnabled(false);
    m_reject->setEnabled(false);
    say({});
    whenFinished(verdict == Verdict::Approve ? service->approvePlan(m_planId) : service->rejectPlan(m_planId),
        this, [this](const auto &future) {
            m_isDeciding = false;
            const auto decided = diff::resultOf(future);
            if (decided)
                return accept();
            say(tr("This could not be done: %1").arg(uicommon::errorText(decided.error())));
            load();
        });
}

void DeletionsReview::say(const QString &text)
{
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
}

} // namespace aria::conflicts
