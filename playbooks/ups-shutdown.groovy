// Two nodes on battery: for five minutes both stay, then the second one goes, after fifteen minutes the first one, which carries
// Steward. A low battery (LB), FSD and the emergency charge open every gate at once. Power that is back in time undoes what was done.
//
//   steward plan playbooks/ups-shutdown.groovy -i inventory      what it means on your hosts; nothing is touched
//   steward power plan                                           the time it needs, against what the battery gives
//   steward power rehearse                                       an outage played in check mode, 40 minutes in seconds
playbook('UPS shutdown') {

    vars node1: ask('pve1', 'The node that stays longest'),
         node2: ask('pve2', 'The node that goes first'),
         keepBoth: ask(5.minutes, 'So long on battery both nodes stay'),
         keepOne: ask(15.minutes, 'So long on battery the other one stays'),
         guestLimit: ask(180.seconds, 'How long a guest may take before it is stopped hard')

    // The group of a node's guests as the inventory names it: proxmox_pve_node2_lxc for node pve-node2.
    def guests1 = "proxmox_${node1.replace('-', '_')}"
    def guests2 = "proxmox_${node2.replace('-', '_')}"

    onBattery confirm: 30.seconds                         // of any UPS of steward.yml; a shorter dip starts nothing
    onPowerRestored stableFor: 60.seconds, charge: 30     // then what was done is undone, the last phase first
    emergencyWhen { ups.lowBattery || ups.forcedShutdown || ups.charge <= 10 }

    // After the last phase nobody is left to switch anything on: the UPS and the BIOS have to.
    wayBack upsReturn: true, wake: [node2], note: 'BIOS of both nodes: power on after AC loss; wake-on-LAN enabled'

    // A guest or NAS that serves others goes after them within a phase; phases that say otherwise are refused.
    // stopBefore consumers: 'docker_vms', providers: 'nas'

    // Guests that you can do without, by the tag first-off: the less runs, the longer the battery lasts. Without that tag this does nothing.
    phase('Keep both nodes') {
        startWhen { ups.onBatteryFor >= 1.minutes || ups.charge <= 60 }
        timeout 3.minutes
        shrink order: 1, to: 0.seconds

        play('Guests that go first') {
            hosts 'tag_first_off'
            forks 10
            tasks { task('Shut down') { guest state: 'shutdown', timeout: 120.seconds } }
        }
        recover {
            play('Guests that went first') {
                hosts 'tag_first_off'
                tasks { task('Start') { guest state: 'started' } }
            }
        }
    }

    phase('Shut down the second node') {
        startWhen { ups.onBatteryFor >= keepBoth || ups.charge <= 40 }
        timeout 10.minutes
        shrink order: 2, to: 4.minutes

        play('Its guests') {
            hosts "${guests2}_lxc:${guests2}_qemu"
            forks 25
            tasks { task('Shut down') { guest state: 'shutdown', timeout: guestLimit, force: true } }
        }
        play('The second node') {
            hosts "${node2}"
            tasks {
                // Of two nodes one alone has no quorum: it may go all the same, and guests that run go on running. HA is set aside before.
                task('Power off') { node state: 'shutdown', allowQuorumLoss: true, timeout: 5.minutes }
            }
        }
        recover {
            play('Wake the second node') {
                hosts "${node2}"
                tasks { task('Wake') { node state: 'started', timeout: 10.minutes } }
            }
            play('Its guests that were stopped') {
                hosts "${guests2}_lxc:${guests2}_qemu"
                tasks {
                    task('Start') {
                        guest state: 'started'
                        retries 3, delay: 20.seconds      // a cluster that was just put together again may have no quorum yet
                    }
                }
            }
        }
    }

    phase('Shut down the first node') {
        startWhen { ups.onBatteryFor >= keepOne || ups.charge <= 20 }
        pointOfNoReturn()

        play('The other guests') {
            hosts "${guests1}_lxc:${guests1}_qemu"        // the guest that Steward runs in is left out: it goes with its node
            forks 25
            tasks { task('Shut down') { guest state: 'shutdown', timeout: guestLimit, force: true } }
        }
        play('The first node') {
            hosts "${node1}"
            tasks { task('Power off') { node state: 'shutdown', allowQuorumLoss: true, timeout: 5.minutes } }
        }
    }
}
