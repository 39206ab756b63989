#include "globalkey/portalkey.h"

#include <QDBusArgument>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

using namespace Qt::StringLiterals;

namespace aria::globalkey {

namespace {

const QString portalService = u"org.freedesktop.portal.Desktop"_s;
const QString portalPath = u"/org/freedesktop/portal/desktop"_s;
const QString shortcutsInterface = u"org.freedesktop.portal.GlobalShortcuts"_s;
const QString requestInterface = u"org.freedesktop.portal.Request"_s;
const QString sessionInterface = u"org.freedesktop.portal.Session"_s;
const QString ourShortcut = u"join"_s;
constexpr uint granted = 0; // a request's response; 1: the person said no

QDBusMessage callOf(const QString &method)
{
    return QDBusMessage::createMethodCall(portalService, portalPath, shortcutsInterface, method);
}

} // namespace

QDBusArgument &operator<<(QDBusArgument &argument, const PortalShortcut &shortcut)
{
    argument.beginStructure();
    argument << shortcut.id << shortcut.facts;
    argument.endStructure();
    return argument;
}

const QDBusArgument &operator>>(const QDBusArgument &argument, PortalShortcut &shortcut)
{
    argument.beginStructure();
    argument >> shortcut.id >> shortcut.facts;
    argument.endStructure();
    return argument;
}

PortalKey::PortalKey(QDBusConnection bus, QString description)
    : m_bus(std::move(bus))
    , m_description(std::move(description))
{
    qDBusRegisterMetaType<PortalShortcut>();
    qDBusRegisterMetaType<QList<PortalShortcut>>();
}

PortalKey::~PortalKey()
{
    close();
}

void PortalKey::want(const QKeySequence &keys)
{
    close();
    m_keys = keys;
    if (keys.isEmpty())
        return become(State::Off);
    if (!m_bus.isConnected())
        return become(State::NotPossible);
    become(State::Asking);
    makeSession();
}

QString PortalKey::triggerOf(const QKeySequence &keys)
{
    if (keys.isEmpty())
        return {};
    const Qt::KeyboardModifiers modifiers = keys[0].keyboardModifiers();
    QStringList parts;
    if (modifiers & Qt::ControlModifier)
        parts.append(u"CTRL"_s);
    if (modifiers & Qt::AltModifier)
        parts.append(u"ALT"_s);
    if (modifiers & Qt::ShiftModifier)
        parts.append(u"SHIFT"_s);
    if (modifiers & Qt::MetaModifier)
        parts.append(u"LOGO"_s);
    const QString key = QKeySequence(keys[0].key()).toString(QKeySequence::PortableText);
    parts.append(key.size() == 1 ? key.toLower() : key);
    return parts.join(u'+');
}

// The answer is a signal, which may come before the call's own: so it is listened for first.
QString PortalKey::listenFor(const char *slot)
{
    const QString word = u"aria%1"_s.arg(++m_words);
    const QString sender = m_bus.baseService().mid(1).replace(u'.', u'_');
    m_request = portalPath + u"/request/"_s + sender + u'/' + word;
    m_bus.connect(portalService, m_request, requestInterface, u"Response"_s, this, slot);
    return word;
}

void PortalKey::send(const QDBusMessage &call)
{
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *sent) {
        sent->deleteLater();
        if (sent->isError() && state() == State::Asking) // no portal, or one without this interface
            become(State::NotPossible);
    });
}

void PortalKey::makeSession()
{
    const QString word = listenFor(SLOT(sessionMade(uint, QVariantMap)));
    QDBusMessage call = callOf(u"CreateSession"_s);
    call << QVariantMap{ { u"handle_token"_s, word }, { u"session_handle_token"_s, word } };
    send(call);
}

void PortalKey::sessionMade(uint response, const QVariantMap &results)
{
    if (message().path() != m_request || state() != State::Asking)
        return;
    m_session = results.value(u"session_handle"_s).toString();
    if (response != granted || m_session.isEmpty())
        return become(State::Taken);
    // Not earlier: from a service that is not there yet, signals might be missed.
    if (!m_listens) {
        m_listens = m_bus.connect(portalService, portalPath, shortcutsInterface, u"Activated"_s, this,
            SLOT(activated(QDBusObjectPath, QString, qulonglong, QVariantMap)));
    }
    bind();
}

void PortalKey::bind()
{
    const QString word = listenFor(SLOT(bound(uint, QVariantMap)));
    const QList<PortalShortcut> wanted{ { ourShortcut,
        { { u"description"_s, m_description }, { u"preferred_trigger"_s, triggerOf(m_keys) } } } };
    QDBusMessage call = callOf(u"BindShortcuts"_s);
    call << QVariant::fromValue(QDBusObjectPath(m_session)) << QVariant::fromValue(wanted) << QString()
         << QVariantMap{ { u"handle_token"_s, word } };
    send(call);
}

void PortalKey::bound(uint response, const QVariantMap &)
{
    if (message().path() == m_request && state() == State::Asking)
        become(response == granted ? State::On : State::Taken);
}

void PortalKey::activated(const QDBusObjectPath &session, const QString &id, qulonglong, const QVariantMap &)
{
    if (session.path() == m_session && id == ourShortcut && state() == State::On)
        Q_EMIT pressed();
}

void PortalKey::close()
{
    m_request.clear();
    if (m_session.isEmpty())
        return;
    m_bus.asyncCall(QDBusMessage::createMethodCall(portalService, m_session, sessionInterface, u"Close"_s));
    m_session.clear();
}

} // namespace aria::globalkey
