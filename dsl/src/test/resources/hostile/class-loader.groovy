// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                this.class.classLoader.loadClass('java.io.File').newInstance('target/canary').createNewFile()
                debug 'x'
            }
        }
    }
}
