#!/bin/sh
# Keeps what is there before anything is changed, for provision-nut-client.groovy; the rollback goes by it.
set -e
umask 077
kept=/var/backups/steward-nut-client
if grep -Eq '^[[:space:]]*MONITOR[[:space:]].*[[:space:]](primary|master)([[:space:]]|$)' /etc/nut/upsmon.conf 2>/dev/null; then
    echo 'upsmon is the primary of a UPS here: it must wait for the others and cut the power itself. Leave this node out, and set its HOSTSYNC as' \
        "'steward doctor' says" >&2
    exit 3
fi
rm -rf "$kept.new"
mkdir "$kept.new"
for file in nut.conf upsmon.conf; do
    [ ! -e "/etc/nut/$file" ] || cp -p "/etc/nut/$file" "$kept.new/"
done
dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' >"$kept.new/packages"
systemctl is-enabled nut-monitor >"$kept.new/enabled" 2>/dev/null || :
systemctl is-active nut-monitor >"$kept.new/active" 2>/dev/null || :
mv "$kept.new" "$kept"
