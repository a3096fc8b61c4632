// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                debug "${'touch target/canary'.execute().waitFor()}"
            }
        }
    }
}
