// acts
enum Evil { ONE; Evil() { new File('target/canary').createNewFile() } }
Evil.ONE.name()
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks { task('Task') { debug 'x' } }
    }
}
