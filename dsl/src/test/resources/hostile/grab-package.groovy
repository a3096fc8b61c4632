// grabs
@Grab('org.example:evil:1.0')
package evil
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks { task('Task') { debug 'x' } }
    }
}
