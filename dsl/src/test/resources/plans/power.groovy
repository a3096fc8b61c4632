// Every word of a power playbook once.
playbook('UPS shutdown') {

    vars stopAt: 60, gentle: ask(true, 'Give guests time')

    onBattery ups: ['cyberpower', 'eaton'], confirm: 20.seconds
    onPowerRestored stableFor: 90.seconds, charge: 30
    emergencyWhen { ups.lowBattery || ups.charge <= 10 }
    wayBack upsReturn: true, wake: ['pve-node2'], note: 'BIOS: power on after AC loss'
    stopBefore consumers: 'docker_vms', providers: 'nas'

    phase('Stop applications') {
        startWhen { ups.onBatteryFor >= 1.minutes || ups.charge <= 90 }
        timeout 5.minutes
        shrink order: 1, to: 20.seconds
        onError 'abortPhase'

        play('Stop compose stacks') {
            hosts 'docker_vms'
            forks 10
            tasks {
                task('Bring the stack down') {
                    when { gentle && !(ups.runtime < 3.minutes) }
                    command 'docker', 'compose', '-f', '/opt/stacks/compose.yml', 'down', '--timeout', '60', '--remove-orphans'
                    timeout 120.seconds
                    retries 2, delay: 5.seconds
                }
                block('Databases') {
                    task('Stop PostgreSQL') {
                        service name: 'postgresql', state: 'stopped'
                        notify 'tell'
                    }
                } rescue {
                    task('Say so') { debug 'it goes on' }
                }
            }
            handlers { handler('tell') { debug "charge ${ups.charge}" } }
        }
        recover {
            play('Start compose stacks') {
                hosts 'docker_vms'
                serial 1
                tasks { task('Bring the stack up') { command 'docker', 'compose', 'up', '-d' } }
            }
        }
    }

    ['node2', 'node1'].eachWithIndex { node, i ->
        phase("Shut down ${node}") {
            after 'Stop applications'
            startWhen { ups.onBatteryFor >= 5.minutes * (i + 1) || ups.charge <= stopAt - 20 * i }
            if (node == 'node2') {
                play('Say so') {
                    hosts 'pve-node2'
                    tasks { task('Say so') { debug 'going down' } }
                }
            }
            play('The node') {
                hosts "pve-${node}"
                tasks { task('Power off') { command 'poweroff' } }
            }
        }
    }

    phase('Last') {
        startWhen { ups.emergency || ups.onBattery && ups.forcedShutdown }
        pointOfNoReturn()
        shrink order: 2, to: 0.seconds
        play('All the rest') {
            hosts 'all'
            tasks { task('Power off') { command 'poweroff' } }
        }
    }
}
