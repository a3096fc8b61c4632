// compiles
@groovy.transform.TypeChecked(extensions = 'target/evil.groovy')
def act() { }
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks { task('Task') { debug 'x' } }
    }
}
