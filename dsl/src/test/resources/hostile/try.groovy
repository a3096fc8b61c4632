// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                try { new File('target/canary').createNewFile() } finally { }
                debug 'x'
            }
        }
    }
}
