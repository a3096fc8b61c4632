// acts
def act = { new File('target/canary').createNewFile() }
act.call()
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks { task('Task') { debug 'x' } }
    }
}
