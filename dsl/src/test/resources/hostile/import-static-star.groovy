// acts
import static java.lang.Runtime.*
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                getRuntime().exec('touch target/canary').waitFor()
                debug 'x'
            }
        }
    }
}
