// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                ''.class.forName('java.io.File').newInstance('target/canary').createNewFile()
                debug 'x'
            }
        }
    }
}
