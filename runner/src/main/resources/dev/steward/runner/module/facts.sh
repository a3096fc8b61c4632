# What a host is. Reads only /proc, /sys, /etc and a few programs where they exist.
first() { [ -r "$1" ] && read -r line <"$1" && printf '%s' "$line"; }
has() { command -v "$1" >/dev/null 2>&1; }

say hostname "$(uname -n)"
say fqdn "$(hostname -f 2>/dev/null || uname -n)"
say kernel "$(uname -r)"
say arch "$(uname -m)"
say system "$(uname -s)"
for file in /etc/os-release /usr/lib/os-release; do
  [ -r "$file" ] || continue
  (
    . "$file"
    say os.id "${ID:-}"
    say os.like "${ID_LIKE:-}"
    say os.version "${VERSION_ID:-}"
    say os.codename "${VERSION_CODENAME:-}"
    say os.name "${PRETTY_NAME:-}"
  )
  break
done
say debian "$(first /etc/debian_version)"
while read -r key value _; do
  case $key in
    MemTotal:) say memory "$((value * 1024))" ;;
    MemAvailable:) say memoryFree "$((value * 1024))" ;;
    SwapTotal:) say swap "$((value * 1024))" ;;
  esac
done </proc/meminfo
cpus=0
while IFS= read -r line; do case $line in processor*:*) cpus=$((cpus + 1)) ;; esac done </proc/cpuinfo
[ "$cpus" -gt 0 ] || cpus=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
say cpus "$cpus"
uptime=$(first /proc/uptime)
say uptime "${uptime%% *}"
say bootId "$(first /proc/sys/kernel/random/boot_id)"
stat=$(first /proc/1/stat)
rest=${stat##*) }
set -- $rest
say initStart "${20:-}"

virt=none
if has systemd-detect-virt; then virt=$(systemd-detect-virt 2>/dev/null) || virt=${virt:-none}
elif [ -r /run/systemd/container ]; then virt=$(first /run/systemd/container)
elif tr '\000' '\n' </proc/1/environ 2>/dev/null | grep -q '^container='; then virt=$(tr '\000' '\n' </proc/1/environ | sed -n 's/^container=//p')
elif [ -r /sys/class/dmi/id/sys_vendor ]; then
  case $(first /sys/class/dmi/id/sys_vendor) in QEMU*) virt=kvm ;; VMware*) virt=vmware ;; Xen*) virt=xen ;; esac
fi
say virtualization "$virt"

if [ -d /run/systemd/system ]; then say serviceManager systemd
elif has rc-service; then say serviceManager openrc
else say serviceManager sysv; fi
for each in apt-get:apt dnf:dnf yum:yum zypper:zypper pacman:pacman apk:apk; do
  if has "${each%%:*}"; then say packageManager "${each#*:}"; break; fi
done
if has ip; then
  ip -o addr show scope global 2>/dev/null | while read -r _ link family address _; do
    case $family in inet | inet6) say address "$link $family ${address%%/*}" ;; esac
  done
fi
# A node of Proxmox VE has its tools and its cluster file system; a guest of one has neither.
if has pct && has qm && [ -d /etc/pve ]; then
  version=$(pveversion 2>/dev/null)
  version=${version#pve-manager/}
  say pve.node 1
  say pve.version "${version%%/*}"
fi
say user "$(id -un)"
finish
