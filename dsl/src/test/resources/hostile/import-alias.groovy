// acts
import java.io.File as Stat
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                new Stat('target/canary').createNewFile()
                debug 'x'
            }
        }
    }
}
