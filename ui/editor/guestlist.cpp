#include "editor/guestlist.h"

#include "editor/eventdraft.h"
#include "uicommon/icons.h"

#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::editor {

namespace {

constexpr int emailRole = Qt::UserRole;

QString answerText(const QString &answer)
{
    if (answer == "accepted"_L1)
        return GuestList::tr("accepted", "a guest's answer");
    if (answer == "declined"_L1)
        return GuestList::tr("declined", "a guest's answer");
    if (answer == "tentative"_L1)
        return GuestList::tr("maybe", "a guest's answer");
    return GuestList::tr("no answer yet", "a guest's answer");
}

} // namespace

GuestList::GuestList(QWidget *parent)
    : QWidget(parent)
    , m_list(new QListWidget(this))
    , m_edit(new QLineEdit(this))
    , m_remove(new QToolButton(this))
{
    m_list->setAccessibleName(tr("Guests"));
    m_list->setMaximumHeight(fontMetrics().height() * 5);
    m_list->hide();
    m_edit->setPlaceholderText(tr("Add a guest’s e-mail address"));
    m_edit->setAccessibleName(tr("Add a guest’s e-mail address"));
    m_remove->setIcon(uicommon::icon(u"delete"_s));
    m_remove->setAccessibleName(tr("Remove guest"));
    m_remove->setToolTip(m_remove->accessibleName());
    m_remove->hide();
    auto *row = new QHBoxLayout;
    row->addWidget(m_edit, 1);
    row->addWidget(m_remove);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_list);
    column->addLayout(row);

    connect(m_edit, &QLineEdit::returnPressed, this, &GuestList::takeTyped);
    connect(m_edit, &QLineEdit::textEdited, this, [this](const QString &text) {
        if (text.endsWith(u',') || text.endsWith(u';') || (text.endsWith(u' ') && isEmail(text.trimmed())))
            takeTyped();
        else
            Q_EMIT changed();
    });
    connect(m_remove, &QToolButton::clicked, this, &GuestList::removeChosen);
    auto *key = new QShortcut(QKeySequence::Delete, m_list);
    key->setContext(Qt::WidgetShortcut);
    connect(key, &QShortcut::activated, this, &GuestList::removeChosen);
}

void GuestList::setGuests(const QJsonArray &attendees)
{
    m_list->clear();
    for (const QJsonValue &value : attendees) {
        const QJsonObject guest = value.toObject();
        add(guest.value("email"_L1).toString(), guest.value("displayName"_L1).toString(),
            guest.value("responseStatus"_L1).toString());
    }
}

void GuestList::add(const QString &email, const QString &name, const QString &answer)
{
    if (email.isEmpty() || emails().contains(email, Qt::CaseInsensitive))
        return;
    QString who = name.isEmpty() ? email : tr("%1 <%2>", "name and e-mail address").arg(name, email);
    if (isRightToLeft()
        || who.isRightToLeft()) // Unicode Standard Annex #9: isolated, or the last ">" goes to the other end
        who = QChar(0x2068) + who + QChar(0x2069);
    auto *item =
        new QListWidgetItem(tr("%1 — %2", "a guest and the answer").arg(who, answerText(answer)), m_list);
    item->setData(emailRole, email);
    m_list->show();
    m_remove->setVisible(!m_isReadOnly);
}

QStringList GuestList::emails() const
{
    QStringList emails;
    for (int i = 0; i < m_list->count(); ++i)
        emails.append(m_list->item(i)->data(emailRole).toString());
    return emails;
}

void GuestList::setReadOnly(bool isReadOnly)
{
    m_isReadOnly = isReadOnly;
    m_edit->setVisible(!isReadOnly);
    m_remove->setVisible(!isReadOnly && m_list->count() > 0);
}

void GuestList::takeTyped()
{
    static const QRegularExpression separator(u"[\\s,;]+"_s);
    const QStringList typed = m_edit->text().split(separator, Qt::SkipEmptyParts);
    if (typed.isEmpty())
        return;
    QStringList wrong;
    for (const QString &email : typed) {
        if (isEmail(email))
            add(email, {}, {});
        else
            wrong.append(email);
    }
    m_edit->setText(wrong.join(u' '));
    Q_EMIT changed();
}

void GuestList::removeChosen()
{
    if (m_isReadOnly)
        return;
    delete m_list->currentItem();
    m_list->setVisible(m_list->count() > 0);
    m_remove->setVisible(m_list->count() > 0);
    Q_EMIT changed();
}

} // namespace aria::editor
