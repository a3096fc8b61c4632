// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                Class.forName('java.io.File').getConstructor(String).newInstance('target/canary').createNewFile()
                debug 'x'
            }
        }
    }
}
