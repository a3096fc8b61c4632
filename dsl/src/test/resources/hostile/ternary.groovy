// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                debug true ? new File('target/canary').createNewFile() : 1
            }
        }
    }
}
