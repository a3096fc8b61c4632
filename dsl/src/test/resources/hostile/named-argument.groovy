// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                stat path: 'touch target/canary'.execute().text
            }
        }
    }
}
