// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                ''.getClass().forName('java.io.File').newInstance('target/canary').createNewFile()
                debug 'x'
            }
        }
    }
}
