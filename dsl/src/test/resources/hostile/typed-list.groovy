// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                File file = ['target/canary']
                file.createNewFile()
                debug 'x'
            }
        }
    }
}
