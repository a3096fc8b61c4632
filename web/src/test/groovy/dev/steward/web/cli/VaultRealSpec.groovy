package dev.steward.web.cli

import dev.steward.house.Row
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

/** The packaged command: a password typed at a terminal, and processes that are killed while somebody edits. */
class VaultRealSpec extends Specification {

    static final String PLANTED = 'planted-in-the-vault'

    @AutoCleanup Terminal steward = new Terminal()

    @Row('S-08')
    def 'a typed password closes and opens, and is not shown'() {
        given:
        steward.write('secrets.yml', "x: $PLANTED\n")
        steward.write('pw', 'typed word')

        when:
        def closed = steward.run('vault', 'encrypt', '--vault-id', 'prod@pw', 'secrets.yml')
        def seen = steward.typed(['vault', 'view', '--ask', 'secrets.yml'], 'Vault password: ', 'typed word')
        def refused = steward.typed(['vault', 'view', '--ask', 'secrets.yml'], 'Vault password: ', 'another word')

        then:
        closed.code() == 0
        seen.code() == 0
        seen.out().contains(PLANTED)
        !seen.out().contains('typed word')
        refused.code() == 1
        refused.out().contains('secrets.yml: the vault password does not open it (the one asked for).')
    }

    @Row('S-08')
    def 'a process told to end while somebody edits leaves nothing decrypted; what a killed one leaves the next takes away'() {
        given:
        def desk = Files.createDirectory(steward.folder.resolve('desk'))
        steward.write('secrets.yml', "x: $PLANTED\n")
        steward.write('pw', 'correct horse')
        assert steward.run('vault', 'encrypt', '--vault-password-file', 'pw', 'secrets.yml').code() == 0
        def before = steward.folder.resolve('secrets.yml').toFile().bytes
        def environment = [XDG_RUNTIME_DIR: desk as String, EDITOR: 'f() { echo changed > "$1"; exec sleep 600; }; f']
        def edit = ['vault', 'edit', '--vault-password-file', 'pw', 'secrets.yml']

        when: 'it is told to end'
        def told = steward.start(edit, environment)
        new PollingConditions(timeout: 60).eventually { assert texts(desk) == ['changed\n'] }
        told.destroy()
        steward.end(told)

        then:
        Files.list(desk).withCloseable { it.toList() } == []
        steward.folder.resolve('secrets.yml').toFile().bytes == before

        when: 'it is killed, and its editor with it'
        def killed = steward.start(edit, environment)
        new PollingConditions(timeout: 60).eventually { assert texts(desk) == ['changed\n'] }
        killed.descendants().each { it.destroyForcibly() }
        killed.destroyForcibly().waitFor()
        def next = steward.end(steward.start(edit, environment + [EDITOR: 'true']))

        then:
        next.code() == 0
        next.err() == 'secrets.yml: nothing was changed\n'
        Files.list(desk).withCloseable { it.toList() } == []
        steward.folder.resolve('secrets.yml').toFile().bytes == before
    }

    private static List<String> texts(Path desk) {
        Files.walk(desk).withCloseable { it.filter(Files::isRegularFile).toList() }*.toFile()*.text
    }
}
