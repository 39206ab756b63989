#include "choices/calendarpicker.h"

#include "base/whenfinished.h"
#include "uicommon/calendarbook.h"
#include "uicommon/errorwords.h"

#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::choices {

namespace {

const QString primary = u"primary"_s;

} // namespace

CalendarPicker::CalendarPicker(uicommon::ServiceLink &link, QWidget *parent)
    : QWidget(parent)
    , m_link(link)
    , m_list(new QListWidget(this))
    , m_message(new QLabel(this))
    , m_retry(new QPushButton(tr("&Try again"), this))
{
    m_list->setAccessibleName(tr("Calendars"));
    m_message->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_message);
    layout->addWidget(m_retry, 0, Qt::AlignLeft);
    connect(m_retry, &QPushButton::clicked, this, &CalendarPicker::load);
    connect(m_list, &QListWidget::itemChanged, this, &CalendarPicker::changed);
    say(QString(), false);
}

void CalendarPicker::setSelected(const QStringList &ids)
{
    m_selected = ids;
    if (m_isLoaded)
        load();
}

QStringList CalendarPicker::selected() const
{
    if (!m_isLoaded)
        return m_selected;
    QStringList ids;
    for (int i = 0; i < m_list->count(); ++i) {
        if (m_list->item(i)->checkState() == Qt::Checked)
            ids.append(m_list->item(i)->data(Qt::UserRole).toString());
    }
    return ids;
}

void CalendarPicker::load()
{
    service::CalendarService *service = m_link.service();
    if (!service)
        return say(tr("The service is starting."), true);
    if (m_isLoaded)
        m_selected = selected();
    say(tr("Asking Google for your calendars…"), false);
    whenFinished(service->calendars(), this, [this](const auto &future) {
        if (future.resultCount() == 0)
            return say(tr("The service was stopped meanwhile."), true);
        const auto calendars = future.result();
        if (!calendars)
            return say(
                tr("Your calendars could not be listed: %1").arg(uicommon::errorText(calendars.error())),
                true);
        show(*calendars);
    });
}

void CalendarPicker::show(const QList<google::CalendarInfo> &calendars)
{
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    QStringList unknown = m_selected;
    for (const google::CalendarInfo &calendar : calendars) {
        // A person's own calendar goes by the name that the settings give it.
        const bool byName = calendar.primary && !m_selected.contains(calendar.id);
        const QString id = byName ? primary : calendar.id;
        const bool isBlind = calendar.accessRole == google::AccessRole::FreeBusyReader;
        const bool isReadOnly = calendar.accessRole == google::AccessRole::Reader;
        QString text = calendar.summary.isEmpty() ? calendar.id : calendar.summary;
        if (isBlind)
            //: %1 is the name of a calendar that shows only when somebody is busy.
            text = tr("%1 (free/busy only, cannot be synced)").arg(text);
        else if (isReadOnly)
            //: %1 is the name of a calendar.
            text = tr("%1 (read only)").arg(text);
        auto *item = new QListWidgetItem(uicommon::swatch(QColor(calendar.backgroundColor)), text, m_list);
        item->setData(Qt::UserRole, id);
        item->setToolTip(calendar.id);
        item->setCheckState(m_selected.contains(id) && !isBlind ? Qt::Checked : Qt::Unchecked);
        if (isBlind)
            item->setFlags(item->flags() & ~(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable));
        unknown.removeAll(id);
    }
    for (const QString &id : std::as_const(unknown)) {
        //: %1 is the id of a calendar that the settings name.
        auto *item = new QListWidgetItem(tr("%1 (not in this account)").arg(id), m_list);
        item->setData(Qt::UserRole, id);
        item->setCheckState(Qt::Checked);
    }
    m_isLoaded = true;
    say(QString(), false);
    Q_EMIT loaded();
}

void CalendarPicker::say(const QString &text, bool canRetry)
{
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
    m_retry->setVisible(canRetry);
    m_list->setEnabled(m_isLoaded);
}

} // namespace aria::choices
