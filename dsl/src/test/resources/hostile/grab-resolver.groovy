// grabs
@GrabResolver(name = 'evil', root = 'file:target')
@Grab('org.example:evil:1.0')
def x = 1
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks { task('Task') { debug 'x' } }
    }
}
