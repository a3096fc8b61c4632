// Updates the LXC containers, several at a time; reboots where a reboot is required and autoReboot says so.
playbook('Update LXC containers') {

    vars autoReboot: ask(false, 'Reboot where a reboot is required'),
         rebootDelay: 10.seconds,          // before the first look whether the host is back
         rebootTimeout: 300.seconds        // a host that is not back by then has failed

    play('Update containers') {
        hosts 'lxc_containers'
        become()
        forks 5

        tasks {
            task('Upgrade packages') {
                apt upgrade: 'dist', updateCache: true, cacheValidTime: 1.hours, autoremove: true, autoclean: true
                register 'upgrade'
            }
            task('Check whether a reboot is required') {
                stat path: '/var/run/reboot-required'
                register 'rebootRequired'
            }
            task('Say that a reboot is required') {
                when { rebootRequired.exists && !autoReboot }
                debug 'Reboot required'
            }
            task('Reboot') {
                when { rebootRequired.exists && autoReboot }
                reboot auto: true, message: 'Reboot initiated by update-lxc-containers', delay: rebootDelay, timeout: rebootTimeout
            }
            task('Report what is left to upgrade') {
                debug "Packages left to upgrade: ${upgrade.upgradable}"
            }
        }
    }
}
