// Which event loops Qt gives the program's threads.
#pragma once

namespace aria::program {

enum class GlibLoop {
    Never,
    OnMainThread, // where desktops' libraries (keyring, file dialogs) rely on it
};

// Called before the application object is made and before any thread is started. Qt uses GLib's event loop if it can,
// which needs a system call for each posted event, about twenty for one answer of the API; Qt's own loop is woken only
// once.
void chooseEventLoops(GlibLoop glib);

} // namespace aria::program
