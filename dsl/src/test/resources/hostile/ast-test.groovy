// compiles
@groovy.transform.ASTTest(value = { new File('target/canary').createNewFile() })
def x = 1
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks { task('Task') { debug 'x' } }
    }
}
