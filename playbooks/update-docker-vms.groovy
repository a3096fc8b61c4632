// Updates the Docker virtual machines one by one; before a reboot an operator has a minute to cancel it.
playbook('Update Docker VMs') {

    vars autoReboot: ask(false, 'Reboot where a reboot is required'),
         confirmFor: 60.seconds,           // how long a reboot can be cancelled
         rebootDelay: 10.seconds,          // before the first look whether the host is back
         rebootTimeout: 300.seconds        // a host that is not back by then has failed

    play('Update virtual machines') {
        hosts 'docker_vms'
        become()
        serial 1

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
            block('Reboot unless somebody cancels') {
                when { rebootRequired.exists && autoReboot }

                task('Wait for a word against it') {
                    confirm "${host.name} is about to be rebooted", timeout: confirmFor
                    register 'word'
                    failedWhen { word.failed && word.answer != 'stop' }     // a cancelled reboot is no failure: the other machines go on
                }
                task('Say that the reboot was cancelled') {
                    when { word.answer == 'stop' }
                    debug "Reboot of ${host.name} cancelled; it is still required"
                }
                block('Nobody did') {
                    when { word.answer != 'stop' }

                    task('Reboot') {
                        reboot auto: true, message: 'Reboot initiated by update-docker-vms', delay: rebootDelay, timeout: rebootTimeout
                        register 'restart'
                    }
                    task('The reboot is no longer required') {
                        when { restart.rebooted }
                        stat path: '/var/run/reboot-required'
                        register 'stillRequired'
                        failedWhen { stillRequired.exists }
                    }
                }
            }
            task('Report what is left to upgrade') {
                debug "Packages left to upgrade: ${upgrade.upgradable}"
            }
        }
    }
}
