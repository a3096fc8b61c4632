// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                while (new File('target/canary').createNewFile()) { }
                debug 'x'
            }
        }
    }
}
