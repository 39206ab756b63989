# What `cmake --install` puts where, by component: daemon, tray, common. Prefix and DESTDIR work as everywhere.
include(GNUInstallDirs)

set(ARIA_PUBLIC_URL "https://aria-calendar-sync.example" CACHE STRING
    "Where this repository is published: software centres fetch the pictures of the windows from there")
set(ARIA_ZSH_COMPLETIONS "${CMAKE_INSTALL_DATADIR}/zsh/site-functions" CACHE STRING
    "Folder of zsh's completions; Debian's packages have theirs in share/zsh/vendor-completions")

# Programs. The simulator is for --demo.
install(TARGETS aria-calendar-syncd COMPONENT daemon)
install(TARGETS aria-calendar-sync COMPONENT tray)
install(TARGETS google-calendar-simulator COMPONENT common
    DESTINATION "${CMAKE_INSTALL_LIBEXECDIR}/aria-calendar-sync")

# aria_install_adapted(<file> <component> <folder> <name>): with /usr/bin replaced by where the programs are installed,
# which is known only then (cmake --install --prefix). An absolute folder counts as it is with the prefix /usr.
function(aria_install_adapted file component folder name)
    install(CODE "
        file(READ \"${file}\" text)
        string(REPLACE /usr/bin/ \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}/\" text \"\${text}\")
        string(REPLACE /usr/share/ \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}/\" text \"\${text}\")
        file(WRITE \"${CMAKE_BINARY_DIR}/install/${component}/${name}\" \"\${text}\")
        set(folder \"${folder}\")
        if(NOT CMAKE_INSTALL_PREFIX STREQUAL \"/usr\" OR NOT folder MATCHES \"^/\")
            set(folder \"\${CMAKE_INSTALL_PREFIX}/\${folder}\")
        endif()
        file(INSTALL DESTINATION \"\${folder}\" TYPE FILE
            PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ
            FILES \"${CMAKE_BINARY_DIR}/install/${component}/${name}\")
        " COMPONENT ${component})
endfunction()

# systemd
set(units "${CMAKE_SOURCE_DIR}/packaging/systemd")
aria_install_adapted("${units}/aria-calendar-sync.service" daemon lib/systemd/system aria-calendar-sync.service)
aria_install_adapted("${units}/aria-calendar-sync.user.service" daemon lib/systemd/user aria-calendar-sync.service)
install(PROGRAMS "${units}/aria-calendar-sync-system" TYPE SBIN COMPONENT daemon)
install(FILES "${units}/aria-calendar-sync.sysusers.conf" RENAME aria-calendar-sync.conf
    DESTINATION lib/sysusers.d COMPONENT daemon)

# Desktop
set(desktop "${CMAKE_SOURCE_DIR}/packaging/desktop")
file(STRINGS "${CMAKE_SOURCE_DIR}/CHANGELOG.md" ARIA_RELEASE_DATE REGEX "^## ${PROJECT_VERSION} .[0-9-]+.$")
string(REGEX MATCH "[0-9]+-[0-9]+-[0-9]+" ARIA_RELEASE_DATE "${ARIA_RELEASE_DATE}")
configure_file("${desktop}/metainfo.xml.in" "${CMAKE_BINARY_DIR}/local.aria.CalendarSync.metainfo.xml" @ONLY)
install(FILES "${desktop}/aria-calendar-sync.desktop"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/applications" COMPONENT tray)
install(FILES "${CMAKE_BINARY_DIR}/local.aria.CalendarSync.metainfo.xml"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo" COMPONENT tray)
aria_install_adapted("${desktop}/autostart.desktop" tray /etc/xdg/autostart aria-calendar-sync.desktop)
set(icons "${CMAKE_INSTALL_DATADIR}/icons/hicolor")
install(FILES "${CMAKE_SOURCE_DIR}/resources/icons/app.svg" RENAME aria-calendar-sync.svg
    DESTINATION "${icons}/scalable/apps" COMPONENT tray)
foreach(size ${ARIA_ICON_SIZES}) # packaging/desktop
    install(FILES "${ARIA_ICONS}/${size}.png" RENAME aria-calendar-sync.png
        DESTINATION "${icons}/${size}x${size}/apps" COMPONENT tray)
endforeach()

# Manual pages and completions; ARIA_USAGE is set in app/usage.
foreach(page daemon:aria-calendar-syncd:8 tray:aria-calendar-sync:1)
    string(REPLACE ":" ";" page "${page}")
    list(GET page 0 component)
    list(GET page 1 program)
    list(GET page 2 section)
    install(FILES "${ARIA_USAGE}/${program}.${section}.gz"
        DESTINATION "${CMAKE_INSTALL_MANDIR}/man${section}" COMPONENT ${component})
    install(FILES "${ARIA_USAGE}/${program}.bash" RENAME ${program}
        DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" COMPONENT ${component})
    install(FILES "${ARIA_USAGE}/${program}.zsh" RENAME _${program}
        DESTINATION "${ARIA_ZSH_COMPLETIONS}" COMPONENT ${component})
    install(FILES "${ARIA_USAGE}/${program}.fish"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d" COMPONENT ${component})
endforeach()

# What a DBA, an operator and n8n need, and the documents.
install(DIRECTORY "${CMAKE_SOURCE_DIR}/sql"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/aria-calendar-sync" COMPONENT common)
# The documents stand to each other as in the source tree, so that their links work.
install(FILES README.md SECURITY.md CHANGELOG.md CONTRIBUTING.md .env.example
    DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT common)
install(DIRECTORY docs DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT common)
install(DIRECTORY packaging/nginx packaging/n8n packaging/systemd
    DESTINATION "${CMAKE_INSTALL_DOCDIR}/packaging" COMPONENT common)
install(DIRECTORY packaging/monitoring DESTINATION "${CMAKE_INSTALL_DOCDIR}/packaging" COMPONENT common OPTIONAL)
