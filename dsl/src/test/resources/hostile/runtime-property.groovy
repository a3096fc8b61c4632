// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                Runtime.runtime.exec('touch target/canary').waitFor()
                debug 'x'
            }
        }
    }
}
