package dev.steward.runner.config

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import spock.lang.Specification
import spock.lang.TempDir

class SecretsFileSpec extends Specification {

    @TempDir Path dir

    def 'secrets come from a credential, the environment or the file, in this order'() {
        given:
        def file = secretsFile('prometheus: {root: from-file}\nbackup/key: "0755"\n', 'rw-------')
        def credentials = Files.createDirectory(dir.resolve('credentials'))
        if (credential) {
            Files.writeString(credentials.resolve('prometheus.root'), 'from-credential\n')
        }
        def environment = [CREDENTIALS_DIRECTORY: credentials.toString()]
        if (variable) {
            environment.STEWARD_SECRET_PROMETHEUS_ROOT = 'from-environment'
        }
        def secrets = FileSecrets.open(new SecretsConfig(Optional.of(file), Optional.empty()), environment)

        expect:
        secrets.find('prometheus/root').get().reveal() == found
        secrets.find('backup/key').get().reveal() == '0755'
        secrets.find('no/such').empty
        secrets.find('../prometheus.root').empty

        where:
        credential | variable || found
        true       | true     || 'from-credential'
        false      | true     || 'from-environment'
        false      | false    || 'from-file'
    }

    def 'a secrets file with mode #mode is refused with its mode named'() {
        when:
        FileSecrets.open(new SecretsConfig(Optional.of(secretsFile('a: b', mode)), Optional.empty()), [:])

        then:
        def refused = thrown(ConfigRefused)
        refused.message.contains("has mode $mode; others than its owner could use it: chmod 0600")
        !refused.message.contains('b\n')

        where:
        mode << ['rw-r--r--', 'rw-r-----', 'rw-----w-', 'rwx------']
    }

    private Path secretsFile(String text, String mode) {
        def file = Files.writeString(dir.resolve('secrets.yml'), text)
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode))
        file
    }
}
