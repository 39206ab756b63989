# Debian packages of the build (`make deb`): the service, the tray program, what both need, and their debug symbols.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME aria-calendar-sync)
set(CPACK_PACKAGE_VENDOR "aria-calendar-sync")
set(CPACK_PACKAGE_CONTACT "aria-calendar-sync maintainers <maintainers@aria-calendar-sync.example>")
# CPack's own default: only then it takes the first line of each package's description for the short one.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_NAME} built using CMake")
set(CPACK_PACKAGE_DIRECTORY "${CMAKE_BINARY_DIR}/packages")
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE "${ARIA_PUBLIC_URL}")
set(CPACK_COMPONENTS_ALL daemon tray common)
set(CPACK_DEB_COMPONENT_INSTALL ON)
# Absolute folders (/etc/xdg/autostart) and the prefix of the installed files are right only with DESTDIR.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
    WORLD_READ WORLD_EXECUTE)

set(version "${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}")
set(debian "${CMAKE_SOURCE_DIR}/packaging/debian")

# Libraries are found by dpkg-shlibdeps; plugins and data are not.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(run_needs "aria-calendar-sync-common (= ${version}), libqt6sql6-sqlite, tzdata, ca-certificates")

set(CPACK_DEBIAN_DAEMON_PACKAGE_NAME aria-calendar-syncd)
set(CPACK_DEBIAN_DAEMON_PACKAGE_DEPENDS "${run_needs}, systemd | systemd-standalone-sysusers")
set(CPACK_DEBIAN_DAEMON_PACKAGE_RECOMMENDS "libqt6sql6-psql")
set(CPACK_DEBIAN_DAEMON_DESCRIPTION "two-way sync between ARIA and Google Calendar, service
The service without a window: a REST API on port 8068 through which ARIA, n8n
and scripts write events, and the sync of those events with Google Calendar.

It needs no graphical libraries. The systemd unit is not started by itself;
/usr/share/doc/aria-calendar-sync/docs/setup-guide.md says how to set it up.")
set(CPACK_DEBIAN_DAEMON_PACKAGE_CONTROL_EXTRA "${debian}/postinst;${debian}/prerm;${debian}/postrm")

set(CPACK_DEBIAN_TRAY_PACKAGE_NAME aria-calendar-sync)
set(CPACK_DEBIAN_TRAY_PACKAGE_DEPENDS "${run_needs}, hicolor-icon-theme")
set(CPACK_DEBIAN_TRAY_PACKAGE_RECOMMENDS "qt6-translations-l10n, qt6-wayland, libqt6sql6-psql")
set(CPACK_DEBIAN_TRAY_DESCRIPTION "two-way sync between ARIA and Google Calendar, tray program
The service with a tray icon: today's events, an agenda that works offline, an
editor, notifications, a dialog for conflicts, and an assistant that leads
through the sign-in at Google.")
set(CPACK_DEBIAN_TRAY_PACKAGE_CONTROL_EXTRA "${debian}/conffiles")

set(CPACK_DEBIAN_COMMON_PACKAGE_NAME aria-calendar-sync-common)
set(CPACK_DEBIAN_COMMON_PACKAGE_SECTION doc)
set(CPACK_DEBIAN_COMMON_DESCRIPTION "two-way sync between ARIA and Google Calendar, common files
Documents, the SQL scripts of the database, examples for nginx and n8n, and
the Google simulator against which both programs run with --demo.")

foreach(component DAEMON TRAY COMMON)
    set(CPACK_DEBIAN_${component}_DEBUGINFO_PACKAGE ON)
endforeach()
# What a package of Debian must say about itself.
string(TIMESTAMP now "%a, %d %b %Y 00:00:00 +0000" UTC) # SOURCE_DATE_EPOCH counts
foreach(package daemon:aria-calendar-syncd tray:aria-calendar-sync common:aria-calendar-sync-common)
    string(REPLACE ":" ";" package "${package}")
    list(GET package 0 component)
    list(GET package 1 name)
    install(FILES "${debian}/copyright" DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/${name}" COMPONENT ${component})
    file(WRITE "${CMAKE_BINARY_DIR}/debian/${component}/changelog.Debian"
        "${name} (${version}) unstable; urgency=medium\n\n"
        "  * /usr/share/doc/aria-calendar-sync/CHANGELOG.md says what is new.\n\n"
        " -- ${CPACK_PACKAGE_CONTACT}  ${now}\n")
    execute_process(COMMAND gzip -9nf "${CMAKE_BINARY_DIR}/debian/${component}/changelog.Debian"
        COMMAND_ERROR_IS_FATAL ANY)
    install(FILES "${CMAKE_BINARY_DIR}/debian/${component}/changelog.Debian.gz"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/${name}" COMPONENT ${component})
endforeach()
include(CPack)
