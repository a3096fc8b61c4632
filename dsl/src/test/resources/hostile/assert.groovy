// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                assert new File('target/canary').createNewFile()
                debug 'x'
            }
        }
    }
}
