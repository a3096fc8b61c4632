// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                new File(*['target/canary']).createNewFile()
                debug 'x'
            }
        }
    }
}
