# Writes a file whole or not at all. $1 path, $2 mode for a new file, $3 owner, $4 group, $5 mode, $6 checksum of the
# content, $7 where the content lies ("" standard input, "?" nowhere: only tell whether it differs), $8 checksum that the
# file must still have ("" any, "none" no file), $9 what checks it, ${10} suffix of the backup or "", ${11} 1 change
# nothing, ${12} 1 send what stood there
path=$1 fresh=$2 owner=$3 group=$4 mode=$5 sum=$6 from=$7 expect=$8 validate=$9
shift 9
backup=$1 check=$2 diff=$3
# A link is kept: what it points to is written.
if [ -L "$path" ]; then
  to=$(readlink -f -- "$path" && printf x) || fail "'$path' is a link that leads nowhere"
  path=${to%?x}
fi
[ ! -d "$path" ] || fail "'$path' is a folder; end dest with '/' to write into it"
folder=${path%/*}
if [ ! -d "${folder:-/}" ]; then
  # An earlier task would have made it, were this no check; what stands in its way would still.
  up=$folder
  while [ -n "$up" ] && [ ! -e "$up" ] && [ ! -L "$up" ]; do up=${up%/*}; done
  if [ "$check" != 1 ] || [ ! -d "${up:-/}" ]; then
    fail "no folder '$folder'; make it first: file path: '$folder', state: 'directory'"
  fi
  say missing "$folder"
fi
was=none
if [ -e "$path" ]; then
  line=$(sha256sum <"$path" 2>&1) || fail "$line"
  was=${line%% *}
fi
say was "$was"
[ -z "$expect" ] || [ "$expect" = "$was" ] || fail "'$path' was changed by somebody else meanwhile; run the task again"
if [ "$was" = "$sum" ]; then attributes "$path"; finish; fi
say changed content
[ "$from" != '?' ] || finish
size=0
[ "$was" = none ] || size=$(wc -c <"$path")
if [ "$diff" = 1 ] && [ "$was" != none ] && [ "$size" -le 262144 ]; then raw before "$path"; fi

umask 077
if [ "$check" = 1 ]; then
  [ -n "$validate" ] || { [ "$was" = none ] || attributes "$path"; finish; }
  new=$(mktemp "${TMPDIR:-/tmp}/steward.XXXXXXXX") || fail "no temporary file"
else new=$path.steward.$$; fi
trap 'rm -f -- "$new"' EXIT
trap 'exit 143' TERM HUP INT
m=$( (: >"$new") 2>&1) || fail "'$folder' may not be written by $(id -un): ${m##*: }"
if [ -z "$from" ]; then cat >"$new" || fail "cannot write beside '$path': is the file system full?"
else must mv -f -- "$from" "$new"; fi
line=$(sha256sum <"$new" 2>&1) || fail "cannot write beside '$path': $line"
[ "${line%% *}" = "$sum" ] || fail "the content did not arrive whole"
if [ -n "$validate" ]; then
  m=$(sh -c "${validate%%%s*}\"\$1\"${validate#*%s}" sh "$new" </dev/null 2>&1) || { say validation "$m"; fail "the new content was refused by '$validate'"; }
fi
[ "$check" != 1 ] || { [ "$was" = none ] || attributes "$path"; finish; }
if [ "$was" = none ]; then must chmod -- "$fresh" "$new"
else
  current "$path"
  kept=$cmode kuid=$cuid kgid=$cgid
  current "$new"
  [ "$kuid:$kgid" = "$cuid:$cgid" ] || must chown -- "$kuid:$kgid" "$new"
  must chmod -- "$kept" "$new"
  if [ -n "$backup" ]; then must cp -p -- "$path" "$path.$backup"; say backup "$path.$backup"; fi
fi
attributes "$new"
must mv -f -- "$new" "$path"
trap - EXIT
finish
