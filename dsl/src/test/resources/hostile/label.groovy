// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                act: new File('target/canary').createNewFile()
                debug 'x'
            }
        }
    }
}
