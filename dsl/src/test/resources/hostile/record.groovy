// acts
record Evil(String name) { Evil { new File(name).createNewFile() } }
new Evil('target/canary')
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks { task('Task') { debug 'x' } }
    }
}
