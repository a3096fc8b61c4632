// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                def run = Runtime.getRuntime().&exec
                run('touch target/canary').waitFor()
                debug 'x'
            }
        }
    }
}
