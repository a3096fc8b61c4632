// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                Runtime.getRuntime().exec('touch target/canary').waitFor()
                debug 'x'
            }
        }
    }
}
