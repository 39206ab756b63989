#include "base/settings.h"

#include "base/envfile.h"
#include "base/settingtable.h"
#include "base/settingvalues.h"
#include "base/smallfile.h"

#include <QSettings>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace aria {

namespace {

struct Layer
{
    QString source;
    QHash<QString, QString> values; // by variable name; empty values are left out except on the command line
};

struct NamedStrategy
{
    ConflictStrategy strategy;
    QString name;
};

const QList<NamedStrategy> &strategies()
{
    static const QList<NamedStrategy> list{ { ConflictStrategy::GoogleWins, u"google_wins"_s },
        { ConflictStrategy::AriaWins, u"aria_wins"_s }, { ConflictStrategy::MostRecent, u"most_recent"_s },
        { ConflictStrategy::Manual, u"manual"_s } };
    return list;
}

// Levenshtein distance, for "did you mean".
qsizetype distance(const QString &a, const QString &b)
{
    QList<qsizetype> row(b.size() + 1);
    for (qsizetype j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (qsizetype i = 1; i <= a.size(); ++i) {
        qsizetype diagonal = row[0];
        row[0] = i;
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const qsizetype above = row[j];
            const qsizetype changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({ above + 1, row[j - 1] + 1, changed });
            diagonal = above;
        }
    }
    return row[b.size()];
}

const SettingSpec *specOf(const QString &name)
{
    const QList<SettingSpec> &table = settingTable();
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const auto &spec) { return spec.name == name; });
    return found == table.end() ? nullptr : &*found;
}

QString unknownNotice(const QString &name, const QString &source)
{
    QString notice = u"%1 (%2) is not a setting of this program and is ignored"_s.arg(
        settingvalue::forDisplay(name), source);
    const QList<SettingSpec> &table = settingTable();
    const auto nearest = std::min_element(table.begin(), table.end(),
        [&](const auto &a, const auto &b) { return distance(a.name, name) < distance(b.name, name); });
    if (distance(nearest->name, name) <= 4)
        notice += u"; did you mean %1?"_s.arg(nearest->name);
    return notice;
}

QString shown(const SettingSpec &spec, const QString &value)
{
    return spec.isSecret && !value.isEmpty() ? u"…"_s : settingvalue::forDisplay(value);
}

// Collects the layers, then the values, and keeps every fault found on the way.
class Loader
{
public:
    explicit Loader(const SettingsInput &input)
        : m_input(input)
    {
    }

    Expected<LoadedSettings> load()
    {
        m_layers.append({ u"demo mode"_s, m_input.demo });
        m_layers.append({ u"command line"_s, m_input.commandLine });
        addVariables(u"environment"_s, m_input.environment);
        addEnvFile();
        addSettingsFile();
        for (const SettingSpec &spec : settingTable())
            apply(spec);
        takeTokenFromFile();
        checkExposure();
        checkHook();
        noteWhatOthersCanRead();
        noteWhatHasNoEffect();
        if (m_faults.isEmpty())
            return m_loaded;
        Error error{ ErrorCategory::InvalidInput, u"bad_setting"_s, QString() };
        QStringList lines;
        for (const Fault &fault : m_faults)
            lines.append(fault.message);
        error.message = lines.join(u'\n');
        error.faults = m_faults;
        return Unexpected(error);
    }

private:
    void fault(const QString &name, const QString &message)
    {
        m_faults.append({ { u"settings"_s, name }, message, u"value_error"_s });
    }

    void addVariables(const QString &source, const QHash<QString, QString> &variables)
    {
        Layer layer{ source, {} };
        QStringList names = variables.keys();
        names.sort();
        for (const QString &name : names) {
            if (!name.startsWith(settingPrefix))
                continue;
            const QString value = variables.value(name);
            if (!specOf(name))
                m_loaded.notices.append(unknownNotice(name, source));
            else if (!value.trimmed().isEmpty())
                layer.values.insert(name, value);
        }
        m_layers.append(layer);
    }

