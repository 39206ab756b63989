#include "conflicts/fieldeditor.h"

#include "conflicts/timeseditor.h"
#include "diff/fieldwords.h"
#include "uicommon/notestext.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::conflicts {

using calendar::Event;
using service::EventInput;

namespace {

constexpr int noteLines = 4; // shown; the rest scrolls

QVBoxLayout *plainLayout(QWidget *widget)
{
    auto *layout = new QVBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    widget->setFocusPolicy(Qt::NoFocus);
    return layout;
}

using TextMember = std::optional<QString> EventInput::*;

class LineEditor final : public FieldEditor
{
public:
    LineEditor(const QString &apiField, TextMember member, const QString &text, QWidget *parent)
        : FieldEditor(parent)
        , m_member(member)
        , m_edit(new QLineEdit(text, this))
    {
        plainLayout(this)->addWidget(m_edit);
        setFocusProxy(m_edit);
        m_edit->setAccessibleName(diff::fieldLabel(apiField));
        connect(m_edit, &QLineEdit::textChanged, this, &FieldEditor::edited);
    }

    bool apply(EventInput &input) const override
    {
        input.*m_member = m_edit->text();
        return true;
    }
    void restore(const EventInput &input) override { m_edit->setText((input.*m_member).value_or(QString())); }

private:
    TextMember m_member;
    QLineEdit *m_edit;
};

class NotesEditor final : public FieldEditor
{
public:
    NotesEditor(const QString &text, QWidget *parent)
        : FieldEditor(parent)
        , m_given(text)
        , m_edit(new QPlainTextEdit(uicommon::plainNotes(text), this))
    {
        plainLayout(this)->addWidget(m_edit);
        setFocusProxy(m_edit);
        m_edit->setAccessibleName(diff::fieldLabel(u"description"_s));
        m_edit->setTabChangesFocus(true);
        m_edit->setFixedHeight(m_edit->fontMetrics().lineSpacing() * (noteLines + 1));
        connect(m_edit, &QPlainTextEdit::textChanged, this, &FieldEditor::edited);
    }

    bool apply(EventInput &input) const override
    {
        // HTML that nobody touched stays as it is.
        const QString typed = m_edit->toPlainText();
        input.description = typed == uicommon::plainNotes(m_given) ? m_given : typed;
        return true;
    }
    void restore(const EventInput &input) override
    {
        m_edit->setPlainText(uicommon::plainNotes(input.description.value_or(QString())));
    }

private:
    QString m_given;
    QPlainTextEdit *m_edit;
};

// E-mail addresses with commas between them.
class GuestsEditor final : public FieldEditor
{
public:
    GuestsEditor(const QJsonArray &guests, QWidget *parent)
        : FieldEditor(parent)
        , m_edit(new QLineEdit(this))
    {
        QStringList emails;
        for (const QJsonValue &guest : guests)
            emails.append(guest.toObject().value("email"_L1).toString());
        m_edit->setText(emails.join(u", "_s));
        plainLayout(this)->addWidget(m_edit);
        setFocusProxy(m_edit);
        m_edit->setAccessibleName(diff::fieldLabel(u"attendees"_s));
        connect(m_edit, &QLineEdit::textChanged, this, &FieldEditor::edited);
    }

    bool apply(EventInput &input) const override
    {
        static const QRegularExpression separators(u"[,;\\s]+"_s);
        static const QRegularExpression email(u"^[^@\\s]+@[^@\\s]+$"_s);
        const QStringList emails = m_edit->text().split(separators, Qt::SkipEmptyParts);
        for (const QString &address : emails) {
            if (!email.match(address).hasMatch())
                return false;
        }
        input.attendees = emails;
        return true;
    }
    void restore(const EventInput &input) override
    {
        m_edit->setText(input.attendees.value_or(QStringList()).join(u", "_s));
    }

private:
    QLineEdit *m_edit;
};

} // namespace

FieldEditor *FieldEditor::create(
    const QString &apiField, const Event &event, const diff::Viewer &viewer, QWidget *parent)
{
    if (apiField == u"title")
        return new LineEditor(apiField, &EventInput::title, event.summary(), parent);
    if (apiField == u"location")
        return new LineEditor(apiField, &EventInput::location, event.location(), parent);
    if (apiField == u"description")
        return new NotesEditor(event.description(), parent);
    if (apiField == u"attendees")
        return new GuestsEditor(event.attendees(), parent);
    if (apiField == u"start_time" && !event.start().isNull() && !event.end().isNull())
        return new TimesEditor(event, viewer, parent);
    return nullptr;
}

} // namespace aria::conflicts
