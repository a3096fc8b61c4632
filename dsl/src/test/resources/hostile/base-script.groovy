// compiles
@groovy.transform.BaseScript(Script)
import groovy.transform.BaseScript
new File('target/canary').createNewFile()
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks { task('Task') { debug 'x' } }
    }
}
