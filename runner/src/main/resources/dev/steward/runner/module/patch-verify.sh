# Looks whether a host does what it did before an update. $1 before or after, $2 seconds that all of it may take, $3 1 for failed
# units, $4 the units that had failed before, one a line; the rest: port:80, url:http://…, command:…
# Answers fallen (several) and services (systemctl show) before; name, ok and said of each check after, and services again.
mode=$1 within=$2 units=$3 before=$4
shift 4
# Whole seconds since the boot: the clock may be set meanwhile.
up() { read -r since rest </proc/uptime && printf '%s' "${since%.*}"; }
begun=$(up)
left() { printf '%s' $((begun + within - $(up))); }

failed_units() {
  if [ -d /run/systemd/system ]; then
    # What is started again and again is never in the state failed.
    systemctl list-units --all --plain --no-legend --no-pager --state=failed,auto-restart 2>/dev/null | while read -r unit rest; do
      [ -z "$unit" ] || printf '%s\n' "$unit"
    done
  elif command -v rc-status >/dev/null 2>&1; then
    rc-status --nocolor --crashed 2>/dev/null | while read -r unit rest; do
      [ -z "$unit" ] || printf '%s\n' "$unit"
    done
  fi
}
services() {
  [ -d /run/systemd/system ] || return 0
  say services "$(systemctl show '*.service' -p Id -p ActiveState -p ActiveEnterTimestampMonotonic -p ActiveExitTimestampMonotonic 2>/dev/null)"
}
if [ "$mode" = before ]; then
  if [ "$units" = 1 ]; then failed_units | while read -r unit; do say fallen "$unit"; done; fi
  services
  finish
fi

umask 077
tmp=$(mktemp -d 2>/dev/null) || { tmp=/tmp/steward-verify-$$ && mkdir "$tmp"; } || fail "no folder can be made in /tmp"
trap 'rm -rf "$tmp"' EXIT
# Runs something in a session of its own for at most $1 seconds; then all of it is killed. 124: it was.
limited() {
  most=$1
  shift
  rm -f "$tmp/rc" "$tmp/pid"
  setsid sh -c 'echo $$ >"$0/pid"; "$@"; echo $? >"$0/rc.new"; mv "$0/rc.new" "$0/rc"' "$tmp" "$@" </dev/null >"$tmp/out" 2>&1 &
  # Whole seconds are cut off on both ends.
  until=$(($(up) + most + 1))
  while [ ! -e "$tmp/rc" ]; do
    if [ "$(up)" -ge "$until" ]; then
      if [ -s "$tmp/pid" ]; then kill -KILL "-$(cat "$tmp/pid")" 2>/dev/null; fi
      return 124
    fi
    sleep 0.1 2>/dev/null || sleep 1
  done
  read -r rc <"$tmp/rc"
  return "$rc"
}
page() {
  if command -v curl >/dev/null 2>&1; then
    limited "$2" curl -fsS -L -o /dev/null --max-time "$2" "$1"
  elif command -v wget >/dev/null 2>&1; then
    limited "$2" wget -q -T "$2" -O /dev/null "$1"
  elif [ -x /usr/lib/apt/apt-helper ]; then
    limited "$2" /usr/lib/apt/apt-helper -o Acquire::Retries=0 -o Acquire::http::Proxy=DIRECT download-file "$1" "$tmp/page"
  else
    echo "neither curl nor wget is there to ask it with" >"$tmp/out"
    return 127
  fi
}
listens() {
  hex=$(printf '%04X' "$1")
  found=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | while read -r nr local remote state rest; do
    case $local:$state in *":$hex:0A") echo yes ;; esac
  done)
  [ -n "$found" ]
}
last() { tail -n 1 "$tmp/out" 2>/dev/null | head -c 300; }
news() {
  failed_units | while read -r unit; do
    printf '%s\n' "$before" | grep -qxF -- "$unit" || printf '%s ' "$unit"
  done
}
# One look at one thing; why holds what is wrong.
good() {
  why='' rest=$(left)
  [ "$rest" -gt 0 ] || rest=1
  short=$rest
  [ "$short" -le 10 ] || short=10
  case $1 in
    units)
      why=$(news)
      [ -z "$why" ] && return 0
      why="failed since: ${why% }"
      ;;
    port:*)
      listens "${1#port:}" && return 0
      why='nobody listens'
      ;;
    url:*)
      page "${1#url:}" "$short" && return 0
      status=$?
      why=$(last)
      if [ "$status" = 124 ]; then why="no answer within $short s"; fi
      ;;
    command:*)
      limited "$rest" sh -c "${1#command:}" && return 0
      status=$?
      why="status $status: $(last)"
      if [ "$status" = 124 ]; then why="did not end within $rest s and was killed"; fi
      ;;
  esac
  return 1
}
told() {
  say name "$1"
  say ok "$2"
  say said "$3"
}
# Each thing is looked at until it is well or the time is up; what was well is not asked again.
n=0
for thing in "$@"; do
  n=$((n + 1))
  while :; do
    if good "$thing"; then
      told "$thing" 1 ''
      break
    fi
    # A look too short to mean anything is not taken.
    if [ "$(left)" -le 2 ]; then
      told "$thing" 0 "$why"
      break
    fi
    sleep 1
  done
done
# Last, since a service that falls over does so after a moment.
if [ "$units" = 1 ]; then
  [ "$within" -le 3 ] || sleep 2
  while :; do
    if good units; then
      told units 1 ''
      break
    fi
    if [ "$(left)" -le 1 ]; then
      told units 0 "$why"
      break
    fi
    sleep 1
  done
fi
services
finish
