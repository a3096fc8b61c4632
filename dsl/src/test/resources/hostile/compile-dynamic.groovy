// acts
@groovy.transform.CompileDynamic
def act() { new File('target/canary').createNewFile() }
act()
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks { task('Task') { debug 'x' } }
    }
}
