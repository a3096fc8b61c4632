# Brings a service into a state. $1 name, $2 started|stopped|restarted|reloaded|"", $3 1|0|"" enabled, $4 1 reload the
# manager's configuration, $5 1 change nothing. Answers manager, exists, active, enabled, did (several).
name=$1 state=$2 enabled=$3 reread=$4 check=$5
did() { say did "$1"; }
act() { [ "$check" = 1 ] || must "$@"; }

if [ -d /run/systemd/system ]; then
  manager=systemd
  [ "$reread" != 1 ] || act systemctl daemon-reload
  shown=$(systemctl show -p Id -p LoadState -p ActiveState -p UnitFileState -- "$name" 2>&1) || fail "$shown"
  load='' active='' unit='' id=''
  while IFS='=' read -r key value; do
    case $key in Id) id=$value ;; LoadState) load=$value ;; ActiveState) active=$value ;; UnitFileState) unit=$value ;; esac
  done <<END
$shown
END
  exists=1
  [ "$load" != not-found ] || exists=0
  case $active in active | reloading | activating) now=1 ;; *) now=0 ;; esac
  case $unit in enabled | enabled-runtime | alias) boot=1 ;; static | indirect | generated) boot=$unit ;; *) boot=0 ;; esac
  if [ "$load" = masked ]; then
    case $state:$enabled in *:1 | started:* | restarted:* | reloaded:*) fail "$name is masked; 'systemctl unmask $name' first" ;; esac
  fi
  # What the service itself said says more than systemctl does. The journal may lag behind; --sync waits for it.
  ctl() {
    [ "$check" != 1 ] || return 0
    m=$(systemctl "$1" -- "$name" 2>&1) && return 0
    journalctl --sync 2>/dev/null
    why=$(journalctl -q --no-pager -o cat -n 3 "_SYSTEMD_UNIT=$id" 2>/dev/null)
    # systemctl's next line names two commands to find out with; that is done here.
    m=${m%%
See *}
    fail "${m:-systemctl $1 failed}${why:+ The journal says: $why}"
  }
  switch() { if [ "$1" = 1 ]; then act systemctl -q enable -- "$name"; else act systemctl -q disable -- "$name"; fi; }
elif command -v rc-service >/dev/null 2>&1; then
  manager=openrc
  exists=0 now=0 boot=0
  if [ -e "/etc/init.d/$name" ]; then exists=1; fi
  if rc-service "$name" status >/dev/null 2>&1; then now=1; fi
  if [ -e "/etc/runlevels/default/$name" ]; then boot=1; fi
  ctl() { act rc-service "$name" "$1"; }
  switch() { if [ "$1" = 1 ]; then act rc-update add "$name" default; else act rc-update del "$name" default; fi; }
else
  manager=sysv
  exists=0 now=0 boot=0
  if [ -x "/etc/init.d/$name" ]; then exists=1; fi
  if [ "$exists" = 1 ] && "/etc/init.d/$name" status >/dev/null 2>&1; then now=1; fi
  for link in /etc/rc[2345].d/S[0-9][0-9]"$name"; do [ -e "$link" ] && boot=1; done
  ctl() { if command -v service >/dev/null 2>&1; then act service "$name" "$1"; else act "/etc/init.d/$name" "$1"; fi; }
  # 'enable' needs the links that 'defaults' makes.
  switch() {
    act update-rc.d "$name" defaults
    if [ "$1" = 1 ]; then act update-rc.d "$name" enable; else act update-rc.d "$name" disable; fi
  }
fi

say manager "$manager"
say exists "$exists"
say active "$now"
say enabled "$boot"
if [ "$exists" = 0 ]; then
  [ "$state" = stopped ] && [ "$enabled" != 1 ] && finish
  say missing 1
  finish
fi
if [ -n "$enabled" ] && [ "$enabled" != "$boot" ]; then
  case $boot in
    1 | 0) switch "$enabled"; if [ "$enabled" = 1 ]; then did enabled; else did disabled; fi ;;
    *) [ "$enabled" = 1 ] || fail "$name is '$boot': it cannot be disabled, only masked" ;;
  esac
fi
case $state in
  started) [ "$now" = 1 ] || { ctl start; did started; } ;;
  stopped) [ "$now" = 0 ] || { ctl stop; did stopped; } ;;
  restarted) if [ "$now" = 1 ]; then ctl restart; did restarted; else ctl start; did started; fi ;;
  reloaded) if [ "$now" = 1 ]; then ctl reload; did reloaded; else ctl start; did started; fi ;;
esac
finish
