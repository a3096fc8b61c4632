# Stops or starts MySQL or MariaDB. $1 stopped|started, $2 service, $3 socket, $4 host, $5 port, $6 user, $7 seconds, $8 1: change
# nothing. The password is in the environment: STEWARD_PASSWORD. Answers instance, did.
state=$1 service=$2 socket=$3 host=$4 port=$5 user=$6 seconds=$7 check=$8
direct="$socket$host$port"
[ -z "${STEWARD_PASSWORD:-}" ] || { MYSQL_PWD=$STEWARD_PASSWORD && export MYSQL_PWD; }
unset STEWARD_PASSWORD
tool=$(command -v mariadb-admin || command -v mysqladmin) || tool=''
admin() {
  [ -z "$socket" ] || set -- --socket="$socket" "$@"
  [ -z "$host" ] || set -- --host="$host" --protocol=tcp "$@"
  [ -z "$port" ] || set -- --port="$port" --protocol=tcp "$@"
  [ -z "$user" ] || set -- --user="$user" "$@"
  "$tool" --connect-timeout=3 "$@"
}
# Whether a server is there at all: one that refuses us is. 2: it cannot be asked.
answers() {
  [ -n "$tool" ] || return 2
  said=$(admin ping 2>&1) && return 0
  case $said in *'Access denied'* | *'not allowed to connect'* | *'Too many connections'*) return 0 ;; esac
  return 1
}
runs() {
  answers
  case $? in 0) return 0 ;; 1) [ -n "$direct" ] && return 1 ;; esac
  [ -n "$service" ] && unit_active "$service"
}
settled() { # 1 stopped|started
  until=$(($(now) + seconds))
  while :; do
    if runs; then is=started; else is=stopped; fi
    if [ "$1" = started ] && [ "$is" = started ]; then answers; [ $? = 1 ] && is=starting; fi
    [ "$is" != "$1" ] || return 0
    [ "$(now)" -lt "$until" ] || return 1
    sleep 1
  done
}

if [ -z "$service" ] && [ -z "$direct" ]; then service=$(unit_of mariadb mysql mysqld mysql-server) || service=''; fi
[ -n "$tool$service" ] || fail 'no MySQL or MariaDB was found: the host has neither mysqladmin nor a service of that name; say service'
what=${service:-${socket:-${host:-localhost}${port:+:$port}}}
say instance "$what"
if [ "$state" = stopped ]; then
  runs || finish
  [ "$check" != 1 ] || { say did "$what would be stopped"; finish; }
  if [ -n "$service" ] && unit_active "$service"; then said=$(unit_do stop "$service" 2>&1) || fail "$what is not stopped: $said"
  else
    [ -n "$tool" ] || fail 'the host has no mysqladmin'
    said=$(admin --shutdown-timeout="$seconds" shutdown 2>&1) || fail "$what is not stopped: $said"
  fi
  settled stopped || fail "$what was told to stop, and answers still after $seconds s: does a service manager start it again? Then say service"
  say did "$what is stopped"
else
  if runs; then settled started || fail "$what runs, and does not answer after $seconds s"; finish; fi
  [ -n "$service" ] || fail "$what is not started by mysqladmin: say service"
  [ "$check" != 1 ] || { say did "$what would be started"; finish; }
  said=$(unit_do start "$service" 2>&1) || fail "$what is not started: $said"
  settled started || fail "$what was started, and does not answer after $seconds s"
  say did "$what is started"
fi
finish
