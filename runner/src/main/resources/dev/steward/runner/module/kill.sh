# Kills a piece of detached work by force. $1 its ticket
job=/var/lib/steward/jobs/$1
started() { read -r stat <"/proc/$1/stat" || return 1; rest=${stat##*) }; set -- $rest; printf '%s' "${20}"; }
alive() {
  [ -r "$job/running/pid" ] && read -r pid since <"$job/running/pid" && [ -d "/proc/$pid" ] &&
    [ "$(started "$pid" 2>/dev/null)" = "$since" ]
}
if alive; then
  kill -TERM "-$pid" 2>/dev/null
  tries=0
  while kill -0 "-$pid" 2>/dev/null && [ "$tries" -lt 25 ]; do
    tries=$((tries + 1))
    sleep 0.2 2>/dev/null || sleep 1
  done
  kill -KILL "-$pid" 2>/dev/null
  say killed 1
fi
if [ -d "$job" ] && [ ! -e "$job/status" ]; then
  printf '137\n' >"$job/status.new" && mv "$job/status.new" "$job/status"
fi
