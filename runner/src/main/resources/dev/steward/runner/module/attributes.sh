# Shared by the file scripts: mode and owner of "$path" (five octal digits or "", names or numbers or "").
digits() { d=$1; while :; do case $d in 0?*) d=${d#0} ;; *) break ;; esac; done; }
# Sets cmode, cuser, cuid, cgroup, cgid.
current() {
  line=$(stat -c '%a %U %u %G %g' -- "$1" 2>&1) || fail "$line"
  set -- $line
  cmode=$1 cuser=$2 cuid=$3 cgroup=$4 cgid=$5
}
# Says whether mode and owner of $1 differ from the wanted, and sets them unless $check is 1. $2: report as.
attributes() {
  current "$1"
  if [ -n "$owner" ] && [ "$owner" != "$cuser" ] && [ "$owner" != "$cuid" ]; then
    say changed owner; say was.owner "$cuser"; say now.owner "$owner"
    [ "$check" = 1 ] || must chown -h -- "$owner" "$1"
  fi
  if [ -n "$group" ] && [ "$group" != "$cgroup" ] && [ "$group" != "$cgid" ]; then
    say changed group; say was.group "$cgroup"; say now.group "$group"
    [ "$check" = 1 ] || must chgrp -h -- "$group" "$1"
  fi
  # After the owner: chown clears the setuid bit.
  if [ -n "$mode" ] && [ ! -L "$1" ]; then
    digits "$mode"
    if [ "$d" != "$cmode" ]; then
      say changed mode; say was.mode "$cmode"; say now.mode "$d"
      [ "$check" = 1 ] || must chmod -- "$mode" "$1"
    fi
  fi
}
