// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                ((Runnable) { new File('target/canary').createNewFile() }).run()
                debug 'x'
            }
        }
    }
}
