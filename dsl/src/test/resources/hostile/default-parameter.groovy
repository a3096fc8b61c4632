// acts
playbook('Hostile') {
    ['x'].each { a, b = new File('target/canary').createNewFile() -> b }
    play('Play') {
        hosts 'all'
        tasks { task('Task') { debug 'x' } }
    }
}
