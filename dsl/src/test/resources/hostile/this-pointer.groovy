// acts
def touch() { new File('target/canary').createNewFile() }
def run = this.&touch
run()
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks { task('Task') { debug 'x' } }
    }
}
