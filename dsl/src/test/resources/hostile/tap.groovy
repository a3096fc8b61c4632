// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                debug 'target/canary'.with { new File(it).createNewFile() }
            }
        }
    }
}
