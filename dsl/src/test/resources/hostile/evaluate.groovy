// acts
evaluate("new File('target/canary').createNewFile()")
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks { task('Task') { debug 'x' } }
    }
}
