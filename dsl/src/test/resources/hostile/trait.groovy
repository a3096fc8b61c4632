// acts
trait Evil { def act() { new File('target/canary').createNewFile() } }
class Thing implements Evil { }
new Thing().act()
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks { task('Task') { debug 'x' } }
    }
}
