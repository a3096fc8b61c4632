# Holds of our own. A file of $holds names what one piece of work has put on hold, before it does: the family's word, then
# the names. It goes when they are released; where the work was killed, whoever comes next does that.
holds=/var/lib/steward/holds
# Takes the hold off a name, by the family's tool.
unhold() {
  case $1 in
    debian) apt-mark -q unhold "$2" ;;
    suse) zypper --non-interactive --quiet removelock "$2" ;;
  esac
}
# Takes off what one file names; the file stays where that fails.
release() {
  [ -e "$1" ] || return 0
  {
    read -r kind
    bad=0 tries=0
    while read -r name; do
      until unhold "$kind" "$name" </dev/null >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ "$tries" -lt 15 ] || { bad=1; break; }
        sleep 1
      done
    done
  } <"$1"
  [ "$bad" = 0 ] && rm -f "$1"
}
# Field 22 of proc(5) stat: with the pid it names one process for as long as the kernel runs. One that has ended and whose
# parent does not ask for it (Z) is none, which may be so for good where a container's first process reaps nobody.
since() {
  read -r stat <"/proc/$1/stat" 2>/dev/null || return 1
  rest=${stat##*) }
  set -- $rest
  [ "$1" != Z ] && printf '%s' "${20}"
}
# Whether the process that a file names ("pid start") lives.
lives() {
  read -r pid start <"$1" 2>/dev/null || return 1
  [ -d "/proc/$pid" ] && [ "$(since "$pid")" = "$start" ]
}
# Whether the work of a ticket goes on.
works() { [ ! -e "/var/lib/steward/jobs/$1/status" ] && lives "/var/lib/steward/jobs/$1/running/pid"; }
# What most families need not do; their own functions come after.
free() { sed -n 's/^ii[^|]*|\([^|]*\)|.*/\1/p' "$dir/before"; }
bare() { printf '%s' "$1"; }
tohold() { :; }
onhold() { :; }
ready() { :; }
