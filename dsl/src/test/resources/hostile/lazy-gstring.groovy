// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                debug "${-> new File('target/canary').createNewFile()}".toString()
            }
        }
    }
}
