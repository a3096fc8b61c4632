// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                command 'true'
                register 'r'
                failedWhen { 'touch target/canary'.execute().waitFor() }
            }
        }
    }
}