    void addEnvFile()
    {
        if (m_input.envFile.isEmpty())
            return;
        const Expected<QList<EnvAssignment>> assignments = readEnvFile(m_input.envFile);
        if (!assignments) {
            if (!m_input.envFileRequired && assignments.error().category == ErrorCategory::NotFound)
                return;
            for (const QString &line : assignments.error().message.split(u'\n'))
                fault(m_input.envFile, line);
            return;
        }
        QHash<QString, QString> variables;
        for (const EnvAssignment &assignment : *assignments)
            variables.insert(assignment.name, assignment.value);
        addVariables(u".env (%1)"_s.arg(m_input.envFile), variables);
    }

    void addSettingsFile()
    {
        const QString source = u"settings.ini (%1)"_s.arg(m_input.settingsFile);
        QHash<QString, QString> variables = fileVariables();
        for (const auto &[name, value] : m_input.edited.asKeyValueRange())
            variables.insert(name, value);
        addVariables(source, variables);
    }

    QHash<QString, QString> fileVariables()
    {
        QHash<QString, QString> variables;
        const Expected<QByteArray> content = readSmallFile(m_input.settingsFile);
        if (!content) {
            if (!m_input.settingsFile.isEmpty() && content.error().category != ErrorCategory::NotFound)
                fault(m_input.settingsFile, u"%1: %2"_s.arg(m_input.settingsFile, content.error().message));
            return variables;
        }
        QSettings file(m_input.settingsFile, QSettings::IniFormat);
        const QStringList keys = file.childKeys(); // groups belong to the tray program's window
        for (const QString &key : keys) {
            const QVariant value = file.value(key); // a list if its commas are not quoted
            const bool isList = value.typeId() == QMetaType::QStringList;
            variables.insert(settingPrefix.toString() + key.toUpper(),
                isList ? value.toStringList().join(u',') : value.toString());
        }
        if (file.status() != QSettings::NoError) {
            fault(m_input.settingsFile, u"%1: is no settings file"_s.arg(m_input.settingsFile));
            variables.clear();
        }
        return variables;
    }

    void apply(const SettingSpec &spec)
    {
        QString value = spec.defaultValue(m_input);
        QString source = u"default"_s;
        for (const Layer &layer : std::as_const(m_layers)) {
            const auto given = layer.values.constFind(spec.name);
            if (given == layer.values.constEnd())
                continue;
            value = given->trimmed();
            source = layer.source;
            break;
        }
        m_loaded.sources.append({ spec.name, shown(spec, value), source });
        if (!spec.apply(value, m_loaded.settings)) {
            fault(spec.name,
                u"%1=\"%2\" (%3): must be %4"_s.arg(spec.name, shown(spec, value), source, spec.allowed));
        }
    }

    SettingSource &sourceOf(const QString &name)
    {
        const auto found = std::find_if(m_loaded.sources.begin(), m_loaded.sources.end(),
            [&](const SettingSource &source) { return source.name == name; });
        return *found; // every setting of the table has one
    }

    // 0: the strongest; the number of layers if no layer has it.
    qsizetype layerOf(const QString &name) const
    {
        const auto found = std::find_if(m_layers.begin(), m_layers.end(),
            [&](const Layer &layer) { return layer.values.contains(name); });
        return found - m_layers.begin();
    }

    // The token and the file that holds it are two ways to set the same thing: here, too, the stronger source wins.
    void takeTokenFromFile()
    {
        const SettingSource file = sourceOf(u"CALENDAR_SYNC_API_TOKEN_FILE"_s);
        SettingSource &token = sourceOf(u"CALENDAR_SYNC_API_TOKEN"_s);
        const QString path = m_loaded.settings.apiTokenFile;
        if (path.isEmpty() || layerOf(token.name) < layerOf(file.name))
            return;
        const QString place = u"%1=\"%2\" (%3)"_s.arg(file.name, file.value, file.source);
        if (layerOf(token.name) == layerOf(file.name))
            return fault(file.name, u"%1: must not be set together with %2"_s.arg(place, token.name));
        const Expected<QByteArray> content = readSmallFile(path);
        if (!content)
            return fault(file.name, u"%1: the file %2"_s.arg(place, content.error().message));
        const QString text = QString::fromUtf8(*content).trimmed();
        if (!settingvalue::isToken(text)) {
            return fault(file.name,
                u"%1: the file must hold one word of visible ASCII characters without spaces"_s.arg(place));
        }
        m_loaded.settings.apiToken = text;
        token = { token.name, u"…"_s, u"%1 (%2)"_s.arg(file.name, path) };
    }

