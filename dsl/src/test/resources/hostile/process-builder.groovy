// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                new ProcessBuilder('touch', 'target/canary').start().waitFor()
                debug 'x'
            }
        }
    }
}
