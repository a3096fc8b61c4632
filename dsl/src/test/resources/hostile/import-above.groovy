// reads
playbook('Hostile') {
    importPlaybook '../../../../canary.groovy'
}
