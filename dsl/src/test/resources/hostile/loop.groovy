// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                loop { ['touch target/canary'.execute().waitFor()] }
                debug 'x'
            }
        }
    }
}
