// upsmon on the nodes as the last line of defence, for the day on which Steward does not live. Stock upsmon halts all nodes at once at
// LB or FSD; here each node waits for its slot (the first of 'nodes' goes first, the next one when that is off or after 'slot'), and stands
// back while a living Steward holds the outage. How a node tells, and what it does when it cannot: files/steward-shutdown.
//
//   steward run playbooks/provision-nut-client.groovy -i inventory --check --diff
//   steward run playbooks/provision-nut-client.groovy -i inventory -e '{nodes: [pve2, pve1], upses: [cyberpower@192.0.2.164]}'
//   steward run playbooks/provision-nut-client.groovy -i inventory -e state=absent        as it was before, files and packages
//
// Before: the password as secret 'nut/upsmon', and on the host of upsd a user for it in upsd.users: [upsmon], password = …, upsmon secondary.
// There HOSTSYNC must be as long as the whole: grace + standBack + slot, and the time that guests take to stop; else the UPS cuts the
// power under nodes that still wait. Steward needs PVEPoolAdmin on /pool/steward-outage: without its claim no node knows that it lives.
// Try it without harm: 'shutdown: /usr/bin/logger would go', then 'upsmon -c fsd' on the primary, at a quiet hour.
playbook('Provision NUT clients') {

    vars state: ask('present', 'present, or absent: as it was before'),
         nodes: ask(['pve2', 'pve1'], 'The nodes by their names in the cluster; the one that goes first at the front'),
         upses: ask(['cyberpower@192.0.2.164'], 'UPS@host of upsd, with :port where it is not 3493'),
         supplies: ask(1, 'How many of these must feed a node'),
         user: ask('upsmon', 'Its name in upsd.users'),
         slot: ask(120.seconds, 'So long a node waits for those that go earlier'),
         grace: ask(20.seconds, 'So long it waits for Steward to take the outage'),
         standBack: ask(5.minutes, 'At most so long it leaves the outage to Steward'),
         shutdown: ask('/sbin/shutdown -h +0', 'What switches a node off')

    def files = '/usr/local/lib/steward'
    def kept = '/var/backups/steward-nut-client'
    def types = ['ONLINE', 'ONBATT', 'LOWBATT', 'FSD', 'COMMOK', 'COMMBAD', 'SHUTDOWN', 'REPLBATT', 'NOCOMM', 'NOPARENT']

    if (state == 'present') {
        play('upsmon on the nodes') {
            hosts "${nodes.join(':')}"
            become()

            tasks {
                task('Keep what was there') { script 'nut-client-keep.sh', creates: kept }
                task('Install upsmon') { apt name: 'nut-client', updateCache: true, cacheValidTime: 1.hours, recommends: false }
                task('Folder of the script') { file files, state: 'directory', mode: '0755', owner: 'root', group: 'root' }
                task('What switches the node off in its slot') {
                    copy src: 'steward-shutdown', dest: "${files}/steward-shutdown", mode: '0755', owner: 'root', group: 'root', validate: 'sh -n %s'
                }
                task('Its slot') {
                    template src: 'steward-shutdown.conf.tpl', dest: '/etc/nut/steward-shutdown.conf', mode: '0644', owner: 'root', group: 'root',
                            vars: [nodes: nodes, node: host.name, slot: slot.toSeconds(), grace: grace.toSeconds(),
                                   standback: standBack.toSeconds(), command: shutdown]
                }
                task('Does steward-notify lie here') {
                    stat path: "${files}/steward-notify"
                    register 'notifies'
                }
                task('What upsmon watches') {
                    template src: 'upsmon.conf.tpl', dest: '/etc/nut/upsmon.conf', mode: '0640', owner: 'root', group: 'nut',
                            vars: [upses: upses, user: user, password: secret('nut/upsmon'), supplies: supplies, types: types,
                                   notify: "${notifies.exists ? files + '/steward-notify' : ''}", flags: "${notifies.exists ? 'SYSLOG+EXEC' : 'SYSLOG'}"]
                    notify 'upsmon has new files'
                }
                task('What keeps the node logged in until it is off') {
                    copy src: 'steward-hold.service', dest: '/etc/systemd/system/steward-hold.service', mode: '0644', owner: 'root', group: 'root'
                    notify 'upsmon has new files'
                }
                task('Is NUT switched on') {
                    command 'grep', '-Eq', '^MODE="?(netclient|netserver|standalone|manual)"?', '/etc/nut/nut.conf'
                    register 'mode'
                    changedWhen { false }
                    failedWhen { mode.rc > 1 }
                }
                task('Switch it on') {
                    when { mode.rc != 0 }
                    lineInFile '/etc/nut/nut.conf', regexp: '^MODE=', line: 'MODE=netclient'
                    notify 'upsmon has new files'
                }
                task('upsmon starts with the node') { service 'nut-monitor', state: 'started', enabled: true }
                task('And so does what keeps it logged in') { service 'steward-hold', state: 'started', enabled: true, daemonReload: true }
                flushHandlers()
                task('The UPS answers') {
                    loop { upses }
                    command 'upsc', item, 'ups.status'
                    changedWhen { false }
                    retries 3, delay: 2.seconds
                }
            }
            handlers {
                handler('Restart upsmon') {
                    service 'nut-monitor', state: 'restarted'
                    listen 'upsmon has new files'
                }
                handler('Restart what keeps it logged in') {
                    service 'steward-hold', state: 'restarted', daemonReload: true
                    listen 'upsmon has new files'
                }
            }
        }
    } else {
        play('The nodes as they were') {
            hosts "${nodes.join(':')}"
            become()

            tasks {
                task('The word is understood') { assertThat that: { state == 'absent' }, message: "state is present or absent, not ${state}" }
                task('Put back what was there') {
                    script 'nut-client-restore.sh', removes: kept
                    register 'restored'
                }
                task('Remove what came with it') {
                    when { restored.changed && restored.stdout != '' }
                    apt name: restored.lines, state: 'absent', purge: true
                }
                task('Nothing is left to put back') { file kept, state: 'absent' }
            }
        }
    }
}
