# Waits on the host until something is so. $1 port or "", $2 path or "", $3 present|absent, $4 seconds, $5 first wait
port=$1 path=$2 state=$3 limit=$4 delay=$5
# A listening socket: local port in hex, state 0A (proc(5), /proc/net/tcp).
listening() {
  for table in /proc/net/tcp /proc/net/tcp6; do
    [ -r "$table" ] || continue
    while read -r _ local _ st _; do
      [ "$st" = 0A ] && [ "${local##*:}" = "$hex" ] && return 0
    done <"$table"
  done
  return 1
}
so() {
  if [ -n "$port" ]; then listening; else [ -e "$path" ] || [ -L "$path" ]; fi
}
reached() { if [ "$state" = present ]; then so; else ! so; fi; }
[ -z "$port" ] || hex=$(printf '%04X' "$port")
[ "$delay" = 0 ] || sleep "$delay"
start=$(date +%s)
until reached; do
  [ $(($(date +%s) - start)) -lt "$limit" ] || { say reached 0; finish; }
  sleep 0.25 2>/dev/null || sleep 1
done
say reached 1
finish
