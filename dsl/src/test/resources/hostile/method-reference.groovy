// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                def make = File::new
                make('target/canary').createNewFile()
                debug 'x'
            }
        }
    }
}
