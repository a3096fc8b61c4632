// grabs
@Grab('org.example:evil:1.0')
import java.lang.String
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks { task('Task') { debug 'x' } }
    }
}
