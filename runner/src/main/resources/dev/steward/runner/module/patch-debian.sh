# Packages of Debian and its kin.
release= recommends= purge=0 validity=0
begin() { configure; interrupted; }
index() { refresh; }
list() { snapshot "$1"; }
held() { grep '^h' "$dir/before" | while IFS='|' read -r _ name _; do say held "$name"; done; }
bare() { printf '%s' "${1%%:*}"; }
tohold() { cat "$dir/out.names"; }
onhold() { apt-mark -q hold "$@" </dev/null; }
simulate() { # file, words
  into=$1
  shift
  apt-get -q -s -c "$conf" "$@" </dev/null >"$dir/$into" 2>"$dir/err" && return 0
  code=$?
  cat "$dir/$into" "$dir/err" >&2
  problems err
  say code "$code"
  fail "apt-get $1 cannot be done"
}
# A copy of dpkg's state in which what is left out is on hold, so that a dry run changes nothing.
pretend() {
  sed 's/:.*//; s/[.+]/[&]/g; s,.*,/^Package: &$/\,/^$/s/^Status: install /Status: hold /,' "$dir/out.names" >"$dir/hold.sed"
  sed -f "$dir/hold.sed" /var/lib/dpkg/status >"$dir/status"
  conf=$dir/pretend.conf
  {
    cat "$config"
    printf 'Dir::State::status "%s";\nDir::Cache::pkgcache "";\nDir::Cache::srcpkgcache "";\n' "$dir/status"
  } >"$conf"
}
# What apt-get would do goes to the file $1, the words for it to $planned; $2 1: as this run is asked to, else all there is.
plan() {
  conf=$config planned=dist-upgrade
  [ "$autoremove" != 1 ] || planned='dist-upgrade --auto-remove'
  if [ "$mode$2" = check1 ] && [ -s "$dir/out.names" ]; then pretend; fi
  simulate "$1" $planned
  [ "$security$2" = 11 ] || return 0
  sed -n 's/^Inst \([^ ]*\) \[.*([^)]*-[Ss]ecurity.*/\1/p' "$dir/$1" | sort -u >"$dir/security"
  planned=
  if [ -s "$dir/security" ]; then
    planned="install --only-upgrade $(cat "$dir/security")"
    simulate "$1" $planned
  else
    : >"$dir/$1"
  fi
}
# What would be loaded, a line 'URI' name size sum each.
loads() { [ -z "$planned" ] || apt-get -q --print-uris -c "$conf" $planned </dev/null 2>/dev/null; }
update() {
  [ -n "$planned" ] || return 0
  [ "$security" != 1 ] || apt-mark showauto >"$dir/auto" 2>/dev/null
  run $planned
  code=$rc
  # To be named would make them wanted by the operator.
  [ "$security" != 1 ] || grep -Fx -f "$dir/security" "$dir/auto" | xargs apt-mark -q auto >/dev/null 2>&1
  [ "$code" = 0 ] || problems out
}
reasons() {
  asked=0
  for each in /run/reboot-required /var/run/reboot-required; do
    [ -e "$each" ] || continue
    asked=1
    if [ -s "$each.pkgs" ]; then
      sort -u "$each.pkgs" | while IFS= read -r line; do say reason "$line asks for it"; done
    else
      say reason "$each is there"
    fi
    break
  done
  if ! contained && [ -e "/boot/vmlinuz-$(uname -r)" ]; then
    if [ -s /etc/kernel/proxmox-boot-pin ]; then read -r newest </etc/kernel/proxmox-boot-pin
    else newest=$(ls /boot | sed -n 's/^vmlinuz-//p' | grep -v -e '\.dpkg-' -e '\.old$' | sort -V | tail -n 1)
    fi
    if [ "$newest" != "$(uname -r)" ]; then
      asked=1
      say reason "kernel $newest is installed, $(uname -r) runs"
    fi
  fi
  say reboot "$asked"
}
