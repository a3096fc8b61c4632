# Stops or starts PostgreSQL. $1 stopped|started, $2 data folder, $3 cluster as 15/main (Debian), $4 service, $5 fast|smart|
# immediate, $6 seconds, $7 1: immediate where it did not end in time, $8 where pg_ctl writes the server's output, $9 1: change
# nothing. With none of $2 to $4: all of Debian's clusters, else the service. Answers instance (several), did (several).
state=$1 data=$2 cluster=$3 service=$4 mode=$5 seconds=$6 force=$7 log=$8 check=$9
cd /

# A program of PostgreSQL, of the version that made the data where there are several.
program() {
  version=''
  [ -z "$data" ] || read -r version <"$data/PG_VERSION" 2>/dev/null
  for found in /usr/lib/postgresql/"$version"/bin/"$1" /usr/pgsql-"$version"/bin/"$1" "$(command -v "$1")" /usr/lib/postgresql/*/bin/"$1" /usr/local/pgsql/bin/"$1"; do
    [ -x "$found" ] && { printf %s "$found"; return 0; }
  done
  return 1
}
quoted() { for w in "$@"; do printf "'%s' " "$(printf %s "$w" | sed "s/'/'\\\\''/g")"; done; }
# pg_ctl refuses root: it runs as whom the data belong to.
owner() { stat -c %U -- "$data"; }
as_owner() {
  who=$(owner)
  if [ "$(id -u)" != 0 ] || [ "$who" = root ]; then "$@"
  elif command -v runuser >/dev/null 2>&1; then runuser -u "$who" -- "$@"
  else su -s /bin/sh "$who" -c "$(quoted "$@")"; fi
}
# Where it listens: postmaster.pid, lines 4 (port), 5 (socket folder) and 6 (address) of a server that runs.
place() {
  port='' at=''
  [ -n "$data" ] && lines=$(cat -- "$data/postmaster.pid" 2>/dev/null) || return 0
  port=$(printf '%s\n' "$lines" | sed -n 4p)
  at=$(printf '%s\n' "$lines" | sed -n 5p)
  [ -n "$at" ] || at=$(printf '%s\n' "$lines" | sed -n 6p)
  [ "$at" != '*' ] || at=localhost
}
# Whether it takes connections; a host without pg_isready is believed what its server's state says. 2: nobody answers.
answers() {
  ready=$(program pg_isready) || return 3
  set -- -q -t 2
  [ -z "$at" ] || set -- "$@" -h "$at"
  [ -z "$port" ] || set -- "$@" -p "$port"
  "$ready" "$@" >/dev/null 2>&1
}
runs() {
  if [ -n "$service" ]; then unit_active "$service"
  else as_owner "$ctl" status -D "$data" >/dev/null 2>&1; fi
}
halt() {
  if [ -n "$service" ]; then unit_do stop "$service"
  elif [ -n "$cluster" ]; then pg_ctlcluster -m "$1" "${cluster%%/*}" "${cluster#*/}" stop -- -t "$seconds"
  else as_owner "$ctl" stop -D "$data" -m "$1" -w -t "$seconds"; fi
}
launch() {
  if [ -n "$service" ]; then unit_do start "$service"
  elif [ -n "$cluster" ]; then pg_ctlcluster "${cluster%%/*}" "${cluster#*/}" start -- -t "$seconds"
  else as_owner "$ctl" start -D "$data" -w -t "$seconds" -l "${log:-/dev/null}"; fi </dev/null
}
settled() { # 1 stopped|started: waits until it is so
  until=$(($(now) + seconds))
  while :; do
    answers
    ready=$?
    if [ "$1" = stopped ]; then
      case $ready in 0 | 1) ;; *) runs || return 0 ;; esac
    else
      case $ready in 0) return 0 ;; 3) runs && return 0 ;; esac
    fi
    [ "$(now)" -lt "$until" ] || return 1
    sleep 1
  done
}

one() {
  what=PostgreSQL
  if [ -n "$service" ]; then what="PostgreSQL ($service)"
  elif [ -n "$cluster" ]; then what="PostgreSQL $cluster"
  else what="PostgreSQL in $data"; fi
  say instance "$what"
  if [ -z "$service" ]; then
    [ -s "$data/PG_VERSION" ] || fail "$what: $data holds no data of PostgreSQL (or may not be read: add become())"
    ctl=$(program pg_ctl) || fail "$what: the host has no pg_ctl"
  fi
  place
  if [ "$state" = stopped ]; then
    runs || return 0
    [ "$check" != 1 ] || { say did "$what would be stopped"; return 0; }
    said=$(halt "$mode" 2>&1) || {
      [ "$force" = 1 ] && [ "$mode" != immediate ] || fail "$what is not stopped: $said"
      said=$(halt immediate 2>&1) || fail "$what is not stopped, not even at once: $said"
      how=' (immediately: it will recover at its next start)'
    }
    settled stopped || fail "$what was told to stop, and answers still after $seconds s"
    say did "$what is stopped${how:-}"
  else
    if runs; then
      place
      settled started || fail "$what runs, and takes no connections after $seconds s"
      return 0
    fi
    [ "$check" != 1 ] || { say did "$what would be started"; return 0; }
    said=$(launch 2>&1) || fail "$what is not started: $said"
    place
    settled started || fail "$what was started, and takes no connections after $seconds s"
    say did "$what is started"
  fi
}

# One of several: its failure is told and keeps none of the others from its turn.
alone() (
  fail() { say failed "$1"; exit 1; }
  one </dev/null
)

if [ -n "$data$service" ]; then one; finish; fi
if command -v pg_lsclusters >/dev/null 2>&1; then
  listed=$(pg_lsclusters -h) || fail 'pg_lsclusters failed'
  wanted=$(printf %s "$cluster" | tr - /) found=''
  while read -r version name port status owns folder rest; do
    [ -n "$version" ] || continue
    cluster=$version/$name data=$folder
    if [ -n "$wanted" ]; then [ "$cluster" = "$wanted" ] || continue
    # what is not to come up by itself was not up either
    elif [ "$state" = started ] && ! grep -q '^auto' "/etc/postgresql/$version/$name/start.conf" 2>/dev/null; then continue; fi
    found=1 how=''
    alone
  done <<END
$listed
END
  [ -z "$wanted" ] || [ -n "$found" ] || fail "the host has no cluster $wanted; it has $(printf '%s' "$listed" | awk '{printf "%s/%s ", $1, $2}')"
  finish
fi
[ -z "$cluster" ] || fail "the host has no pg_lsclusters: say data or service instead of cluster"
service=$(unit_of postgresql postgresql-18 postgresql-17 postgresql-16 postgresql-15 postgresql-14 postgresql-13) || fail 'no PostgreSQL was found: say data, cluster or service'
one
finish
