// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                debug(['target/canary'].collect { new File(it).createNewFile() })
            }
        }
    }
}
