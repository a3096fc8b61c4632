# Sends a text file of at most 1 MiB. $1 path
path=$1
if [ ! -e "$path" ]; then
  [ ! -L "$path" ] || fail "'$path' is a link that leads nowhere"
  say exists 0
  finish
fi
[ -f "$path" ] || fail "'$path' is no file"
[ -r "$path" ] || fail "'$path' may not be read by $(id -un)"
[ "$(wc -c <"$path")" -le 1048576 ] || fail "'$path' is larger than 1 MiB"
say exists 1
raw content "$path"
finish
