# What a path is. $1 path, $2 1 follow a link, $3 1 with checksum
path=$1 follow=$2 sum=$3
case $path in -*) path=./$path ;; esac
[ -L "$path" ] && say islnk 1
if [ "$follow" = 1 ]; then [ -e "$path" ] || { say exists 0; finish; }
elif [ ! -e "$path" ] && [ ! -L "$path" ]; then say exists 0; finish; fi
if [ "$follow" = 1 ]; then line=$(stat -L -c '%a %s %u %g %U %G %X %Y %Z %i %h %f' -- "$path" 2>&1) || fail "$line"
else line=$(stat -c '%a %s %u %g %U %G %X %Y %Z %i %h %f' -- "$path" 2>&1) || fail "$line"; fi
set -- $line
say exists 1
say mode "$1"
say size "$2"
say uid "$3"
say gid "$4"
say owner "$5"
say group "$6"
say atime "$7"
say mtime "$8"
say ctime "$9"
shift 9
say inode "$1"
say links "$2"
say bits "$3"
if [ -L "$path" ]; then
  to=$(readlink -- "$path" && printf x) && to=${to%?x} && say target "$to"
fi
[ -r "$path" ] && say readable 1
[ -w "$path" ] && say writable 1
[ -x "$path" ] && say executable 1
if [ "$sum" = 1 ] && [ -f "$path" ]; then
  line=$(sha256sum <"$path" 2>&1) || fail "$line"
  say checksum "${line%% *}"
fi
finish
