#include "settings/settingswindow.h"

#include "settings/aboutpage.h"
#include "settings/accountpage.h"
#include "settings/calendarspage.h"
#include "settings/notificationspage.h"
#include "settings/syncpage.h"
#include "settings/tablepages.h"
#include "uicommon/errorwords.h"
#include "uicommon/icons.h"
#include "uicommon/screenroom.h"
#include "uicommon/unsavedwords.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::settings {

SettingsWindow::SettingsWindow(const SettingsContext &context, QWidget *parent)
    : QDialog(parent)
    , m_access(context.access)
    , m_titles(new QListWidget(this))
    , m_stack(new QStackedWidget(this))
    , m_message(new QLabel(this))
{
    setWindowTitle(tr("Settings"));
    m_titles->setAccessibleName(tr("Pages of the settings"));
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::PlainText);
    m_message->hide();

    auto *account = new AccountPage(context.link, context.watch, context.storage);
    auto *notifications = new NotificationsPage(m_access.file());
    add(account);
    add(new CalendarsPage(context.link));
    add(new SyncPage(context.autostart));
    add(notifications);
    add(new ApiPage(context.newToken));
    add(new DatabasePage);
    add(new AdvancedPage);
    add(new AboutPage(context.link, m_access));
    m_titles->setFixedWidth(
        m_titles->sizeHintForColumn(0) + 4 * m_titles->frameWidth() + m_titles->iconSize().width());
    m_titles->setCurrentRow(0);

    // Behind the pages in the order of the keyboard.
    m_buttons =
        new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Apply | QDialogButtonBox::Cancel, this);
    auto *middle = new QHBoxLayout;
    middle->addWidget(m_titles);
    middle->addWidget(m_stack, 1);
    auto *column = new QVBoxLayout(this);
    column->addLayout(middle, 1);
    column->addWidget(m_message);
    column->addWidget(m_buttons);
    resize(uicommon::boundedByScreen(*this, QSize(720, 540)));

    QPushButton *applying = m_buttons->button(QDialogButtonBox::Apply);
    applying->setEnabled(false);
    connect(applying, &QPushButton::clicked, this, &SettingsWindow::apply);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &SettingsWindow::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &SettingsWindow::reject);
    connect(m_titles, &QListWidget::currentRowChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(account, &AccountPage::signInWanted, this, &SettingsWindow::signInWanted);
    connect(account, &AccountPage::signOutWanted, this, &SettingsWindow::signOutWanted);
    connect(notifications, &NotificationsPage::preferencesChanged, this, &SettingsWindow::preferencesChanged);
}

// A field that loses the focus reads what was typed, which has to happen while all of this still exists.
SettingsWindow::~SettingsWindow()
{
    hide();
}

bool SettingsWindow::isUnsaved() const
{
    return m_buttons->button(QDialogButtonBox::Apply)->isEnabled();
}

void SettingsWindow::add(SettingsPage *page)
{
    // At 200 % on a small screen not everything fits.
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus); // a stop on the way to the fields at which nothing is to be done
    scroll->setWidget(page);
    m_stack->addWidget(scroll);
    new QListWidgetItem(uicommon::icon(page->icon()), page->title(), m_titles);
    m_pages.append(page);
    page->load(m_access);
    connect(page, &SettingsPage::changed, this, &SettingsWindow::check);
}

QHash<QString, QString> SettingsWindow::values() const
{
    QHash<QString, QString> values;
    for (const SettingsPage *page : m_pages)
        values.insert(page->values());
    return values;
}

// While the person types: the same check that saving would make.
void SettingsWindow::check()
{
    m_buttons->button(QDialogButtonBox::Apply)->setEnabled(true);
    const Expected<LoadedSettings> checked = checkSettings(m_access.input(), values());
    showFaults(checked ? QList<Fault>() : checked.error().faults, false);
    say(QString());
}

bool SettingsWindow::showFaults(const QList<Fault> &faults, bool turnToThem)
{
    bool has = false;
    for (qsizetype i = 0; i < m_pages.size(); ++i) {
        const bool here = m_pages.at(i)->showFaults(faults);
        if (here && !has && turnToThem)
            m_titles->setCurrentRow(int(i));
        has = has || here;
    }
    return has;
}

bool SettingsWindow::apply()
{
    const QString level = m_access.settings().logLevel;
    const QString format = m_access.settings().logFormat;
    const Expected<bool> saved = m_access.save(values());
    if (!saved) {
        if (!showFaults(saved.error().faults, true))
            say(uicommon::errorText(saved.error()));
        return false;
    }
    showFaults({}, false);
    QStringList problems;
    for (SettingsPage *page : std::as_const(m_pages)) {
        if (const Expected<void> applied = page->apply(); !applied)
            problems.append(uicommon::errorText(applied.error()));
    }
    say(problems.join(u'\n'));
    if (m_access.settings().logLevel != level || m_access.settings().logFormat != format)
        Q_EMIT logWanted(m_access.settings().logLevel, m_access.settings().logFormat);
    if (*saved)
        Q_EMIT restartWanted();
    m_buttons->button(QDialogButtonBox::Apply)->setEnabled(!problems.isEmpty());
    return problems.isEmpty();
}

void SettingsWindow::accept()
{
    if (apply())
        QDialog::accept();
}

void SettingsWindow::reject()
{
    if (!isUnsaved())
        return QDialog::reject();
    uicommon::askToDiscard(*this, [this] { QDialog::reject(); });
}

void SettingsWindow::say(const QString &text)
{
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
}

} // namespace aria::settings
