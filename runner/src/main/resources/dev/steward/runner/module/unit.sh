# Services of systemd, OpenRC or init scripts, for scripts that look first and verify after.
if [ -d /run/systemd/system ]; then
  unit_known() { [ "$(systemctl show -p LoadState --value -- "$1" 2>/dev/null)" = loaded ]; }
  unit_active() { case $(systemctl show -p ActiveState --value -- "$1" 2>/dev/null) in active | activating | reloading) ;; *) return 1 ;; esac; }
  unit_do() { systemctl "$1" -- "$2"; }
elif command -v rc-service >/dev/null 2>&1; then
  unit_known() { [ -e "/etc/init.d/$1" ]; }
  unit_active() { rc-service "$1" status >/dev/null 2>&1; }
  unit_do() { rc-service "$2" "$1"; }
else
  unit_known() { [ -x "/etc/init.d/$1" ]; }
  unit_active() { "/etc/init.d/$1" status >/dev/null 2>&1; }
  unit_do() { "/etc/init.d/$2" "$1"; }
fi
# The first of some names that the host knows and that runs, else the first that it knows.
unit_of() {
  for u in "$@"; do if unit_known "$u" && unit_active "$u"; then printf %s "$u"; return 0; fi; done
  for u in "$@"; do if unit_known "$u"; then printf %s "$u"; return 0; fi; done
  return 1
}
now() { date +%s; }
