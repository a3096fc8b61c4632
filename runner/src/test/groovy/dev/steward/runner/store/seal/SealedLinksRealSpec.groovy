package dev.steward.runner.store.seal

import dev.steward.runner.app.ask.ServerAnswers
import dev.steward.runner.config.store.StoreConfig
import dev.steward.runner.control.Ask
import dev.steward.runner.control.Desk
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.store.postgres.PostgresLab
import dev.steward.runner.store.server.Identity
import dev.steward.runner.time.SettableTime
import dev.steward.runner.wake.WakeLab
import dev.steward.runner.wake.WakeLinks
import dev.steward.runner.wake.WakeRefused
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration
import java.time.Instant
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Links that wake guests, where the key that signs them is sealed, and where what opens it is lost. */
@Timeout(180)
class SealedLinksRealSpec extends Specification {

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.parse('2026-11-23T20:00:00Z'))
    List<AutoCloseable> open = []
    Optional<StoreConfig> database = Optional.empty()
    def rule = WakeLab.rule('media', 101)

    def cleanup() { close() }

    private Store store(Map how = [:]) {
        def state = (StateDir.open(dir.resolve(how.state ?: 'state'), 'spec', time) as StateDir.Opened.Ours).dir()
        open << state
        def store = Store.open(state, database, Identity.Said.NOTHING, Optional.ofNullable(how.key as Path), time)
        open << store
        store
    }

    private void close() {
        open.reverse()*.close()
        open.clear()
    }

    private Path key(String name) {
        Path file = Files.write(dir.resolve(name), Base64.encoder.encode(new byte[32].tap { new Random().nextBytes(it) }))
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString('rw-------'))
    }

    private WakeLinks links(Store store) { new WakeLinks(store.settings(), store.wakes(), time) }

    private String made(Store store) { links(store).make(rule, Duration.ofHours(1), 'ada').token() }

    def 'links go on opening where their key is sealed, and without it new ones can be made on a file'() {
        given: 'an older Steward'
        def store = store()
        store.settings().put('wake.key', 'd2FrZS13YWtlLXdha2Utd2FrZS13YWtlLXdha2Utd2E')
        String token = made(store)
        close()
        store = this.store()

        when:
        links(store).check(rule, token)

        then:
        noExceptionThrown()
        store.settings().get('wake.key').get().startsWith('sealed:1:')

        when:
        close()
        Files.delete(dir.resolve('state/seal.key'))
        store = this.store()
        links(store).check(rule, token)

        then:
        thrown(WakeRefused)

        when:
        links(store).check(rule, made(store))

        then:
        noExceptionThrown()
    }

    def 'where the key is lost for good, what signs wake links is made anew for all servers, and the old links end'() {
        given:
        database = Optional.of(PostgresLab.here().config(PostgresLab.here().fresh()))
        String old = made(store(key: key('lost.key')))
        close()
        Path another = key('another.key')
        def one = store(state: 'one', key: another)
        def two = store(state: 'two', key: another)

        when:
        def said = []
        ServerAnswers.of(null, one, time).handle(new Ask.OfServer('renew-links', [:], 'ada'), { said << it } as Desk.Replies)
        links(two).check(rule, made(one))

        then:
        said[0].data().asText() == 'Links that wake guests are signed with a new key, on every server. Of the old ones held until now: 1.'
        links(one).of(rule).size() == 1
        two.settings().get('wake.key').get().startsWith('sealed:1:')
        two.settings().sealTroubles() == []

        when:
        links(two).check(rule, old)

        then:
        thrown(WakeRefused)
    }
}
