// acts
playbook('Hostile') {
    ['target/canary'].each { new File(it).createNewFile() }
    play('Play') {
        hosts 'all'
        tasks { task('Task') { debug 'x' } }
    }
}
