# What a node of Proxmox VE runs and would boot. $1 1: try whether /etc/pve can be written (pmxcfs needs quorum for it).
try=$1
boot=none
[ -r /proc/sys/kernel/random/boot_id ] && read -r boot </proc/sys/kernel/random/boot_id
say boot "$boot"
say uid "$(id -u)"
say kernel "$(uname -r)"
dpkg-query -W -f='${db:Status-Abbrev}|${Package}\n' 2>/dev/null | while IFS='|' read -r status name; do
  case $status in ii* | hi*) ;; *) continue ;; esac
  case $name in proxmox-kernel-*-pve | proxmox-kernel-*-pve-signed | pve-kernel-*-pve) say package "$name" ;; esac
done
for each in /boot/vmlinuz-*-pve; do
  [ ! -e "$each" ] || say image "${each#/boot/vmlinuz-}"
done
# proxmox-boot-tool kernel pin keeps its choice here, with or without --next-boot.
for each in proxmox-boot-pin next-boot-pin; do
  pin=
  [ ! -r "/etc/kernel/$each" ] || read -r pin <"/etc/kernel/$each"
  [ -z "$pin" ] || say "$each" "$pin"
done
[ ! -e /var/run/reboot-required ] || say required 1
if [ "$try" = 1 ]; then
  mark=/etc/pve/local/steward-writes.$$
  [ -d /etc/pve/local ] || mark=/etc/pve/steward-writes.$$
  if : 2>/dev/null >"$mark"; then rm -f "$mark"; say writable 1; fi
fi
finish
