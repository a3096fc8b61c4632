// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                switch (new File('target/canary').createNewFile()) { default: break }
                debug 'x'
            }
        }
    }
}
