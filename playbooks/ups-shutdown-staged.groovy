// A house on battery in eight stages: first nobody new is let in, then work that is under way may end, then applications stop in good
// order, then containers, virtual machines and at last the nodes. Power that is back before the last stage undoes what was done.
// Take out what you do not have; every stage tells the tags and groups it is about. A tag or group that nobody has does nothing.
//
//   steward plan playbooks/ups-shutdown-staged.groovy -i inventory
//   steward power rehearse
playbook('UPS shutdown in stages') {

    vars inputs: ask('traefik', 'Hosts whose service lets requests in'),
         inputService: ask('traefik', 'That service'),
         stacks: ask('docker_vms', 'Hosts with Docker Compose projects'),
         services: ask('prometheus', 'Hosts with a service that is stopped in good order'),
         service: ask('prometheus', 'That service'),
         nodes: ask('proxmox_nodes', 'The nodes'),
         jobs: ask(['rsync', 'borg', 'restic'], 'Processes that are let end'),
         jobsLimit: ask(3.minutes, 'How long they are, and backups of Proxmox'),
         guestLimit: ask(120.seconds, 'How long a guest may take before it is stopped hard')

    onBattery confirm: 30.seconds
    onPowerRestored stableFor: 60.seconds, charge: 30
    emergencyWhen { ups.lowBattery || ups.forcedShutdown || ups.charge <= 10 }
    wayBack upsReturn: true, note: 'BIOS of every node: power on after AC loss'

    phase('Disable inputs') {
        startWhen { ups.onBatteryFor >= 2.minutes || ups.charge <= 80 }
        timeout 1.minutes
        shrink order: 1, to: 0.seconds

        play('Let nobody new in') {
            hosts "${inputs}"
            become()
            tasks { task('Stop the proxy') { service name: inputService, state: 'stopped' } }
        }
        recover {
            play('Let everybody in again') {
                hosts "${inputs}"
                become()
                tasks { task('Start the proxy') { service name: inputService, state: 'started' } }
            }
        }
    }

    phase('Wait for running jobs') {
        timeout 5.minutes
        shrink order: 2, to: 20.seconds

        play('Backups, migrations and clones on the nodes') {
            hosts "${nodes}"
            tasks {
                task('Wait, then abort backups') {
                    waitForJobs timeout: jobsLimit, onTimeout: 'abort'
                    ignoreErrors()                       // what cannot be ended without harm goes on; its guest is stopped all the same
                }
            }
        }
        play('Copies') {
            hosts "${stacks}:tag_backup"
            become()
            tasks {
                task('Wait, then end them') {
                    waitForJobs processes: jobs, timeout: jobsLimit, onTimeout: 'abort'
                    ignoreErrors()
                }
            }
        }
        recover {                                        // nothing was taken away, so there is nothing to bring back
            play('Say so') {
                hosts "${stacks}:tag_backup"
                tasks { task('Jobs') { debug 'Jobs that were aborted run again at their next time.' } }
            }
        }
    }

    phase('Stop compose stacks') {
        timeout 4.minutes
        shrink order: 4, to: 90.seconds

        play('Compose projects') {
            hosts "${stacks}"
            become()
            tasks {
                // Those that run are noted on their host, and exactly those come back.
                task('Stop the projects') {
                    dockerCompose 'stop', all: true, timeout: 60.seconds
                    timeout 3.minutes
                }
                task('No container of them runs any more') {
                    command 'docker', 'ps', '-q', '--filter', 'label=com.docker.compose.project'
                    register 'running'
                    failedWhen { running.rc != 0 || running.stdout != '' }
                    retries 2, delay: 5.seconds
                }
            }
        }
        recover {
            play('Compose projects again') {
                hosts "${stacks}"
                become()
                tasks { task('Start what was stopped') { dockerCompose 'start', all: true } }
            }
        }
    }

    phase('Stop databases') {
        timeout 4.minutes
        shrink order: 5, to: 90.seconds

        play('PostgreSQL') {
            hosts 'tag_postgres'
            become()
            tasks {
                task('Stop PostgreSQL') { postgres 'stopped', timeout: 60.seconds, force: true }
                task('PostgreSQL no longer answers') {
                    command 'pg_isready', '-q'
                    register 'ready'
                    failedWhen { ready.rc == 0 }
                    retries 6, delay: 5.seconds
                }
            }
        }
        play('MariaDB and MySQL') {
            hosts 'tag_mariadb:tag_mysql'
            become()
            tasks { task('Stop the server') { mysql 'stopped', timeout: 120.seconds } }
        }
        play('Redis') {
            hosts 'tag_redis'
            become()
            tasks {
                task('Save and stop Redis') {
                    redis 'stopped', timeout: 60.seconds          // password: secret('redis') where it has one
                }
            }
        }
        recover {
            play('PostgreSQL again') {
                hosts 'tag_postgres'
                become()
                tasks { task('Start PostgreSQL') { postgres 'started' } }
            }
            play('MariaDB and MySQL again') {
                hosts 'tag_mariadb:tag_mysql'
                become()
                tasks { task('Start the server') { mysql 'started' } }
            }
            play('Redis again') {
                hosts 'tag_redis'
                become()
                tasks { task('Start Redis') { redis 'started' } }
            }
        }
    }

    phase('Stop services') {
        timeout 2.minutes
        shrink order: 3, to: 30.seconds

        play('Services') {
            hosts "${services}"
            become()
            tasks { task('Stop the service') { service name: service, state: 'stopped' } }
        }
        recover {
            play('Services again') {
                hosts "${services}"
                become()
                tasks { task('Start the service') { service name: service, state: 'started' } }
            }
        }
    }

    phase('Shut down containers') {
        startWhen { ups.onBatteryFor >= 5.minutes || ups.charge <= 50 }
        timeout 6.minutes
        shrink order: 6, to: 2.minutes

        play('Containers') {
            hosts 'proxmox_all_lxc'                      // the guest that Steward runs in is left out: it goes with its node
            forks 25
            tasks { task('Shut down') { guest state: 'shutdown', timeout: guestLimit, force: true } }
        }
        recover {
            play('Containers that were stopped') {
                hosts 'proxmox_all_lxc'
                forks 5
                tasks {
                    task('Start') {
                        guest state: 'started'
                        retries 3, delay: 20.seconds
                    }
                }
            }
        }
    }

    phase('Shut down VMs') {
        timeout 6.minutes
        shrink order: 7, to: 3.minutes

        play('Virtual machines that keep their memory') {
            hosts 'proxmox_all_qemu:&tag_hibernate'
            forks 5
            tasks { task('Hibernate') { guest state: 'hibernated', timeout: 5.minutes } }
        }
        play('Virtual machines') {
            hosts 'proxmox_all_qemu:!tag_hibernate'
            forks 25
            tasks { task('Shut down') { guest state: 'shutdown', timeout: guestLimit, force: true } }
        }
        recover {
            play('Virtual machines that were stopped') {
                hosts 'proxmox_all_qemu'
                forks 5
                tasks {
                    task('Start') {
                        guest state: 'started'
                        retries 3, delay: 20.seconds
                    }
                }
            }
        }
    }

    phase('Shut down the hosts') {
        startWhen { ups.onBatteryFor >= 12.minutes || ups.charge <= 20 }
        pointOfNoReturn()

        play('Machines beside the cluster') {
            hosts 'power_off'                            // a group for a NAS or a backup server on the same UPS, after all that needs them
            become()
            tasks { task('Switch off') { poweroff timeout: 3.minutes } }
        }
        play('The nodes') {
            hosts "${nodes}"                             // the node that carries Steward comes last
            tasks { task('Power off') { node state: 'shutdown', allowQuorumLoss: true, timeout: 5.minutes } }
        }
    }
}
