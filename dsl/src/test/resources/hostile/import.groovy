// acts
import java.nio.file.Files
import java.nio.file.Path
playbook('Hostile') {
    play('Play') {
        hosts 'all'
        tasks {
            task('Task') {
                Files.createFile(Path.of('target/canary'))
                debug 'x'
            }
        }
    }
}
