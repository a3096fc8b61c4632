// The weekly round: the containers first, then the Docker virtual machines.
playbook('Weekly updates') {

    vars autoReboot: ask(false, 'Reboot where a reboot is required')

    importPlaybook 'update-lxc-containers.groovy'
    importPlaybook 'update-docker-vms.groovy'
}
