# Runs a script that comes by standard input, after its SHA-256 ($1) was found right; the rest are its arguments.
folder=$(mktemp -d "${TMPDIR:-/tmp}/steward.XXXXXXXX") || fail "no temporary folder"
trap 'rm -rf "$folder"' EXIT
trap 'exit 143' TERM HUP INT
cat >"$folder/script" || fail "'$folder' cannot be written: is the file system full?"
verified "$folder/script" "$1"
shift
sh "$folder/script" "$@" </dev/null
