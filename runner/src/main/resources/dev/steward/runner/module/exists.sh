# Whether a command is needless. $1 folder or "", $2 creates or "", $3 removes or ""; both are shell patterns.
folder=$1 creates=$2 removes=$3
[ -z "$folder" ] || cd -- "$folder" 2>/dev/null || fail "no folder '$folder' to run in"
matches() {
  IFS=
  for each in $1; do
    if [ -e "$each" ] || [ -L "$each" ]; then return 0; fi
  done
  return 1
}
if [ -n "$creates" ] && matches "$creates"; then say needless "'$creates' exists already"; fi
if [ -n "$removes" ] && ! matches "$removes"; then say needless "'$removes' does not exist"; fi
finish
