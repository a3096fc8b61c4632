// Updates Proxmox VE nodes one at a time: each is emptied, upgraded, rebooted where its kernel asks for it, and gets its guests
// back before the next begins. It asks before each node unless it is told not to. The first failure stops the roll and leaves
// that node in maintenance; run it again, and it goes on there. 'steward run --check' shows what would become of every guest.
playbook('Rolling host update') {

    vars unattended: ask(false, 'Do not ask before each node'),
         emptyAlways: ask(false, 'Empty each node, also where nothing asks for a boot'),
         forceReboot: ask(false, 'Reboot each updated node, also where its kernel is the newest'),
         majorRelease: ask(false, 'Go to the next major release of Proxmox VE'),
         answerWithin: 30.minutes,         // how long each question waits; silence stops the roll
         gatesWithin: 10.minutes,          // how long the cluster may take to be well
         moveTimeout: 30.minutes,          // of each guest, and of HA
         rebootTimeout: 20.minutes,        // a node that is not back by then has failed
         rejoinTimeout: 10.minutes,        // one that is no sound member by then has failed
         settle: 2.minutes                 // before the next node

    play('Update one node at a time') {
        hosts 'proxmox_nodes'
        become()
        serial 1
        anyErrorsFatal()

        tasks {
            block('Update the node') {
                task('See what there is to do') {
                    nodeUpdates majorRelease: majorRelease, forceReboot: forceReboot
                    register 'updates'
                }
                block('Where there is anything to do') {
                    when { updates.needed }

                    task('The cluster can do without the node') {
                        rollGates policies: [votes: 'ask'], within: gatesWithin
                    }
                    task('Show what becomes of its guests') {
                        when { (updates.drain || emptyAlways) && !updates.underWay }
                        evacuate preview: true
                        register 'preview'
                    }
                    task('Ask before it begins') {
                        when { !unattended && !updates.underWay }
                        confirm "Update ${host.name} now? Boot: ${updates.bootReasons}", timeout: answerWithin, unanswered: 'stop'
                    }
                    task('Empty the node') {
                        when { updates.drain || emptyAlways }
                        evacuate timeout: moveTimeout
                    }
                    task('Upgrade its packages') {
                        nodeUpgrade majorRelease: majorRelease
                    }
                    task('Compare its kernels') {
                        checkReboot force: forceReboot
                        register 'kernel'
                    }
                    task('Empty it before an unforeseen boot') {
                        when { kernel.rebootRequired && !(updates.drain || emptyAlways) }
                        evacuate timeout: moveTimeout
                    }
                    task('Reboot') {
                        when { kernel.rebootRequired }
                        nodeReboot timeout: rebootTimeout
                        register 'boot'
                    }
                    block('Back into service') {
                        when { !kernel.rebootRequired || boot.skipped || !boot.handedOver }

                        task('It is a sound member of the cluster again') { rejoined timeout: rejoinTimeout }
                        task('It boots what it should') {
                            checkReboot()
                            register 'after'
                            failedWhen { after.rebootRequired }
                        }
                        task('Bring its guests home') { migrateBack timeout: moveTimeout, settle: settle }
                    }
                }
            } rescue {
                task('Stop the roll') { rollStopped() }
            }
        }
    }
}
