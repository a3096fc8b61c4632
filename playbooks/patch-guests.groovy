// Brings the packages of guests up to date, each as a transaction: look what there is to do; only then take a snapshot or a backup; update;
// look whether what was well before is well; keep the result, or take the guest back where rollback says so. A guest that is off, locked,
// in a backup, a template or tagged no-auto is left alone, with the reason.
//
//   steward run playbooks/patch-guests.groovy                                     what would be done; nothing is
//   steward run playbooks/patch-guests.groovy -e action=apply --limit tag_web     the guests with the tag web
//   steward run playbooks/patch-guests.groovy -e action=apply -e '{"inOrder": ["tag_db", "tag_app", "pool_front"]}'
//
// A schedule with mustEndBy starts no guest that would, by how long it took before, not be done in time.
playbook('Patch guests') {

    vars action: ask('check', 'check only looks, apply updates'),
         guests: ask('proxmox_all_lxc:proxmox_all_qemu', 'Which guests'),
         inOrder: ask([], 'Groups one after the other, as a stack from its database to its proxy; instead of the guests above'),
         canary: ask(1, 'So many go first; where they fail nobody follows'),
         atOnce: ask(5, 'Then so many at a time'),
         stopAt: ask(30, 'Where more than this share (%) of them failed, nobody follows'),
         exclude: ask([], 'Packages that stay as they are'),
         securityOnly: ask(false, 'Only what mends weaknesses'),
         protect: ask('auto', 'What is made first: auto, snapshot, backup or none'),
         backupTo: ask('', 'The storage of a backup'),
         keep: ask(3.days, 'How long a snapshot is kept'),
         rollback: ask(false, 'Take a guest back that fails'),
         stopped: ask('skip', 'A guest that is off: skip it, or start it and stop it again'),
         verifyUnits: ask(true, 'No unit may have failed that had not before'),
         verifyPorts: ask([], 'Ports on which somebody must listen'),
         verifyUrls: ask([], 'Addresses that must answer, asked from within the guest'),
         verifyCommands: ask([], 'Commands that must succeed in the guest'),
         verifyWithin: ask(60.seconds, 'How long until all of that holds'),
         within: ask(30.minutes, 'How long each part may take; an update that takes longer goes on, detached'),
         autoReboot: ask(false, 'Reboot where a reboot is required')

    (inOrder ?: [guests]).each { group ->
        play("Patch ${group}") {
            hosts group
            become()
            serial canary, atOnce
            maxFailPercentage stopAt

            tasks {
                task('Patch') {
                    patch action, exclude: exclude, securityOnly: securityOnly, timeout: within,
                          protect: protect, backupTo: backupTo, keep: keep, rollback: rollback, stopped: stopped,
                          verify: [units: verifyUnits, ports: verifyPorts, urls: verifyUrls, commands: verifyCommands, within: verifyWithin]
                    register 'patched'
                }
                task('Say that a reboot is required') {
                    when { patched.rebootRequired && !autoReboot }
                    debug "Reboot required: ${patched.rebootReasons}"
                }
                task('Reboot') {
                    when { patched.rebootRequired && patched.stage == 'commit' && autoReboot }
                    reboot auto: true, message: 'Updated by patch-guests'
                }
            }
        }
    }
}
