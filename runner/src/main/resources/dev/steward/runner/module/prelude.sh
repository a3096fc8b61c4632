# What every module script begins with. Answers are records "key=value" ended by NUL; the last one is "end".
LC_ALL=C
export LC_ALL
say() { printf '%s=%s\0' "$1" "$2"; }
finish() { say end ok; exit 0; }
fail() { say failed "$1"; finish; }
must() { m=$("$@" 2>&1) || fail "${m:-$1 failed}"; }
# A file's bytes, announced by their number.
raw() { printf 'raw:%s=%d\0' "$1" "$(wc -c <"$2")"; cat "$2"; }
