// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                new GroovyShell().evaluate("new File('target/canary').createNewFile()")
                debug 'x'
            }
        }
    }
}
