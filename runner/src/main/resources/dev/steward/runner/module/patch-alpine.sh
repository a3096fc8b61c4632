# Packages kept by apk. Nothing is put on hold: what is left out is said to apk each time.
begin() {
  command -v apk >/dev/null 2>&1 || fail "the host has no apk"
  [ "$security" != 1 ] || fail "apk's repositories do not tell what mends a weakness: leave securityOnly out"
  if [ -s "$dir/patterns" ] && ! apk upgrade --help 2>&1 | grep -q -e '--ignore'; then
    fail "this apk cannot leave packages out of an upgrade ('apk upgrade' knows no --ignore): pin them in /etc/apk/world"
  fi
}
call() {
  into=$1
  shift
  if [ "$private" = 1 ]; then
    mkdir -p "$dir/cache"
    set -- --cache-dir "$dir/cache" "$@"
  fi
  again "$into" 'nable to lock database' apk --no-progress "$@"
}
problems() { grep -e '^ERROR' -e '^WARNING' "$dir/$1" | complain; }
index() {
  call index update
  if [ "$code" != 0 ] || grep -q -i -e '^WARNING: \(Ignoring\|fetching\|updating\)' -e '^ERROR' "$dir/index"; then
    problems index
    fail "cannot refresh the package lists"
  fi
}
list() { apk info -v 2>/dev/null | sed -n 's/^\(.*\)-\([0-9][^-]*-r[0-9]*\)$/ii |\1|\2/p' | sort >"$dir/$1"; }
held() { sed -n 's/^\([^=<>~@]*\)[=<>~].*/\1/p' /etc/apk/world 2>/dev/null | while IFS= read -r name; do say held "$name"; done; }
plan() {
  goal=$1
  set -- "$2" upgrade --simulate
  [ "$1" = 0 ] || [ ! -s "$dir/out.names" ] || set -- "$@" --ignore $(cat "$dir/out.names")
  shift
  call "$goal" "$@"
  [ "$code" = 0 ] || { problems "$goal"; fail "apk upgrade cannot be done"; }
}
loads() { :; }
update() {
  set -- upgrade
  [ ! -s "$dir/out.names" ] || set -- "$@" --ignore $(cat "$dir/out.names")
  call update "$@"
  [ "$code" = 0 ] || problems update
}
reasons() {
  contained && return
  newest=$(ls /lib/modules 2>/dev/null | sort -V 2>/dev/null | tail -n 1)
  [ -n "$newest" ] || return
  if [ -d "/lib/modules/$(uname -r)" ] && [ "$newest" = "$(uname -r)" ]; then
    say reboot 0
  else
    kernel_of "$newest"
  fi
}
