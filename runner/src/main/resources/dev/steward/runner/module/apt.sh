# Package work by apt-get. $1 the job's folder, "" in check mode; $2 1 refresh the lists; $3 unless younger than these
# seconds; $4 dist|safe|"" upgrade; $5 present|latest|absent; $6 1 autoremove; $7 1 autoclean; $8 seconds to wait for a
# lock; $9 1 purge; ${10} release to prefer or ""; ${11} 1|0|"" recommended packages; the rest: names.
job=$1 update=$2 validity=$3 upgrade=$4 state=$5 autoremove=$6 autoclean=$7 patience=$8 purge=$9
shift 9
release=$1 recommends=$2
shift 2
if [ -n "$job" ]; then
  check=0 dir=$job
  exec 3>>"$job/answer"
else
  check=1
  dir=$(mktemp -d "${TMPDIR:-/tmp}/steward.XXXXXXXX") || fail "no temporary folder"
  trap 'rm -rf "$dir"' EXIT
  trap 'exit 143' TERM HUP INT
  exec 3>&1 1>&2
fi
private=$check
configure
interrupted
if [ "$update" = 1 ] && ! fresh; then refresh; fi

snapshot before
grep '^h' "$dir/before" | while IFS='|' read -r _ name _; do say held "$name"; done

if [ $# -gt 0 ]; then
  count=$#
  for each in "$@"; do
    base=${each%%[=/]*}
    case $state in
      present) if [ "$base" != "$each" ] || ! installed "$each"; then set -- "$@" "$each"; fi ;;
      latest) if onhold "$base"; then say keptBack "$base"; else set -- "$@" "$each"; fi ;;
      absent) if installed "$base"; then set -- "$@" "$base"; fi ;;
    esac
  done
  shift "$count"
  if [ $# -gt 0 ]; then
    case $state in absent) act remove "$@" ;; *) act install "$@" ;; esac
  fi
fi
auto=
[ "$autoremove" != 1 ] || auto=--auto-remove
case $upgrade in
  dist) act dist-upgrade $auto ;;
  safe) act upgrade --with-new-pkgs $auto ;;
  *) [ "$autoremove" != 1 ] || act autoremove ;;
esac
if [ "$autoclean" = 1 ] && [ "$check" = 0 ] && [ -z "$broken" ]; then
  for each in /var/cache/apt/archives/*.deb; do
    [ -e "$each" ] || break
    run autoclean
    grep '^Del ' "$dir/out" | while IFS= read -r line; do say cleaned "$line"; done
    break
  done
fi

[ "$acted" = 0 ] || changed
[ -z "$broken" ] || left
asks
[ -z "$broken" ] || fail "$broken"
finish
