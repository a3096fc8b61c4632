// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                setFact((new File('target/canary').createNewFile()): 1)
            }
        }
    }
}
