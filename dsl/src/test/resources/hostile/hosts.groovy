// acts
playbook('Hostile') {
    play('Play') {
        hosts "${new File('target/canary').createNewFile()}"
        tasks { task('Task') { debug 'x' } }
    }
}
