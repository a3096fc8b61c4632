# Puts right what killed work has left. $1 its ticket, $2 the family's word
released=1
release "$holds/$1" || released=0
say released "$released"
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
DEBIAN_FRONTEND=noninteractive
export PATH DEBIAN_FRONTEND
case $2 in
  debian)
    say audit "$(dpkg --audit 2>&1)"
    said=$(dpkg --force-confdef --force-confold --configure -a </dev/null 2>&1)
    status=$?
    left=$(dpkg --audit 2>&1)
    [ -z "$left" ] || status=1
    ;;
  rhel | suse) said=$(rpm --rebuilddb </dev/null 2>&1) status=$? ;;
  arch)
    # The one that held it was killed above; another's lock would be held by a process.
    said= status=0
    if [ -e /var/lib/pacman/db.lck ]; then
      others=
      for each in /proc/[0-9]*; do
        read -r name <"$each/comm" 2>/dev/null || continue
        [ "$name" != pacman ] || others=1
      done
      [ -n "$others" ] || rm -f /var/lib/pacman/db.lck
    fi
    said=$(pacman -Dk </dev/null 2>&1) status=$?
    ;;
  *) said=$(apk fix </dev/null 2>&1) status=$? ;;
esac
say repairStatus "$status"
say repaired "$said"
say left "${left:-}"
finish
