# Runs the program in standard input under its own interpreter, with this script's arguments. Not after the prelude.
umask 077
file=$(mktemp "${TMPDIR:-/tmp}/steward.XXXXXXXX") || exit 126
trap 'rm -f "$file"' EXIT
trap 'rm -f "$file"; exit 143' TERM HUP INT
cat >"$file" && chmod 700 "$file" || exit 126
"$file" "$@" </dev/null
