// acts
import static java.nio.file.Files.createFile
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                createFile(java.nio.file.Path.of('target/canary'))
                debug 'x'
            }
        }
    }
}
