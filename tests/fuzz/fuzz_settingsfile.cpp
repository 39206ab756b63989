// settings.ini: what is loaded from it can be shown, what is saved into it is loaded again, and no fault is silent.
#include "base/settingsfile.h"
#include "bytes.h"

#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

using namespace aria;

namespace {

QString sourceOf(const LoadedSettings &loaded, const QString &name)
{
    for (const SettingSource &source : loaded.sources) {
        if (source.name == name)
            return source.value;
    }
    return {};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const QTemporaryDir folder;
    SettingsInput input;
    input.configHome = input.dataHome = folder.path();
    input.settingsFile = folder.filePath(u"settings.ini"_s);
    QFile file(input.settingsFile);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return 0;
    file.write(fuzz::bytesOf(data, size));
    file.close();
    const auto loaded = loadSettings(input);
    if (!loaded) {
        fuzz::require(!loaded.error().faults.isEmpty(), "a fault has its place");
        for (const Fault &fault : loaded.error().faults)
            fuzz::require(!fault.message.isEmpty() && !fault.message.contains(u'\n'), "a fault is one line");
    } else {
        const QString shown = printConfig(*loaded);
        fuzz::require(loaded->settings.apiToken.size() < 8 || !shown.contains(loaded->settings.apiToken),
            "a token is not shown");
        fuzz::require(shown.count(u'\n') == loaded->sources.size(), "each setting is one line");
    }
    const QString name = u"CALENDAR_SYNC_INTERVAL_SECONDS"_s;
    if (const auto saved = saveSettings(input, { { name, u"77"_s } })) {
        const auto again = loadSettings(input);
        fuzz::require(again && sourceOf(*again, name) == u"77"_s, "what is saved is loaded");
    }
    return 0;
}
