// acts
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                java.nio.file.Files.createFile(java.nio.file.Path.of('target/canary'))
                debug 'x'
            }
        }
    }
}