    // Otherwise anybody on the network could read and delete the calendar.
    void checkExposure()
    {
        const Settings &settings = m_loaded.settings;
        if (settings.host.isNull() || settings.host.isLoopback() || !settings.apiToken.isEmpty())
            return;
        const SettingSource host = sourceOf(u"CALENDAR_SYNC_HOST"_s);
        fault(host.name,
            u"%1=\"%2\" (%3): must be a loopback address such as 127.0.0.1 unless CALENDAR_SYNC_API_TOKEN is set, and it is not"_s
                .arg(host.name, host.value, host.source));
    }

    // A receiver could not tell messages that are not signed from anybody else's.
    void checkHook()
    {
        const Settings &settings = m_loaded.settings;
        const SettingSource &secret = sourceOf(u"CALENDAR_SYNC_NOTIFY_SECRET"_s);
        if (settings.notifyUrl.isEmpty() || !secret.value.isEmpty())
            return;
        const SettingSource &url = sourceOf(u"CALENDAR_SYNC_NOTIFY_URL"_s);
        fault(url.name,
            u"%1=\"%2\" (%3): must be set together with CALENDAR_SYNC_NOTIFY_SECRET, and that is not set"_s
                .arg(url.name, url.value, url.source));
    }

    // Everybody can read /proc/PID/cmdline. The programs hide these values, but only once they run.
    void noteWhatOthersCanRead()
    {
        const QString advice =
            u"%1 (command line) can be read by other users while the program starts; %2 instead"_s;
        const SettingSource &token = sourceOf(u"CALENDAR_SYNC_API_TOKEN"_s);
        if (token.source == u"command line"_s && !token.value.isEmpty())
            m_loaded.notices.append(advice.arg(token.name, u"use --api-token-file or the environment"_s));
        const SettingSource &secret = sourceOf(u"CALENDAR_SYNC_NOTIFY_SECRET"_s);
        if (secret.source == u"command line"_s && !secret.value.isEmpty())
            m_loaded.notices.append(advice.arg(secret.name, u"use the environment or settings.ini"_s));
        const SettingSource &database = sourceOf(u"CALENDAR_SYNC_DATABASE_URL"_s);
        if (database.source == u"command line"_s
            && settingvalue::hasPassword(m_loaded.settings.databaseUrl)) {
            m_loaded.notices.append(u"the password in "_s
                + advice.arg(database.name, u"use the environment, settings.ini or ~/.pgpass"_s));
        }
    }

    void noteWhatHasNoEffect()
    {
        for (const QString &name : { u"CALENDAR_SYNC_DB_POOL_MIN"_s, u"CALENDAR_SYNC_DB_POOL_MAX"_s }) {
            const SettingSource pool = sourceOf(name);
            if (pool.source != u"default"_s)
                m_loaded.notices.append(u"%1 (%2) is accepted but has no effect"_s.arg(name, pool.source));
        }
        const qsizetype length = m_loaded.settings.apiToken.size();
        if (length > 0 && length < 16) {
            m_loaded.notices.append(
                u"CALENDAR_SYNC_API_TOKEN is shorter than 16 characters; a longer one is harder to guess"_s);
        }
    }

    const SettingsInput &m_input;
    QList<Layer> m_layers; // strongest first
    LoadedSettings m_loaded;
    QList<Fault> m_faults;
};

} // namespace

QString toString(ConflictStrategy strategy)
{
    const auto found = std::find_if(strategies().begin(), strategies().end(),
        [&](const NamedStrategy &named) { return named.strategy == strategy; });
    return found->name;
}

std::optional<ConflictStrategy> conflictStrategyFromString(QStringView text)
{
    for (const NamedStrategy &named : strategies()) {
        if (named.name == text)
            return named.strategy;
    }
    return std::nullopt;
}

Expected<LoadedSettings> loadSettings(const SettingsInput &input)
{
    return Loader(input).load();
}

QString printConfig(const LoadedSettings &loaded)
{
    QString text;
    for (const SettingSource &source : loaded.sources) {
        const QString value = source.value.isEmpty() ? u"(none)"_s : source.value;
        text += u"%1=%2  [%3]\n"_s.arg(source.name, value, source.source);
    }
    return text;
}

} // namespace aria
