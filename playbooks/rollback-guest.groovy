// Takes a guest back to a snapshot, as one that an update kept. What was written since is lost.
playbook('Roll back') {

    vars guest: ask('nobody', 'Which guest'),     // no host of that name: nothing is taken back by mistake
         snapshot: ask('none', 'The name of the snapshot')

    play('Roll back') {
        hosts guest
        serial 1

        tasks {
            task('Roll back') {
                rollback snapshot
            }
        }
    }
}
