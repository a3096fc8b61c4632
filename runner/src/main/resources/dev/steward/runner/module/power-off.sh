# Switches the host off. $1 message
if command -v shutdown >/dev/null 2>&1; then out=$(shutdown -h now "$1" 2>&1) || fail "${out:-shutdown failed}"
elif command -v poweroff >/dev/null 2>&1; then out=$(poweroff 2>&1) || fail "${out:-poweroff failed}"
else fail "the host has neither 'shutdown' nor 'poweroff'"; fi
finish
