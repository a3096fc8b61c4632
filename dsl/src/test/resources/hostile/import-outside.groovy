// reads
playbook('Hostile') {
    importPlaybook '/etc/passwd'
}
