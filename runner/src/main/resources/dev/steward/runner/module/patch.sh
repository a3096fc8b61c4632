# Finds out what an update would do, or does it. $1 the job's folder, "" without one; $2 check or update; $3 1: nothing at
# all may change; $4 seconds to wait for a lock; $5 1: security alone; $6 1: remove what nothing needs; the rest: patterns
# of packages to leave out. The functions of the family stand before this.
job=$1 mode=$2 private=$3 patience=$4 security=$5 autoremove=$6
shift 6
check=0
if [ -n "$job" ]; then
  dir=$job
  exec 3>>"$job/answer"
  : >"$job/patch"
else
  dir=$(mktemp -d "${TMPDIR:-/tmp}/steward.XXXXXXXX") || fail "no temporary folder"
  exec 3>&1 1>&2
fi
say() { printf '%s=%s\0' "$1" "$2" >&3; }
raw() { { printf 'raw:%s=%d\0' "$1" "$(wc -c <"$2")"; cat "$2"; } >&3; }
marker=$holds/${job##*/}
ended() {
  [ -z "$job" ] || release "$marker"
  [ -n "$job" ] || rm -rf "$dir"
}
trap ended EXIT
trap 'exit 143' TERM INT
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export PATH
: >"$dir/patterns"
[ $# = 0 ] || printf '%s\n' "$@" >"$dir/patterns"

# What of the installed packages is left out, in out.names.
choose() {
  : >"$dir/out.names"
  [ -s "$dir/patterns" ] || return 0
  free | while IFS= read -r name; do
    base=$(bare "$name")
    while IFS= read -r pattern; do
      case $base in $pattern) printf '%s\n' "$name"; break ;; esac
    done <"$dir/patterns"
  done >"$dir/out.names"
  while IFS= read -r name; do say out "$name"; done <"$dir/out.names"
}
hold() {
  [ -s "$dir/out.names" ] || return 0
  mkdir -p "$holds" && { printf '%s\n' "$family"; cat "$dir/out.names"; } >"$marker.new" && mv "$marker.new" "$marker" ||
    fail "'$marker' cannot be written: is the file system full?"
  onhold $(cat "$dir/out.names") || { release "$marker"; fail "the packages to leave out cannot be put on hold"; }
}
changed() {
  list after
  grep -Fxv -f "$dir/after" "$dir/before" | while IFS= read -r line; do say before "$line"; done
  grep -Fxv -f "$dir/before" "$dir/after" | while IFS= read -r line; do say after "$line"; done
}

begin
if [ "$mode" = check ]; then index; say refreshed 1; fi
list before
held
choose
code=0
if [ "$mode" = check ]; then
  plan plan 1
  raw plan "$dir/plan"
  loads >"$dir/loads"
  raw loads "$dir/loads"
else
  hold
  plan plan 1
  raw plan "$dir/plan"
  update
  release "$marker"
  changed
fi
# All that is still to do, with what was left out.
plan pending 0
raw pending "$dir/pending"
reasons
say code "$code"
[ "$code" = 0 ] || fail "the update ended with status $code"
finish
