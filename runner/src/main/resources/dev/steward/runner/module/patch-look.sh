# What a host is, before its packages are looked at. $1 1: nothing at all may change. Releases what work that was killed has
# left on hold, and names update work that still goes on.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export PATH
[ "$(id -u)" = 0 ] || fail "package work needs root on the host: add become() to the play"
for file in /etc/os-release /usr/lib/os-release; do
  [ -r "$file" ] || continue
  (
    . "$file"
    say os.id "${ID:-}"
    say os.like "${ID_LIKE:-}"
    say os.version "${VERSION_ID:-}"
    say os.name "${PRETTY_NAME:-}"
  )
  break
done
for tool in apt-get dnf apk pacman zypper; do
  if command -v "$tool" >/dev/null 2>&1; then say tool "$tool"; fi
done
if command -v pveversion >/dev/null 2>&1; then say pve 1; fi
number=0
for folder in /var/lib/steward/jobs/*; do
  [ -e "$folder/patch" ] && [ ! -e "$folder/told" ] || continue
  # One that watches sees an end within half a second, and tells it or finds that nobody listens.
  tries=0
  while [ -e "$folder/status" ] && [ ! -e "$folder/told" ] && lives "$folder/follower" && [ "$tries" -lt 8 ]; do
    tries=$((tries + 1))
    sleep 0.1 2>/dev/null || sleep 1
  done
  [ ! -e "$folder/told" ] || continue
  if works "${folder##*/}"; then
    say going "${folder##*/}"
  elif [ "$1" != 1 ] && ! lives "$folder/follower"; then
    # It ended with nobody left to hear of it.
    its=died
    [ ! -e "$folder/status" ] || read -r its <"$folder/status"
    number=$((number + 1))
    say earlier "$its ${folder##*/}"
    [ ! -e "$folder/answer" ] || raw "earlier$number" "$folder/answer"
    : >"$folder/told"
  fi
done
if [ "$1" != 1 ]; then
  for file in "$holds"/*; do
    [ -e "$file" ] || continue
    works "${file##*/}" && continue
    if release "$file"; then say released "${file##*/}"; else say unreleased "$file"; fi
  done
fi
finish
