# Finds out what an update would do, or does it. $1 the job's folder, "" without one; $2 check, update, or index, which
# only tries whether the index can be loaded; $3 1: nothing at
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

# Whether this is a container: its kernel is its host's.
contained() {
  [ -e /run/systemd/container ] || [ -e /.dockerenv ] || [ -e /run/.containerenv ] ||
    tr '\000' '\n' </proc/1/environ 2>/dev/null | grep -q '^container='
}
# Tells of the kernel that would be started; $1 its version.
kernel_of() {
  if [ "$1" = "$(uname -r)" ]; then say reboot 0; else say reboot 1; say reason "kernel $1 is installed, $(uname -r) runs"; fi
}
complain() { head -n 40 | while IFS= read -r line; do say problem "$line"; done; }
# Runs a command, and again while another one has the lock ($2 stands in what is said then). What it says goes to the file
# $1 and on; $code is its status.
again() {
  into=$1 busy=$2
  shift 2
  deadline=$(($(date +%s) + patience))
  while :; do
    { "$@" </dev/null; echo $? >"$dir/rc"; } 2>&1 | tee "$dir/$into"
    read -r code <"$dir/rc"
    if [ "$code" = 0 ] || ! grep -q -i -e "$busy" "$dir/$into"; then return; fi
    if [ "$(date +%s)" -ge "$deadline" ]; then
      say locked 1
      holder
      return
    fi
    sleep 1
  done
}
# Who may have the lock.
holder() {
  for each in /proc/[0-9]*; do
    read -r name <"$each/comm" 2>/dev/null || continue
    case $name in
      dnf | dnf5 | dnf-automatic | dnf5daemon-serv | yum | rpm | packagekitd | zypper | Zypp-main | y2base | pacman | apk) say holder "${each#/proc/} ($name)" ;;
    esac
  done
}
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
  tohold >"$dir/hold.names"
  [ -s "$dir/hold.names" ] || return 0
  mkdir -p "$holds" && { printf '%s\n' "$family"; cat "$dir/hold.names"; } >"$marker.new" && mv "$marker.new" "$marker" ||
    fail "'$marker' cannot be written: is the file system full?"
  set --
  while IFS= read -r each; do set -- "$@" "$each"; done <"$dir/hold.names"
  onhold "$@" || { release "$marker"; fail "the packages to leave out cannot be put on hold"; }
}
changed() {
  list after
  grep -Fxv -f "$dir/after" "$dir/before" | while IFS= read -r line; do say before "$line"; done
  grep -Fxv -f "$dir/before" "$dir/after" | while IFS= read -r line; do say after "$line"; done
}

begin
if [ "$mode" = index ]; then
  index
  finish
fi
if [ "$mode" = check ]; then index; say refreshed 1; else ready; fi
list before
held
choose
code=0
if [ "$mode" = check ]; then
  plan plan 1
  raw list "$dir/before"
  raw plan "$dir/plan"
  loads >"$dir/loads"
  raw loads "$dir/loads"
  code=0
else
  hold
  plan plan 1
  code=0
  raw list "$dir/before"
  raw plan "$dir/plan"
  update
  release "$marker"
  changed
fi
# All that is still to do, with what was left out.
status=$code
list before
if [ "$mode$security" = check0 ] && [ ! -s "$dir/patterns" ]; then cp "$dir/plan" "$dir/pending"; else plan pending 0; fi
code=$status
raw installed "$dir/before"
raw pending "$dir/pending"
reasons
say code "$code"
[ "$code" = 0 ] || fail "the update ended with status $code"
finish
