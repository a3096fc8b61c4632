# Restarts the host. $1 shutdown|reboot, $2 message
case $1 in
  shutdown) out=$(shutdown -r now "$2" 2>&1) || fail "${out:-shutdown failed}" ;;
  *) out=$(reboot 2>&1) || fail "${out:-reboot failed}" ;;
esac
finish
