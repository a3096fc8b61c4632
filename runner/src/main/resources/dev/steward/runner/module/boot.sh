# Which boot of the host this is: the kernel's boot id, and PID 1's start time in ticks (proc(5), stat, field 22). A
# container may share the node's boot id; a kernel's PID 1 may always start at the same tick: either one tells.
boot=none
[ -r /proc/sys/kernel/random/boot_id ] && read -r boot </proc/sys/kernel/random/boot_id
stat=none
[ -r /proc/1/stat ] && read -r stat </proc/1/stat
rest=${stat##*) }
set -- $rest
say boot "$boot"
say start "${20:-none}"
say uid "$(id -u)"
if command -v shutdown >/dev/null 2>&1; then say way shutdown; elif command -v reboot >/dev/null 2>&1; then say way reboot; fi
finish
