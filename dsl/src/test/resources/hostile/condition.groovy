// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                when { new File('target/canary').createNewFile() }
                debug 'x'
            }
        }
    }
}
