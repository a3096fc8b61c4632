# Brings a folder's files to the host; what else is in the folder there stays. Standard input, or $6, is a tar archive of
# all folders and files. $1 dest, $2 owner, $3 group, $4 1 the archive's modes count for files that exist too, $5 mode of
# new folders, $6 where the archive lies ("" standard input), $7 1 it holds checksums instead of contents: only tell which
# differ, $8 suffix of backups or "", $9 1 change nothing, ${10} 1 send what stood there. Answers what, where, was and now,
# once each for every change.
dest=$1 owner=$2 group=$3 modes=$4 fresh=$5 from=$6 sums=$7 backup=$8 check=$9
shift 9
diff=$1
notes=0 left=2097152 staged=
note() { notes=$((notes + 1)); say what "$1"; say where "$2"; say was "$3"; say now "$4"; }
owned() {
  [ -z "$owner" ] || must chown -- "$owner" "$1"
  [ -z "$group" ] || must chgrp -- "$group" "$1"
}
# Owner, group and mode ($3 or "") of what stands at $1 and is shown as $2.
settle() {
  [ -n "$owner$group$3" ] || return 0
  current "$1"
  if [ -n "$owner" ] && [ "$owner" != "$cuser" ] && [ "$owner" != "$cuid" ]; then
    note owner "$2" "$cuser" "$owner"
    [ "$check" = 1 ] || must chown -- "$owner" "$1"
  fi
  if [ -n "$group" ] && [ "$group" != "$cgroup" ] && [ "$group" != "$cgid" ]; then
    note group "$2" "$cgroup" "$group"
    [ "$check" = 1 ] || must chgrp -- "$group" "$1"
  fi
  if [ -n "$3" ] && [ "$3" != "$cmode" ]; then
    note mode "$2" "$cmode" "$3"
    [ "$check" = 1 ] || must chmod -- "$3" "$1"
  fi
}
folder() { # path name
  if [ -d "$1" ]; then [ -L "$1" ] || settle "$1" "$2" ''
  else
    note folder "$2" '' ''
    [ "$check" = 1 ] || { must mkdir -- "$1"; owned "$1"; must chmod -- "$fresh" "$1"; }
  fi
}
same() { # staged path
  if [ "$sums" = 1 ]; then
    line=$(sha256sum <"$2" 2>&1) || fail "$line"
    [ "${line%% *}" = "$(cat "$1")" ]
  else
    m=$(cmp -s "$1" "$2" 2>&1)
    case $? in 0) ;; 1) return 1 ;; *) fail "${m:-cannot read '$2'}" ;; esac
  fi
}
file() { # staged path name
  path=$2 want='' at=$2
  # A link is kept: what it points to is written.
  if [ -L "$path" ]; then
    to=$(readlink -f -- "$path" && printf x) || fail "'$path' is a link that leads nowhere"
    path=${to%?x}
    at=$path
  fi
  if [ "$modes" = 1 ]; then current "$1"; want=$cmode; fi
  if [ ! -e "$path" ]; then
    note content "$3" none ''
    if [ "$check" = 1 ] || [ "$sums" = 1 ]; then return 0; fi
    if [ -n "$owner$group" ]; then current "$1"; owned "$1"; must chmod -- "$cmode" "$1"; fi
    must mv -f -- "$1" "$path"
    return 0
  fi
  if ! same "$1" "$path"; then
    note content "$3" old ''
    size=$(wc -c <"$path")
    if [ "$diff" = 1 ] && [ "$size" -le 262144 ] && [ "$size" -le "$left" ]; then
      left=$((left - size))
      raw "before.$notes" "$path"
    fi
    if [ "$check" != 1 ] && [ "$sums" != 1 ]; then
      current "$path"
      kept=$cmode kuid=$cuid kgid=$cgid
      current "$1"
      [ "$kuid:$kgid" = "$cuid:$cgid" ] || must chown -- "$kuid:$kgid" "$1"
      must chmod -- "$kept" "$1"
      if [ -n "$backup" ]; then must cp -p -- "$path" "$path.$backup"; say backup "$path.$backup"; fi
      at=$1
    fi
  fi
  settle "$at" "$3" "$want"
  [ "$at" != "$1" ] || must mv -f -- "$1" "$path"
}
# $1 a staged folder, $2 its place. Before anything is changed.
conflicts() {
  for each in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    [ -e "$each" ] || continue
    if [ ! -d "$each" ]; then [ ! -d "$2/${each##*/}" ] || fail "'$2/${each##*/}' is a folder; here it is a file"
    elif [ -d "$2/${each##*/}" ]; then conflicts "$each" "$2/${each##*/}"
    elif [ -e "$2/${each##*/}" ] || [ -L "$2/${each##*/}" ]; then fail "'$2/${each##*/}' exists and is no folder"
    fi
  done
}
# $1 a staged folder, $2 its place, $3 what its names are shown after. A function's parameters are its own, all else is not.
bring() {
  for each in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    if [ -d "$each" ]; then
      folder "$2/${each##*/}" "$3${each##*/}"
      bring "$each" "$2/${each##*/}" "$3${each##*/}/"
    elif [ -e "$each" ]; then file "$each" "$2/${each##*/}" "$3${each##*/}"
    fi
  done
}

command -v tar >/dev/null 2>&1 || fail "a folder is copied by tar, which the host lacks"
trap '[ -z "$staged" ] || rm -rf -- "$staged"' EXIT
trap 'exit 143' TERM HUP INT
umask 077
if [ ! -d "$dest" ]; then
  if [ -e "$dest" ] || [ -L "$dest" ]; then fail "'$dest' exists and is no folder"; fi
  note folder . '' ''
  if [ "$check" != 1 ]; then
    (umask 022 && mkdir -p -- "$dest" 2>/dev/null) || fail "'$dest' cannot be made by $(id -un)"
    owned "$dest"
    must chmod -- "$fresh" "$dest"
  fi
fi
# In the folder itself, so that files are moved into place whole; what only compares leaves it alone.
if [ "$check" = 1 ] || [ "$sums" = 1 ]; then staged=$(mktemp -d "${TMPDIR:-/tmp}/steward.XXXXXXXX") || fail "no temporary folder"
else
  staged=$dest/.steward.$$
  mkdir -- "$staged" 2>/dev/null || { staged=; fail "'$dest' may not be written by $(id -un)"; }
fi
if [ -z "$from" ]; then m=$(tar -xpof - -C "$staged" 2>&1) || fail "the files did not arrive whole: $m"
else
  m=$(tar -xpof "$from" -C "$staged" 2>&1) || { rm -f -- "$from"; fail "the files did not arrive whole: $m"; }
  must rm -f -- "$from"
fi
conflicts "$staged" "$dest"
bring "$staged" "$dest" ''
finish
