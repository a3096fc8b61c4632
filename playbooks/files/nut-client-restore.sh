#!/bin/sh
# Puts back what nut-client-keep.sh kept, and prints the packages that came with it and that nothing else needs now.
set -e
kept=/var/backups/steward-nut-client
systemctl stop nut-monitor >/dev/null 2>&1 || :
systemctl disable --now steward-hold >/dev/null 2>&1 || :
rm -f /etc/systemd/system/steward-hold.service
systemctl daemon-reload
rm -f /usr/local/lib/steward/steward-shutdown /etc/nut/steward-shutdown.conf
rmdir /usr/local/lib/steward 2>/dev/null || :
if grep -qx nut-client "$kept/packages"; then
    for file in nut.conf upsmon.conf; do
        if [ -e "$kept/$file" ]; then cp -p "$kept/$file" "/etc/nut/$file"; else rm -f "/etc/nut/$file"; fi
    done
    case $(cat "$kept/enabled") in enabled*) systemctl enable nut-monitor ;; *) systemctl disable nut-monitor ;; esac >/dev/null 2>&1 || :
    case $(cat "$kept/active") in active*) systemctl start nut-monitor ;; esac
    exit 0
fi
removed() { apt-get -s -o APT::Get::AutomaticRemove="$1" purge nut-client 2>/dev/null | sed -n 's/^\(Purg\|Remv\) \([^ ]*\).*/\2/p'; }
if [ "$(removed false)" = nut-client ]; then
    removed true | grep -vxFf "$kept/packages" || :
else
    # somebody has come to need the package: it stays, without what was written here
    rm -f /etc/nut/upsmon.conf
    systemctl disable nut-monitor >/dev/null 2>&1 || :
fi
