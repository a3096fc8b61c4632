// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                Eval.me("new File('target/canary').createNewFile()")
                debug 'x'
            }
        }
    }
}
