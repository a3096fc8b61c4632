# Brings compose projects into a state. $1 what (down, stop, pause, up, start, unpause), $2 folder of the project, $3 its name,
# $4 its files, one a line, $5 how many seconds a container gets to end, $6 how many to become healthy (empty: not waited for),
# $7 1: all projects, $8 the names of those to leave out, one a line, $9 1: change nothing.
# Answers project (several), did (several).
#
# With all projects, what is stopped is noted first, one file a project, so that exactly that is brought back later, also after
# a restart of the host: first line what was done, second the folder, then the files.
what=$1 at=$2 name=$3 files=$4 grace=$5 patience=$6 all=$7 except=$8 check=$9
nl='
'
tab=$(printf '\t')
if [ "$(id -u)" = 0 ]; then kept=/var/lib/steward/compose; else kept=${XDG_STATE_HOME:-$HOME/.local/state}/steward/compose; fi

command -v docker >/dev/null 2>&1 || fail "the host has no 'docker'"
out=$(docker ps -q 2>&1) || fail "docker does not answer: $out"
if docker compose version >/dev/null 2>&1; then tool='docker compose'
elif command -v docker-compose >/dev/null 2>&1; then tool=docker-compose
else fail "the host has neither 'docker compose' nor 'docker-compose': install docker-compose-plugin or docker-compose"; fi

# compose on the project, in its folder
dc() (
  if [ -n "$at" ]; then cd "$at" || exit 1; fi
  turned=
  IFS=$nl
  set -f
  for file in $files; do turned=$file$nl$turned; done
  for file in $turned; do set -- -f "$file" "$@"; done
  [ -z "$name" ] || set -- -p "$name" "$@"
  if [ "$tool" = docker-compose ]; then exec docker-compose "$@"; else exec docker compose "$@"; fi
)
# Its warnings are not what is asked for; its errors are what is told. Never within $( ): it may end the script.
ask() { got=$(dc "$@" 2>/dev/null) || { got=$(dc "$@" 2>&1) || fail "$label$got"; }; }
told() { m=$(dc "$@" 2>&1) || fail "$label$tool $what: $m"; }

# The containers as they are: total, up, halted (paused), off, ill; mark says which and since when.
look() {
  ask ps -a -q
  total=0 up=0 halted=0 off=0 ill='' mark=''
  [ -n "$got" ] || return 0
  form='{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}-{{end}} {{.State.ExitCode}} x{{.HostConfig.RestartPolicy.Name}} {{.State.StartedAt}} {{.Name}}'
  # one may go between the two looks: it is no longer of interest
  list=$(docker inspect --type container --format "$form" $got 2>/dev/null)
  while read -r state health code policy since container; do
    [ -n "$state" ] || continue
    total=$((total + 1))
    mark="$mark$state $since $container$nl"
    case $state in
      running) up=$((up + 1)) ;;
      paused) halted=$((halted + 1)) ;;
      # what ran to its end well and is not to be restarted has done its work
      exited) [ "$code:$policy" = 0:xno ] || [ "$code:$policy" = 0:x ] || { off=$((off + 1)); ill="$ill ${container#/}"; } ;;
      *) off=$((off + 1)); ill="$ill ${container#/}" ;;
    esac
    case $state:$health in running:- | running:healthy) ;; running:*) ill="$ill ${container#/} ($health)" ;; esac
  done <<END
$list
END
}

did() { say did "${label}$1"; }
many() { if [ "$1" = 1 ]; then printf '1 container'; else printf '%s containers' "$1"; fi; }
does() { if [ "$1" = 1 ]; then printf '1 container %s' "$2"; else printf '%s containers %s' "$1" "$3"; fi; }
would() { [ "$check" = 1 ] && { did "$1"; return 0; }; return 1; }

end() { # down and stop
  look
  if [ "$what" = down ]; then left=$total; else left=$((up + halted)); fi
  [ "$left" != 0 ] || return 0
  if [ "$what" = down ]; then past='brought down'; else past=stopped; fi
  if would "would be $past ($(many "$left"))"; then return 0; fi
  # a paused container cannot hear that it shall end, and would be killed
  [ "$halted" = 0 ] || told unpause
  told "$what" --timeout "$grace"
  count=$left
  look
  if [ "$what" = down ]; then left=$total; else left=$((up + halted)); fi
  [ "$left" = 0 ] || fail "$label$tool $what left $(many "$left")"
  if [ "$what" = down ]; then did "$(does "$count" is are) down and removed"; else did "$(does "$count" is are) stopped"; fi
}

