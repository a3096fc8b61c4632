# Brings a path into a state. $1 path, $2 state or "", $3 mode, $4 owner, $5 group, $6 link's target, $7 1 recurse,
# $8 1 force, $9 1 change nothing
path=$1 state=$2 mode=$3 owner=$4 group=$5 target=$6 recurse=$7 force=$8 check=$9
there() { [ -e "$path" ] || [ -L "$path" ]; }
kind() {
  if [ -L "$path" ]; then say was link; elif [ -d "$path" ]; then say was directory
  elif [ -f "$path" ]; then say was file; elif [ -e "$path" ]; then say was other; else say was absent; fi
}
# A new entry has no attributes to compare in check mode.
finishing() { if [ "$check" = 1 ] && ! there; then finish; fi; attributes "$path"; finish; }
clear() {
  there || return 0
  [ "$force" = 1 ] || fail "'$path' exists and is no $1; say force: true to replace it"
  if [ -d "$path" ] && [ ! -L "$path" ]; then [ "$check" = 1 ] || must rmdir -- "$path"
  else [ "$check" = 1 ] || must rm -f -- "$path"; fi
}
# Each folder that is made gets mode and owner, as with Ansible, not the last alone.
above() { up=${1%"${1##*[!/]}"}; up=${up%/*}; [ -d "${up:-/}" ] || make "$up"; }
make() {
  above "$1"
  [ -d "$1" ] && return 0
  must mkdir -- "$1"
  [ -z "$owner" ] || must chown -- "$owner" "$1"
  [ -z "$group" ] || must chgrp -- "$group" "$1"
  [ -z "$mode" ] || must chmod -- "$mode" "$1"
}
kind
case $state in
  '')
    there || fail "'$path' does not exist; say which state it shall have"
    finishing ;;
  file)
    [ -f "$path" ] || fail "'$path' is no file; write one by copy or template"
    finishing ;;
  touch)
    if ! there; then
      say changed state
      # The shell's own creation would follow a dangling link; there is none here.
      [ "$check" = 1 ] || must touch -- "$path"
    fi
    finishing ;;
  directory)
    if [ ! -d "$path" ]; then
      there && fail "'$path' exists and is no folder"
      say changed state
      [ "$check" = 1 ] || { above "$path"; [ -d "$path" ] || must mkdir -- "$path"; }
    fi
    if [ "$recurse" = 1 ] && [ -d "$path" ]; then
      for each in owner group; do
        eval "want=\$$each"
        [ -n "$want" ] || continue
        if [ "$each" = owner ]; then other=$(find "$path" ! -user "$want" -print 2>&1) || fail "$other"
        else other=$(find "$path" ! -group "$want" -print 2>&1) || fail "$other"; fi
        [ -n "$other" ] || continue
        say changed "$each"
        [ "$check" = 1 ] && continue
        if [ "$each" = owner ]; then must chown -hR -- "$want" "$path"; else must chgrp -hR -- "$want" "$path"; fi
      done
    fi
    finishing ;;
  absent)
    there || finish
    say changed state
    [ "$check" = 1 ] || must rm -rf -- "$path"
    finish ;;
  link)
    if [ -L "$path" ]; then
      # A command substitution eats newlines at the end of a name; the x keeps them.
      now=$(readlink -- "$path" && printf x)
      now=${now%?x}
      say was.target "$now"
      [ "$now" = "$target" ] && finish
    elif [ -e "$path" ]; then clear link; fi
    say changed state
    [ "$check" = 1 ] && finish
    # Made beside it and moved, so that the name always points somewhere. mv -T is GNU and BusyBox.
    must ln -s -- "$target" "$path.steward.$$"
    m=$(mv -fT -- "$path.steward.$$" "$path" 2>&1) || { rm -f -- "$path.steward.$$"; fail "$m"; }
    owner_only=1 mode=
    finishing ;;
  hard)
    [ -e "$target" ] || fail "'$target' does not exist"
    [ "$path" -ef "$target" ] 2>/dev/null && finish
    if there; then clear "hard link to '$target'"; fi
    say changed state
    [ "$check" = 1 ] || must ln -- "$target" "$path"
    finish ;;
esac
