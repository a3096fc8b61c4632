// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                ['touch', 'target/canary'].execute().waitFor()
                debug 'x'
            }
        }
    }
}
