// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                new PrintWriter('target/canary').close()
                debug 'x'
            }
        }
    }
}
