# The SHA-256 of a file in lower-case hexadecimal digits, by whichever tool is there; nothing where none is.
sum_of() {
  for tool in 'sha256sum' 'shasum -a 256' 'openssl dgst -sha256 -r' 'sha256'; do
    command -v "${tool%% *}" >/dev/null 2>&1 || continue
    set -- "$1" $($tool <"$1" 2>/dev/null)
    case ${2:-} in *[!0-9a-f]* | '') continue ;; esac
    printf '%s' "$2"
    return 0
  done
}
# Refuses to go on with a file whose sum is not $2.
verified() {
  sum=$(sum_of "$1")
  [ -n "$sum" ] || fail "the host has none of sha256sum, shasum, openssl and sha256, so its script cannot be verified"
  [ "$sum" = "$2" ] && return 0
  rm -f "$1"
  fail "the script did not arrive as it was sent (SHA-256 $sum instead of $2), and was not run"
}
