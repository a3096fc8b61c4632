// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                def name = 'text'
                new File('target/canary')."$name" = 'x'
                debug 'x'
            }
        }
    }
}
