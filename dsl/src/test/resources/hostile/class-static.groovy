// acts
class Evil { static { new File('target/canary').createNewFile() } }
new Evil()
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks { task('Task') { debug 'x' } }
    }
}
