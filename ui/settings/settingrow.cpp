#include "settings/settingrow.h"

#include "uicommon/icons.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QStyle>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::settings {

SettingRow::SettingRow(const QString &name, Binding binding, QWidget *parent)
    : QWidget(parent)
    , m_name(name)
    , m_binding(std::move(binding))
    , m_mark(new QLabel(this))
    , m_note(new QLabel(this))
{
    setFocusProxy(m_binding.editor);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    auto *note = new QHBoxLayout;
    note->addWidget(m_mark, 0, Qt::AlignTop);
    note->addWidget(m_note, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_binding.editor);
    column->addLayout(note);
    setFault(QString());
}

SettingRow *SettingRow::line(const QString &name, const QString &placeholder, QWidget *parent)
{
    auto *edit = new QLineEdit(parent);
    edit->setPlaceholderText(placeholder);
    auto *row = new SettingRow(name,
        { edit, [edit](const QString &value) { edit->setText(value); }, [edit] { return edit->text(); } },
        parent);
    connect(edit, &QLineEdit::textEdited, row, &SettingRow::changed);
    return row;
}

SettingRow *SettingRow::secret(const QString &name, QWidget *parent)
{
    SettingRow *row = line(name, QString(), parent);
    qobject_cast<QLineEdit *>(row->m_binding.editor)->setEchoMode(QLineEdit::Password);
    return row;
}

SettingRow *SettingRow::number(
    const QString &name, int lowest, int highest, const QString &suffix, QWidget *parent)
{
    auto *box = new QSpinBox(parent);
    box->setRange(lowest, highest);
    box->setSuffix(suffix);
    box->setGroupSeparatorShown(suffix.size() > 0);
    auto *row = new SettingRow(name,
        { box, [box](const QString &value) { box->setValue(value.toInt()); },
            [box] { return QString::number(box->value()); } },
        parent);
    connect(box, &QSpinBox::valueChanged, row, [row] {
        if (!row->m_isLoading)
            Q_EMIT row->changed();
    });
    return row;
}

SettingRow *SettingRow::choice(
    const QString &name, const QList<std::pair<QString, QString>> &choices, QWidget *parent)
{
    auto *box = new QComboBox(parent);
    for (const auto &[text, value] : choices)
        box->addItem(text, value);
    const auto show = [box](const QString &value) {
        if (box->findData(value) < 0)
            box->addItem(value, value);
        box->setCurrentIndex(box->findData(value));
    };
    auto *row = new SettingRow(name, { box, show, [box] { return box->currentData().toString(); } }, parent);
    connect(box, &QComboBox::activated, row, &SettingRow::changed);
    return row;
}

void SettingRow::load(const choices::SettingsAccess &access)
{
    m_isLoading = true;
    m_binding.show(access.text(m_name));
    m_isLoading = false;
    const QString by = access.lockedBy(m_name);
    m_isLocked = !by.isEmpty();
    //: %1 is a place such as “the environment”, %2 the name of a variable.
    m_lock = m_isLocked ? tr("Set by %1 (%2)").arg(by, m_name) : QString();
    m_binding.editor->setEnabled(!m_isLocked);
    setFault(QString());
}

void SettingRow::setFault(const QString &fault)
{
    const QString &text = fault.isEmpty() ? m_lock : fault;
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
    m_mark->setPixmap(uicommon::icon(u"error"_s).pixmap(QSize(size, size), devicePixelRatio()));
    m_mark->setVisible(!fault.isEmpty());
    m_note->setText(text);
    m_note->setVisible(!text.isEmpty());
    m_binding.editor->setAccessibleDescription(text);
}

} // namespace aria::settings
