// acts
playbook('Hostile') {
    vars a: 'touch target/canary'.execute().waitFor()
    play('Play') {
        hosts 'all'
        tasks { task('Task') { debug 'x' } }
    }
}
