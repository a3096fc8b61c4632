// Reboots hosts and guests that somebody asked for by name, one after the other. Each is believed only when another boot of it answers;
// the first that is not back in time ends the run, so that the others stay up.
playbook('Reboot') {

    vars guests: ask('nobody', 'Which hosts'),   // no host of that name: nothing is rebooted by mistake
         reason: ask('Reboot by Steward', 'Said on the host'),
         within: ask(300.seconds, 'A host that is not back by then has failed'),
         lookAfter: 2.seconds              // before the first look whether the host is back

    play('Reboot') {
        hosts guests
        become()
        serial 1

        tasks {
            task('Reboot') {
                reboot message: reason, delay: lookAfter, timeout: within
            }
        }
    }
}
