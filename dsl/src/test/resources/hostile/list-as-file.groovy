// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                (['target/canary'] as File).createNewFile()
                debug 'x'
            }
        }
    }
}