hold() {
  look
  [ "$up" != 0 ] || return 0
  if would "would be paused ($(many "$up"))"; then return 0; fi
  count=$up
  told pause
  look
  [ "$up" = 0 ] || fail "$label$tool pause left $(many "$up") running"
  did "$(does "$count" is are) paused"
}

release() {
  look
  [ "$halted" != 0 ] || return 0
  if would "would go on ($(many "$halted"))"; then return 0; fi
  count=$halted
  told unpause
  look
  [ "$halted" = 0 ] || fail "$label$tool unpause left $(many "$halted") paused"
  did "$(does "$count" goes go) on"
}

bring() { # up and start
  look
  before=$mark
  if [ "$what" = start ]; then
    [ "$total" != 0 ] || fail "${label}there is nothing to start: the project has no containers; 'up' makes them"
    [ "$off" = 0 ] && [ "$halted" = 0 ] && [ "$up" != 0 ] && return 0
  elif [ "$check" = 1 ]; then
    ask config --services
    services=$(printf '%s\n' "$got" | grep -c .)
    [ "$off" = 0 ] && [ "$halted" = 0 ] && [ "$total" -ge "$services" ] && return 0
  fi
  if would "would be brought up"; then return 0; fi
  [ "$halted" = 0 ] || told unpause
  if [ "$what" = up ]; then told up -d; else told start; fi
  settle
  [ "$mark" = "$before" ] || did "$(does "$up" runs run)"
}

# Running, and healthy where waited for.
settle() {
  until=$(($(now) + ${patience:-3}))
  while :; do
    look
    sick=$ill
    [ -n "$patience" ] || case $off in 0) sick='' ;; esac
    [ -n "$sick" ] || return 0
    [ "$(now)" -lt "$until" ] || fail "${label}not well after ${patience:-3} s:$sick"
    sleep 1
  done
}
now() { date +%s; }

carry() {
  case $what in
    down | stop) end ;;
    pause) hold ;;
    unpause) release ;;
    *) bring ;;
  esac
}

if [ "$all" != 1 ]; then
  label=''
  [ -z "$at" ] || [ -d "$at" ] || fail "there is no folder $at"
  carry
  finish
fi

# One project; its failure is told and keeps none of the others from its turn.
alone() (
  fail() { say failed "$1"; exit 1; }
  [ -d "$at" ] || fail "${label}its folder $at is gone"
  carry </dev/null
)
spared() {
  while read -r one; do [ "$one" != "$1" ] || return 0; done <<END
$except
END
  return 1
}
case $what in
  down | stop | pause)
    form="{{.Label \"com.docker.compose.project\"}}$tab{{.Label \"com.docker.compose.project.working_dir\"}}$tab{{.Label \"com.docker.compose.project.config_files\"}}"
    running=$(docker ps --filter label=com.docker.compose.project --format "$form" 2>&1) || fail "$running"
    running=$(printf '%s\n' "$running" | sort -u)
    asked=$what
    while IFS=$tab read -r name at files; do
      [ -n "$name" ] || continue
      if spared "$name"; then continue; fi
      say project "$name"
      label="$name: "
      files=$(printf '%s' "$files" | tr , '\n')
      if [ "$check" != 1 ]; then
        { umask 077 && mkdir -p "$kept"; } 2>/dev/null || fail "$kept cannot be made: is the file system full or read-only?"
        printf '%s\n%s\n%s\n' "$what" "$at" "$files" >"$kept/.new" && mv "$kept/.new" "$kept/$name" || fail "$kept cannot be written: is the file system full or read-only?"
        sync 2>/dev/null || :
      fi
      alone
    done <<END
$running
END
    ;;
  *)
    for note in "$kept"/*; do
      [ -f "$note" ] || continue
      name=${note##*/}
      if spared "$name"; then continue; fi
      { read -r undo; read -r at; files=$(cat); } <"$note"
      case $undo in down) what=up ;; stop) what=start ;; *) what=unpause ;; esac
      say project "$name"
      label="$name: "
      if alone; then [ "$check" = 1 ] || rm -f "$note"; fi
    done
    ;;
esac
finish
