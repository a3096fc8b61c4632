# Waits until no process of some names runs. $1 names, one a line, $2 seconds, $3 1: the rest is asked to end (SIGTERM).
# Answers left (several), ended (several).
names=$1 seconds=$2 abort=$3
now() { date +%s; }
# Those that run, as "pid name"; the kernel keeps 15 characters of a name (proc(5), comm).
running() {
  for folder in /proc/[0-9]*; do
    read -r comm <"$folder/comm" 2>/dev/null || continue
    while read -r name; do
      [ -n "$name" ] || continue
      [ "$comm" = "$(printf %.15s "$name")" ] || continue
      read -r stat <"$folder/stat" 2>/dev/null || continue
      rest=${stat##*) }
      case $rest in Z* | X*) continue ;; esac
      printf '%s %s\n' "${folder#/proc/}" "$name"
    done <<END
$names
END
  done
}
gone() { # in so many seconds
  until=$(($(now) + $1))
  while :; do
    left=$(running)
    [ -n "$left" ] || return 0
    [ "$(now)" -lt "$until" ] || return 1
    sleep 1
  done
}
gone "$seconds" && finish
if [ "$abort" = 1 ]; then
  asked=$left
  while read -r pid name; do kill -TERM "$pid" 2>/dev/null; done <<END
$asked
END
  gone 15
  while read -r pid name; do
    case "
$left
" in *"
$pid $name
"*) ;; *) say ended "$name (process $pid)" ;; esac
  done <<END
$asked
END
fi
[ -z "$left" ] || while read -r pid name; do say left "$name (process $pid)"; done <<END
$left
END
finish
