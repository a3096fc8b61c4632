// reads
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                new \u0046ile('target/canary').createNewFile()
                debug 'x'
            }
        }
    }
}
