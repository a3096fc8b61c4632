# Puts the package database right.
say audit "$(dpkg --audit 2>&1)"
DEBIAN_FRONTEND=noninteractive
export DEBIAN_FRONTEND
out=$(dpkg --force-confdef --force-confold --configure -a </dev/null 2>&1)
say configureStatus "$?"
say configured "$out"
say auditAfter "$(dpkg --audit 2>&1)"
finish
