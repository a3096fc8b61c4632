# Saves, stops or starts Redis (or Valkey). $1 saved|stopped|started, $2 service, $3 socket, $4 host, $5 port, $6 user, $7 seconds,
# $8 1: change nothing. The password is in the environment: REDISCLI_AUTH. Answers instance, did (several).
state=$1 service=$2 socket=$3 host=$4 port=$5 user=$6 seconds=$7 check=$8
direct="$socket$host$port"
tool=$(command -v redis-cli || command -v valkey-cli) || fail "the host has no redis-cli"
cli() {
  [ -z "$user" ] || set -- --user "$user" "$@"
  if [ -n "$socket" ]; then set -- -s "$socket" "$@"; else set -- -h "${host:-127.0.0.1}" -p "${port:-6379}" "$@"; fi
  "$tool" "$@" </dev/null 2>&1
}
# up, down, or what it says instead of PONG.
heard() {
  said=$(cli ping)
  case $said in
    *PONG*) is=up ;;
    *'Could not connect'* | *'Connection refused'* | *'No such file'*) is=down ;;
    *LOADING*) is=loading ;;
    *NOAUTH* | *WRONGPASS* | *'invalid password'* | *'AUTH failed'*) is=refused ;;
    *) is=odd ;;
  esac
}
field() { printf '%s\n' "$info" | tr -d '\r' | sed -n "s/^$1://p"; }
persistence() { info=$(cli info persistence); case $info in *rdb_bgsave_in_progress*) ;; *) fail "$what cannot be asked for its state: $info" ;; esac; }
# The data are on disk as of now.
save() {
  persistence
  if [ "$(field rdb_changes_since_last_save)" = 0 ] && [ "$(field rdb_last_bgsave_status)" = ok ] && [ "$(field rdb_bgsave_in_progress)" = 0 ]; then return 0; fi
  [ "$check" != 1 ] || { say did "$what would be saved"; return 0; }
  until=$(($(now) + seconds))
  # one that is on may have begun before the latest change
  while [ "$(field rdb_bgsave_in_progress)" = 1 ]; do
    [ "$(now)" -lt "$until" ] || fail "$what is still being saved after $seconds s"
    sleep 1
    persistence
  done
  last=$(field rdb_last_save_time)
  [ "${last:-0}" -lt "$(now)" ] || sleep 1
  said=$(cli bgsave schedule)
  case $said in Background*) ;; *) said=$(cli bgsave); case $said in Background*) ;; *) fail "$what is not saved: $said" ;; esac ;; esac
  while :; do
    persistence
    if [ "$(field rdb_bgsave_in_progress)" = 0 ]; then
      [ "$(field rdb_last_bgsave_status)" = ok ] || fail "$what is not saved: its last BGSAVE failed; its log says why"
      # others may write on meanwhile: a later save holds all that was there
      [ "$(field rdb_last_save_time)" = "$last" ] && [ "$(field rdb_changes_since_last_save)" != 0 ] || break
    fi
    [ "$(now)" -lt "$until" ] || fail "$what is not saved after $seconds s"
    sleep 0.2 2>/dev/null || sleep 1
  done
  say did "$what is saved"
}

if [ -z "$service" ] && [ -z "$direct" ]; then service=$(unit_of redis-server redis valkey-server valkey) || service=''; fi
what=${service:-${socket:-${host:-127.0.0.1}:${port:-6379}}}
say instance "$what"
heard
case $state:$is in
  *:refused) fail "$what refuses us: $said (say password, and user where there is one)" ;;
  *:odd) fail "$what does not answer as Redis does: $said" ;;
  started:*) ;;
  stopped:down) [ -z "$service" ] || ! unit_active "$service" || fail "$what runs, but nothing answers there: say socket or port"; finish ;;
  saved:down) fail "$what does not answer: $said" ;;
esac
until=$(($(now) + seconds))
if [ "$state" = started ]; then
  if [ "$is" = down ]; then
    [ -n "$service" ] || fail "$what is not started by redis-cli: say service"
    [ "$check" != 1 ] || { say did "$what would be started"; finish; }
    said=$(unit_do start "$service" 2>&1) || fail "$what is not started: $said"
    started=1
  fi
  heard
  while [ "$is" != up ]; do
    [ "$(now)" -lt "$until" ] || fail "$what does not answer after $seconds s: $said"
    sleep 1
    heard
  done
  [ -z "${started:-}" ] || say did "$what is started"
  finish
fi
while [ "$is" = loading ]; do
  [ "$(now)" -lt "$until" ] || fail "$what is still loading after $seconds s"
  sleep 1
  heard
done
save
[ "$state" = stopped ] || finish
[ "$check" != 1 ] || { say did "$what would be stopped"; finish; }
# A service manager would start again what ends by itself, so it has to be the one that ends it; the data are saved before.
if [ -n "$service" ] && unit_active "$service"; then said=$(unit_do stop "$service" 2>&1) || fail "$what is not stopped: $said"
else
  said=$(cli shutdown save)
  case $said in *ERR* | *NOPERM* | *Errors*) fail "$what is not stopped: $said" ;; esac
fi
heard
while [ "$is" != down ]; do
  [ "$(now)" -lt "$until" ] || fail "$what was told to stop, and answers still after $seconds s"
  sleep 1
  heard
done
# one that comes back at once has somebody who starts it
if [ -z "$service" ]; then sleep 1; heard; [ "$is" = down ] || fail "$what stopped, and is there again: a service manager starts it; say service"; fi
say did "$what is stopped"
finish
