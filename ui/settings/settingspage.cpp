#include "settings/settingspage.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace aria::settings {

SettingsPage::SettingsPage(const QString &title, const QString &icon, QWidget *parent)
    : QWidget(parent)
    , m_title(title)
    , m_icon(icon)
    , m_form(new QFormLayout(this))
{
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    setAccessibleName(title);
}

void SettingsPage::addRow(const QString &label, SettingRow *row)
{
    auto *text = new QLabel(label, this);
    text->setBuddy(row->editor());
    // A label is the name of its field for whoever cannot see that they stand together.
    QWidget *field = row->editor()->focusProxy() ? row->editor()->focusProxy() : row->editor();
    QString name = QString(label).remove(u'&');
    static const QRegularExpression end(u"\\s*[:：]$|\\s*\\(\\w\\)[:：]?$"_s);
    name.remove(end);
    for (QWidget *part : QList<QWidget *>{ field } + field->findChildren<QWidget *>()) {
        const bool isField = part == field || qobject_cast<QLineEdit *>(part);
        if (isField && part->accessibleName().isEmpty())
            part->setAccessibleName(name);
    }
    m_form->addRow(text, row);
    adopt(row);
}

void SettingsPage::adopt(SettingRow *row)
{
    m_rows.append(row);
    connect(row, &SettingRow::changed, this, &SettingsPage::changed);
}

void SettingsPage::addNote(const QString &text)
{
    auto *note = new QLabel(text, this);
    note->setWordWrap(true);
    addWide(note);
}

void SettingsPage::addWide(QWidget *widget, bool isTall)
{
    if (isTall)
        widget->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_form->addRow(widget);
}

void SettingsPage::load(const choices::SettingsAccess &access)
{
    for (SettingRow *row : std::as_const(m_rows))
        row->load(access);
}

QHash<QString, QString> SettingsPage::values() const
{
    QHash<QString, QString> values;
    for (const SettingRow *row : m_rows) {
        if (!row->isLocked())
            values.insert(row->name(), row->value());
    }
    return values;
}

bool SettingsPage::showFaults(const QList<Fault> &faults)
{
    bool has = false;
    for (SettingRow *row : std::as_const(m_rows)) {
        QString message;
        for (const Fault &fault : faults) {
            if (fault.loc.value(1) == row->name())
                message = fault.message;
        }
        row->setFault(message);
        has = has || !message.isEmpty();
    }
    return has;
}

} // namespace aria::settings
