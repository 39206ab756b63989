#include "editor/drafts.h"

#include "base/logging.h"
#include "base/smallfile.h"
#include "uicommon/uiformat.h"

#include <QJsonDocument>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace aria::editor {

namespace {

QJsonObject toJson(const EventDraft &draft)
{
    QJsonObject json{ { u"title"_s, draft.title }, { u"place"_s, draft.place }, { u"notes"_s, draft.notes },
        { u"colorId"_s, draft.colorId }, { u"isAllDay"_s, draft.isAllDay },
        { u"startDate"_s, draft.startDate.toString(Qt::ISODate) },
        { u"startTime"_s, draft.startTime.toString(Qt::ISODate) },
        { u"endDate"_s, draft.endDate.toString(Qt::ISODate) },
        { u"endTime"_s, draft.endTime.toString(Qt::ISODate) }, { u"zone"_s, QString::fromUtf8(draft.zone) },
        { u"recurrence"_s, QJsonArray::fromStringList(draft.recurrence) },
        { u"guests"_s, QJsonArray::fromStringList(draft.guests) }, { u"calendarId"_s, draft.calendarId } };
    QJsonObject unclear;
    for (auto text = draft.unclear.begin(); text != draft.unclear.end(); ++text)
        unclear.insert(text.key(), text.value());
    if (!unclear.isEmpty())
        json.insert(u"unclear"_s, unclear);
    if (draft.reminders)
        json.insert(u"reminders"_s, *draft.reminders);
    return json;
}

QStringList texts(const QJsonValue &value)
{
    QStringList list;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &text : array)
        list.append(text.toString());
    return list;
}

EventDraft draftFrom(const QJsonObject &json)
{
    EventDraft draft;
    draft.title = json.value("title"_L1).toString();
    draft.place = json.value("place"_L1).toString();
    draft.notes = json.value("notes"_L1).toString();
    draft.colorId = json.value("colorId"_L1).toString();
    draft.isAllDay = json.value("isAllDay"_L1).toBool();
    draft.startDate = QDate::fromString(json.value("startDate"_L1).toString(), Qt::ISODate);
    draft.startTime = QTime::fromString(json.value("startTime"_L1).toString(), Qt::ISODate);
    draft.endDate = QDate::fromString(json.value("endDate"_L1).toString(), Qt::ISODate);
    draft.endTime = QTime::fromString(json.value("endTime"_L1).toString(), Qt::ISODate);
    draft.zone = json.value("zone"_L1).toString().toUtf8();
    draft.recurrence = texts(json.value("recurrence"_L1));
    draft.guests = texts(json.value("guests"_L1));
    draft.calendarId = json.value("calendarId"_L1).toString();
    const QJsonObject unclear = json.value("unclear"_L1).toObject();
    for (auto text = unclear.begin(); text != unclear.end(); ++text)
        draft.unclear.insert(text.key(), text.value().toString());
    if (json.contains("reminders"_L1))
        draft.reminders = json.value("reminders"_L1).toArray();
    return draft;
}

} // namespace

QString KeptDraft::title() const
{
    const QString typed = draft.title.trimmed();
    return typed.isEmpty() ? uicommon::titleOf(view.event) : typed;
}

QList<KeptDraft> Drafts::read() const
{
    const Expected<QByteArray> content = readSmallFile(m_path);
    if (!content)
        return {};
    QList<KeptDraft> drafts;
    const QJsonArray array = QJsonDocument::fromJson(*content).array();
    for (const QJsonValue &value : array) {
        KeptDraft kept;
        kept.draft = draftFrom(value["draft"_L1].toObject());
        kept.isFollowing = value["isFollowing"_L1].toBool();
        kept.idempotencyKey = value["key"_L1].toString();
        kept.view.event = calendar::Event(value["event"_L1].toObject());
        kept.view.googleEventId = value["googleEventId"_L1].toString();
        kept.view.calendarId = value["calendarId"_L1].toString();
        kept.view.localId = value["localId"_L1].toInteger();
        if (kept.draft.startDate.isValid() && kept.draft.endDate.isValid())
            drafts.append(kept);
    }
    return drafts;
}

bool Drafts::write(const QList<KeptDraft> &drafts) const
{
    if (drafts.isEmpty())
        return !QFile::exists(m_path) || QFile::remove(m_path);
    QJsonArray array;
    for (const KeptDraft &kept : drafts) {
        array.append(QJsonObject{ { u"draft"_s, toJson(kept.draft) }, { u"isFollowing"_s, kept.isFollowing },
            { u"key"_s, kept.idempotencyKey }, { u"event"_s, kept.view.event.json() },
            { u"googleEventId"_s, kept.view.googleEventId }, { u"calendarId"_s, kept.view.calendarId },
            { u"localId"_s, kept.view.localId } });
    }
    QSaveFile file(m_path);
    const QByteArray content = QJsonDocument(array).toJson(QJsonDocument::Compact);
    const bool written = file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
        && file.write(content) == content.size() && file.commit();
    if (!written)
        qCWarning(lcUi).noquote() << "what was typed could not be kept:" << file.errorString();
    return written;
}

} // namespace aria::editor
