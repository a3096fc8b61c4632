// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                debug "${w -> w << new File('target/canary').createNewFile()}".toString()
            }
        }
    }
}
