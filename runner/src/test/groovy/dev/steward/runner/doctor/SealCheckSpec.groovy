package dev.steward.runner.doctor

import static dev.steward.runner.doctor.Finding.Level.GOOD
import static dev.steward.runner.doctor.Finding.Level.NOTE
import static dev.steward.runner.doctor.Finding.Level.PROBLEM

import dev.steward.runner.config.ConfigLoader
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import spock.lang.Specification
import spock.lang.TempDir

/** What the check-up says of the key that seals secrets in the history. */
class SealCheckSpec extends Specification {

    static final String KEY = Base64.encoder.encodeToString(new byte[32])
    static final String POSTGRES = 'store: {url: "postgresql://steward@db.example.com/steward"}\n'
    static final String NAMED = 'secrets: {sealKey: named.key}\n'

    @TempDir Path dir

    private void file(String name, String text, String mode) {
        Path file = dir.resolve(name)
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode))
    }

    def 'with #what the check-up says: #said'() {
        given:
        Files.writeString(dir.resolve('steward.yml'), 'stateDir: state\n' + config)
        text && file(config.contains('named') ? 'named.key' : 'state/seal.key', text, mode)

        expect:
        SealCheck.look(new ConfigLoader([:], dir).load(Optional.empty()).config(), 'all of it is plain').collect { [it.level(), it.what(), it.said().replace(dir as String, '')] } == (level ? [[level, 'seal key', said]] : [])

        where:
        what                              | config           | text          | mode        || level   | said
        'a file that nothing is sealed in'| ''               | ''            | ''          || null    | ''
        'the key of a file'               | ''               | KEY           | 'rw-------' || GOOD    | '/state/seal.key; no backup holds it, so keep a copy elsewhere'
        'one that others may read'        | ''               | KEY           | 'rw-r--r--' || PROBLEM | '/state/seal.key has mode rw-r--r--; others than its owner could use it: chmod 0600 /state/seal.key'
        'PostgreSQL and no key'           | POSTGRES         | ''            | ''          || NOTE    | 'all of it is plain'
        'PostgreSQL and the key of before'| POSTGRES         | KEY           | 'rw-------' || NOTE    | '/state/seal.key opens what was sealed while the history was a file here, and what is new stays plain: name a copy of it in secrets.sealKey, the same on each server'
        'PostgreSQL and a key'            | POSTGRES + NAMED | "$KEY\n$KEY"  | 'rw-------' || GOOD    | '/named.key, 2 keys, of which the first seals; no backup holds it, so keep a copy elsewhere'
        'a key that is not there'         | NAMED            | ''            | ''          || PROBLEM | 'secrets.sealKey: /named.key does not exist; bring it back from the machine where it was made, or make one: (umask 077; openssl rand -base64 32 > /named.key)'
    }
}
