# Packages kept by pacman. Nothing is put on hold: what is left out is said to pacman each time.
begin() {
  command -v pacman >/dev/null 2>&1 || fail "the host has no pacman"
  [ "$security" != 1 ] || fail "pacman's repositories do not tell what mends a weakness: leave securityOnly out"
  dbpath=/var/lib/pacman
}
call() {
  into=$1
  shift
  again "$into" 'unable to lock database' pacman "$@" --noconfirm --color never
}
problems() { grep -e '^error' -e '^warning: failed' -e '^:: .*conflict' "$dir/$1" | complain; }
# An index that is newer than what is installed would make the next 'pacman -S' a partial upgrade: a check has its own.
index() {
  dbpath=$dir/db
  mkdir -p "$dbpath/sync"
  chmod 755 "$dir" "$dbpath" "$dbpath/sync"
  cp -a /var/lib/pacman/sync/. "$dbpath/sync/" 2>/dev/null
  ln -s /var/lib/pacman/local "$dbpath/local"
  call index -Sy --dbpath "$dbpath" --logfile /dev/null
  [ "$code" = 0 ] || { problems index; fail "cannot refresh the package lists"; }
}
list() { pacman -Q | sed 's/^\([^ ]*\) \(.*\)$/ii |\1|\2/' >"$dir/$1"; }
held() { pacman-conf IgnorePkg 2>/dev/null | while IFS= read -r name; do [ -z "$name" ] || say held "$name"; done; }
ignored() { tr '\n' ',' <"$dir/patterns" | sed 's/,$//'; }
plan() {
  goal=$1
  set -- "$2" -Su --print --print-format '%n %v %s' --dbpath "$dbpath" --logfile /dev/null
  [ "$1" = 0 ] || [ ! -s "$dir/patterns" ] || set -- "$@" --ignore "$(ignored)"
  shift
  call "$goal" "$@"
  [ "$code" = 0 ] || { problems "$goal"; fail "pacman -Su cannot be done"; }
  # What comes in may take the place of something.
  fresh=$(sed -n 's/^\([^ :]*\) [^ ]* [0-9]*$/\1/p' "$dir/$goal" | while IFS= read -r each; do
    grep -q "^ii |$each|" "$dir/before" || printf '%s ' "$each"
  done)
  [ -z "$fresh" ] || pacman -Si --dbpath "$dbpath" $fresh </dev/null 2>/dev/null >>"$dir/$goal"
  if [ "$autoremove" = 1 ]; then
    pacman -Qdtq </dev/null 2>/dev/null | sed 's/^/unneeded /' >>"$dir/$goal"
  fi
}
loads() { :; }
update() {
  set -- -Su --noprogressbar
  [ ! -s "$dir/patterns" ] || set -- "$@" --ignore "$(ignored)"
  call update "$@"
  [ "$code" = 0 ] || { problems update; return 0; }
  if [ "$autoremove" = 1 ] && orphans=$(pacman -Qdtq </dev/null 2>/dev/null) && [ -n "$orphans" ]; then
    call update -Rns --noprogressbar $orphans
    [ "$code" = 0 ] || problems update
  fi
}
# The index of the host itself, right before the update.
ready() {
  call index -Sy
  [ "$code" = 0 ] || { problems index; fail "cannot refresh the package lists"; }
}
reasons() {
  contained && return
  [ -d /usr/lib/modules ] || return
  for each in /usr/lib/modules/*/pkgbase; do
    [ -e "$each" ] || return
    break
  done
  if [ -d "/usr/lib/modules/$(uname -r)" ]; then
    say reboot 0
  else
    say reboot 1
    say reason "the running kernel $(uname -r) is no longer installed"
  fi
}
