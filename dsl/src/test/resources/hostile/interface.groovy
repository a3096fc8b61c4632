// acts
interface Evil { Object MADE = new File('target/canary').createNewFile() }
Evil.MADE.toString()
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks { task('Task') { debug 'x' } }
    }
}
