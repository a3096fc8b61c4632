# Starts a piece of work detached from this connection, or attaches to it where it was started before; then shows its log
# until it ends. $1 ticket, $2 bytes of the log seen before, $3 the SHA-256 of its script, which is standard input; the
# rest: arguments of the work.
# The work's own folder holds: work (the script), running (made by the one process that does the work; holds pid), log,
# answer (records), status (its exit status, written whole), follower (the process that last watched it), told (where the
# end was told to somebody).
answer() { printf '\0steward-answer\0'; }
fail() { answer; say failed "$1"; finish; }
[ "$(id -u)" = 0 ] || fail "package work needs root on the host: add become() to the play"
root=/var/lib/steward
job=$root/jobs/$1 seen=$2 right=$3
shift 3
umask 077

# Field 22 of proc(5) stat: with the pid it names one process for as long as the kernel runs.
started() {
  read -r stat <"/proc/$1/stat" 2>/dev/null || return 1
  rest=${stat##*) }
  set -- $rest
  [ "$1" != Z ] && printf '%s' "${20}"
}
lives() {
  read -r pid since <"$1" 2>/dev/null || return 1
  [ -d "/proc/$pid" ] && [ "$(started "$pid")" = "$since" ]
}
alive() { lives "$job/running/pid"; }
# mkdir is the lock: whoever makes "running" does the work, everybody else only watches.
launch='
started() { read -r stat <"/proc/$1/stat" || return 1; rest=${stat##*) }; set -- $rest; printf "%s" "${20}"; }
job=$1
shift
trap "" HUP PIPE
mkdir "$job/running" 2>/dev/null || exit 0
printf "%s %s\n" "$$" "$(started $$)" >"$job/running/pid.new"
mv "$job/running/pid.new" "$job/running/pid"
sh "$job/work" "$job" "$@" >>"$job/log" 2>&1
printf "%s\n" "$?" >"$job/status.new"
mv "$job/status.new" "$job/status"
'
if [ ! -d "$job/running" ]; then
  mkdir -p "$job" 2>/dev/null || fail "'$job' cannot be made: is the file system full or read-only?"
  chmod 700 "$root" "$root/jobs" "$job"
  cat >"$job/work.$$" || fail "'$job' cannot be written: is the file system full?"
  verified "$job/work.$$" "$right"
  mv "$job/work.$$" "$job/work"
  # A session of its own, and no child of this shell: what ends a lost command by session, process group and descent
  # does not find the work.
  (setsid sh -c "$launch" steward-job "$job" "$@" </dev/null >/dev/null 2>&1 &)
  # What ended more than a week ago has been told.
  find "$root/jobs" -mindepth 1 -maxdepth 1 -mtime +7 2>/dev/null | while read -r old; do
    [ -e "$old/status" ] && rm -rf "$old"
  done
else
  cat >/dev/null
fi
printf '%s %s\n' "$$" "$(started $$)" >"$job/follower"

tick=0 missing=0 over=
while [ -z "$over" ]; do
  if [ -e "$job/status" ]; then over=ended
  elif alive; then missing=0
  elif [ ! -e "$job/status" ]; then
    # Not there yet, or no more: a start takes a moment.
    missing=$((missing + 1))
    if [ -e "$job/running/pid" ] || [ "$missing" -gt 100 ]; then
      # Looked at again: it may have begun between the two looks above.
      alive || [ -e "$job/status" ] || over=died
    fi
  fi
  size=0
  [ ! -e "$job/log" ] || size=$(wc -c <"$job/log")
  if [ "$size" -gt "$seen" ]; then
    tail -c "+$((seen + 1))" "$job/log" | head -c "$((size - seen))"
    seen=$size
  fi
  [ -z "$over" ] || break
  tick=$((tick + 1))
  if [ "$tick" -lt 40 ]; then nap=0.05; elif [ "$tick" -lt 200 ]; then nap=0.2; else nap=0.5; fi
  sleep "$nap" 2>/dev/null || sleep 1
done
answer
[ ! -e "$job/answer" ] || cat "$job/answer"
say job "$job"
if [ "$over" = ended ]; then read -r status <"$job/status"; say status "$status"; else say died 1; fi || exit 1
: >"$job/told"
# Work of other tickets that ended with nobody left to hear of it, because Steward was killed or the task's time was up.
number=0
for other in "$root"/jobs/*; do
  [ "$other" != "$job" ] && [ -e "$other/follower" ] || continue
  # One that watches sees an end within half a second, and tells it or finds that nobody listens.
  tries=0
  while lives "$other/follower" && [ -e "$other/status" ] && [ "$tries" -lt 8 ]; do
    tries=$((tries + 1))
    sleep 0.1 2>/dev/null || sleep 1
  done
  if lives "$other/follower" || [ -e "$other/told" ]; then continue; fi
  if [ -e "$other/status" ]; then
    read -r its <"$other/status"
  elif lives "$other/running/pid"; then
    continue
  else
    its=died
  fi
  number=$((number + 1))
  say earlier "$its ${other##*/}" || exit 1
  [ ! -e "$other/answer" ] || raw "earlier$number" "$other/answer"
  : >"$other/told"
done
exit 0
