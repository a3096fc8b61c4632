package dev.steward.runner.store.seal

import dev.steward.house.Row
import dev.steward.runner.account.Role
import dev.steward.runner.account.Totp
import dev.steward.runner.app.account.AccountRefused
import dev.steward.runner.app.account.AccountDesk.By
import dev.steward.runner.app.account.SecondFactorDesk
import dev.steward.runner.config.store.StoreConfig
import dev.steward.runner.seal.Seal
import dev.steward.runner.secret.TokenText
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.store.backup.BackupWriter
import dev.steward.runner.store.backup.Moving
import dev.steward.runner.store.postgres.PostgresLab
import dev.steward.runner.store.postgres.ServerAbout
import dev.steward.runner.store.server.Identity
import dev.steward.runner.time.SettableTime
import dev.steward.runner.wake.WakeLab
import dev.steward.runner.wake.WakeLinks
import dev.steward.runner.wake.WakeRefused
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration
import java.time.Instant
import org.jdbi.v3.core.Jdbi
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Secrets in a history, on the file and on a real PostgreSQL: sealed, opened, left without their key. */
@Timeout(180)
class SealedHistoryRealSpec extends Specification {

    static final String SEED = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
    static final String WAKE = 'd2FrZS13YWtlLXdha2Utd2FrZS13YWtlLXdha2Utd2E'
    static final String REFRESH = '0123abcd:a-token-that-renews-and-renews'
    static final Map<String, String> PLAIN = [anna: SEED, 'wake.key': WAKE, 'collector.push.refresh': REFRESH]

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.parse('2026-11-23T20:00:00Z'))
    List<AutoCloseable> open = []
    Optional<StoreConfig> database = Optional.empty()

    def cleanup() { open.reverse()*.close() }

    private Store store(Map how = [:]) {
        def state = (StateDir.open(dir.resolve(how.state ?: 'state'), 'spec', time) as StateDir.Opened.Ours).dir()
        open << state
        def store = Store.open(state, how.on == null ? database : how.on as Optional<StoreConfig>, Identity.Said.NOTHING, Optional.ofNullable(how.key as Path), time)
        open << store
        store
    }

    private void close() {
        open.reverse()*.close()
        open.clear()
    }

    /** The key that is named on PostgreSQL; the file has its own. */
    private Path on(String where) {
        if (where == 'a file') {
            return null
        }
        def lab = PostgresLab.here()
        database = Optional.of(lab.config(lab.fresh()))
        key('named.key')
    }

    private Path key(String name) {
        Path file = Files.write(dir.resolve(name), Base64.encoder.encode(new byte[32].tap { new Random().nextBytes(it) }))
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString('rw-------'))
    }

    /** As an older Steward left it: with accounts that have second factors. */
    private void past(Store store, Map<String, String> seeds = [anna: SEED]) {
        seeds.each { name, seed ->
            store.accounts().add(name, Role.OPERATOR, 'a hash')
            sql(store, "insert into second_factor (account, secret, confirmed_at, last_step) values ('$name', '$seed', current_timestamp, 0)")
        }
        sql(store, "insert into recovery_code (account, hash) values ('anna', '${TokenText.hash('0123456789')}')")
        sql(store, "insert into setting (name, content) values ('wake.key', '$WAKE')")
        sql(store, "insert into setting (name, content) values ('collector.push.refresh', '$REFRESH')")
    }

    private static void sql(Store store, String text) { store.connections().connection.withCloseable { it.createStatement().execute(text) } }

    /** The same, sealed by a start since. */
    private void sealedPast(Path key) {
        past(store(key: key))
        close()
        store(key: key)
        close()
    }

    /** What stands in the rows. */
    private static Map<String, String> kept(Store store) {
        store.connections().connection.withCloseable {
            def rows = it.createStatement().executeQuery("select account, secret from second_factor union all select name, content from setting where name in ('wake.key', 'collector.push.refresh')")
            Map all = new TreeMap()
            while (rows.next()) { all[rows.getString(1)] = rows.getString(2) }
            all
        }
    }

    private static Map<String, String> read(Store store) {
        [anna: store.secondFactors().find('anna').get().secret().orElse(null)] + SealedFact.values().collectEntries { [it.fact(), store.settings().get(it).orElse(null)] }
    }

    private List<String> told(Store store, Path key, String state = 'state') { Sealing.once(Jdbi.create(store.connections()), Seal.of(Optional.ofNullable(key), dir.resolve(state), database.empty)) }

    private byte[] backup(Store store) { new ByteArrayOutputStream().tap { new BackupWriter(store.connections(), [:], '0.1.0').write(it, time.now()) }.toByteArray() }

    @Row('S-07')
    def 'what an older Steward left plain in #where is sealed at the next start and read as before, and one more start changes nothing'() {
        given:
        Path key = on(where)
        past(store(key: key))
        close()

        when:
        def next = store(key: key)
        def sealed = kept(next)

        then:
        sealed.keySet() == PLAIN.keySet()
        sealed.values().every { it.startsWith('sealed:1:') }
        PLAIN.values().every { plain -> sealed.values().every { !it.contains(plain) && !it.contains(plain[0..9]) } }
        read(next) == PLAIN
        told(next, key) == []

        and: 'it still opens'
        new SecondFactorDesk(next, time).takes('anna', Totp.code(SEED, Totp.step(time.now())))

        when:
        close()
        next = store(key: key)

        then:
        kept(next) == sealed

        and: 'the key stands in no table'
        String secret = Files.readString(key ?: dir.resolve('state/seal.key')).strip()
        !new String(backup(next), 'ISO-8859-1').contains(secret)
        Files.exists(dir.resolve('state/seal.key')) == (where == 'a file')

        where:
        where << ['a file', 'PostgreSQL']
    }

    def 'without the key of a history in #where Steward starts, says what is lost and what to do, and people come in by recovery codes'() {
        given:
        Path key = on(where)
        sealedPast(key)
        Path file = key ?: dir.resolve('state/seal.key')
        String was = Files.readString(file)
        key ? this.key('named.key') : Files.delete(file)

        when:
        def next = store(key: key)
        def desk = new SecondFactorDesk(next, time)

        then:
        desk.on('anna')
        desk.sealed('anna')
        !desk.takes('anna', Totp.code(SEED, Totp.step(time.now())))
        read(next).values().every { it == null }
        told(next, key) == ["The second factor of anna cannot be checked: its key is not in $file; put that key there again, a line of its own, or have them sign in with a recovery code, or take it from them: steward user totp reset NAME",
                            "Links that wake guests open nothing: what signs them is sealed, and its key is not in $file; put that key there again, a line of its own" + (key ? ', or where it is lost for good, on one server: steward servers renew-links' : ', or make new links') + ', which ends the old ones for good',
                            "The renewed token of collector.push is sealed, and its key is not in $file; put that key there again, a line of its own, or give the secret of collector.push.refreshToken a new one; until then that one is used"]*.toString()

        and:
        desk.takes('anna', '0123456789')

        when: 'the key comes back'
        Files.writeString(file, (Files.exists(file) ? Files.readString(file) + '\n' : '') + was)
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString('rw-------'))

        then:
        read(next) == PLAIN
        !desk.sealed('anna')
        desk.takes('anna', Totp.code(SEED, Totp.step(time.now())))

        where:
        where << ['a file', 'PostgreSQL']
    }

    def 'a key that others may read is not used, and the start goes on and says how it is put right'() {
        given:
        sealedPast(null)
        Path file = dir.resolve('state/seal.key')
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString('rw-r--r--'))

        when:
        def next = store()

        then:
        told(next, null)[0].startsWith("The second factor of anna cannot be checked: its key cannot be used: $file has mode rw-r--r--; others than its owner could use it: chmod 0600 $file, or ")

        when:
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString('rw-------'))

        then:
        read(next) == PLAIN
    }

    def 'a second factor without its key is taken away and set up anew'() {
        given:
        sealedPast(null)
        Files.delete(dir.resolve('state/seal.key'))
        def next = store()
        def desk = new SecondFactorDesk(next, time)

        when:
        desk.remove('anna', new By('ada', 'cli'))
        desk.begin('anna')

        then:
        desk.waiting('anna').get() ==~ /[A-Z2-7]{32}/
        desk.confirm('anna', Totp.code(desk.waiting('anna').get(), Totp.step(time.now())), new By('anna', 'page')).size() == 8
        kept(next).anna.startsWith('sealed:1:')
    }

    def 'a value that was copied to another row opens nothing there'() {
        given:
        def store = store()
        past(store, [anna: SEED, otto: SEED.reverse()])
        close()
        store = this.store()

        when:
        sql(store, "update second_factor set secret = '${kept(store).anna}' where account = 'otto'")

        then:
        store.secondFactors().find('otto').get().secret().empty
        store.secondFactors().find('anna').get().secret().get() == SEED
        told(store, null)[0].startsWith('The second factor of otto cannot be checked')
    }

    def 'where nothing is to be sealed no key is made'() {
        expect:
        told(store(), null) == []
        !Files.exists(dir.resolve('state/seal.key'))
    }

    def 'in PostgreSQL without a key it stays plain, and what to do is said; with one it is sealed, for each server that has it'() {
        given:
        Path key = on('PostgreSQL')
        def one = store(state: 'one')
        past(one)

        expect:
        kept(one) == PLAIN
        told(one, null, 'one') == [Sealing.PLAIN]
        !Files.exists(dir.resolve('one/seal.key'))

        when:
        close()
        one = store(state: 'one', key: key)
        Files.copy(key, dir.resolve('copy.key'), StandardCopyOption.COPY_ATTRIBUTES)
        def two = store(state: 'two', key: dir.resolve('copy.key'))

        then:
        kept(two).values().every { it.startsWith('sealed:1:') }
        read(one) == PLAIN
        read(two) == PLAIN

        when: 'a third has none'
        def three = store(state: 'three')

        then: 'it says so, and takes nothing from the others'
        told(three, null, 'three').size() == 3
        ServerAbout.sealTroubles(database.get(), Seal.unread(Optional.empty(), dir.resolve('three'), false)) == told(three, null, 'three')
        ServerAbout.sealTroubles(database.get(), Seal.unread(Optional.of(key), dir.resolve('three'), false)) == []
        three.settings().sealTroubles() == told(three, null, 'three')
        two.settings().sealTroubles() == []
        told(three, null, 'three')[0].startsWith('The second factor of anna cannot be checked: its key is not here; name the file with the key of the other servers in secrets.sealKey, or ')
        read(three).values().every { it == null }
        read(one) == PLAIN

        when:
        new WakeLinks(three.settings(), three.wakes(), time).make(WakeLab.rule('media', 101), Duration.ofHours(1), 'ada')

        then:
        def e = thrown(WakeRefused)
        e.message.contains('put the key there that the other servers have in theirs, and name the file in secrets.sealKey')
        e.message.endsWith('Where the key is lost for good: steward servers renew-links.')
        read(two) == PLAIN
    }

    def 'another key above the old one seals everything anew at the next start, in #where, and the old one can go'() {
        given:
        Path key = on(where)
        past(store(key: key))
        close()
        def before = kept(store(key: key))
        close()
        Path file = key ?: dir.resolve('state/seal.key')
        String old = Files.readString(file).strip()
        String fresh = Files.readString(this.key('fresh'))
        Files.writeString(file, "$fresh\n$old\n")

        when:
        def after = kept(store(key: key))
        close()
        Files.writeString(file, fresh)
        def last = store(key: key)

        then:
        PLAIN.keySet().every { before[it] != after[it] && Seal.keyOf(before[it]) != Seal.keyOf(after[it]) }
        read(last) == PLAIN
        told(last, key) == []

        where:
        where << ['a file', 'PostgreSQL']
    }

    def 'a history that is moved to PostgreSQL opens with the key of its file, and is sealed anew with the one that is named'() {
        given:
        sealedPast(null)
        Path named = on('PostgreSQL')

        when:
        def moved = new Moving(dir.resolve('state'), '0.1.0').move(database.get(), time.now())

        then:
        moved.sealed().keys().size() == 1
        moved.sealed().plain() == []

        when:
        def next = store()

        then:
        read(next) == PLAIN

        when:
        close()
        next = store(key: named)
        Files.delete(dir.resolve('state/seal.key'))
        close()
        next = store(key: named)

        then:
        read(next) == PLAIN
        told(next, named) == []
    }

    def 'where the key cannot be made, nothing is kept plain: who sets up a second factor is told why'() {
        given:
        def store = store()
        past(store)
        Files.createDirectories(dir.resolve('state/seal.key/in the way'))

        when:
        new SecondFactorDesk(store, time).begin('otto')

        then:
        def e = thrown(AccountRefused)
        e.message.startsWith("No second factor can be kept: ${dir.resolve('state/seal.key')}")

        when: 'the next start goes on with what is plain'
        close()
        store = this.store()

        then:
        read(store) == PLAIN
        told(store, null)[0].startsWith('Secrets in the history stay plain, since they cannot be sealed (3): ')
    }
}
