package dev.steward.runner.store.seal

import dev.steward.house.Row
import dev.steward.runner.account.Role
import dev.steward.runner.config.store.StoreConfig
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.store.postgres.PostgresLab
import dev.steward.runner.store.server.Identity
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.sql.DriverManager
import java.sql.Statement
import java.util.concurrent.TimeUnit
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A Steward that seals what an older one left plain is killed with SIGKILL, each time after another number of values. */
@Timeout(420)
class SealingKillRealSpec extends Specification {

    static final int VALUES = 300
    static final int KILLS = 5

    @TempDir Path dir
    Path state
    Optional<StoreConfig> database = Optional.empty()
    Optional<Path> key = Optional.empty()
    Statement looker
    double whole
    int copies

    def cleanup() { looker?.connection?.close() }

    private <T> T kept(Path where = state, Closure<T> look) {
        def own = (StateDir.open(where, 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        def store = Store.open(own, database, Identity.Said.NOTHING, key, new SystemTime())
        try {
            look(store)
        } finally {
            store.close()
            own.close()
        }
    }

    private static void each(Store store, String sql, Closure<List> values) {
        store.connections().connection.withCloseable { connection ->
            def statement = connection.prepareStatement(sql)
            (1..VALUES).each { i ->
                values(i).eachWithIndex { value, at -> statement.setString(at + 1, value as String) }
                statement.addBatch()
            }
            statement.executeBatch()
        }
    }

    private static String seed(int i) { "SEED${'ABCDEFGHIJ'.charAt(i % 10)}" * 4 + i }

    /** All is plain again, as an older Steward has it. */
    private void plain() {
        kept { store ->
            each(store, 'update second_factor set secret = ? where account = ?') { [seed(it), "a$it"] }
        }
        key.empty && Files.deleteIfExists(state.resolve('seal.key'))
    }

    private Process sealer() {
        def classPath = System.getProperty('surefire.test.class.path') ?: System.getProperty('java.class.path')
        def java = Path.of(System.getProperty('java.home'), 'bin', 'java').toString()
        List<String> where = database.empty ? [] : [database.get().url(), PostgresLab.PASSWORD, key.get() as String]
        new ProcessBuilder([java, '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx256m', '-cp', classPath, KilledSealer.name, state as String] + where)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start()
    }

    /** How many values are sealed, as the database has it. */
    private static int sealed(Store store) {
        store.connections().connection.withCloseable {
            def rows = it.createStatement().executeQuery("select count(*) from second_factor where secret like 'sealed:1:%'")
            rows.next()
            rows.getInt(1)
        }
    }

    /** Waits until so many are sealed: on the file, whose process alone can look, after that part of the time that all of them took. */
    private void sealing(Process process, int many) {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60)
        if (database.empty) {
            begun(process, patience)
            TimeUnit.NANOSECONDS.sleep((whole * many / VALUES) as long)
            return
        }
        while (process.alive && System.nanoTime() < patience && count() < many) {
            Thread.onSpinWait()
        }
    }

    /** The key is made just before the first value is sealed. */
    private void begun(Process process, long patience) {
        while (!Files.exists(state.resolve('seal.key')) && process.alive && System.nanoTime() < patience) {
            Thread.onSpinWait()
        }
    }

    /** How long a process takes from its key to its last value, in nanoseconds. */
    private long undisturbed() {
        plain()
        def process = sealer()
        begun(process, System.nanoTime() + TimeUnit.SECONDS.toNanos(60))
        long from = System.nanoTime()
        assert process.inputReader().readLine() == 'sealed'
        long took = System.nanoTime() - from
        process.waitFor()
        took
    }

    /** How many the file holds, looked at in a copy in which nothing more can be sealed. */
    private int left() {
        Path copy = Files.createDirectory(dir.resolve("copy${copies++}"))
        state.toFile().eachFile { if (it.file && it.name != 'seal.key') { Files.copy(it.toPath(), copy.resolve(it.name)) } }
        Files.createDirectories(copy.resolve('seal.key/in the way'))
        kept(copy) { sealed(it) }
    }

    private static int middle(List<Integer> found) { found.count { it in 1..<VALUES } }

    private int count() {
        def rows = looker.executeQuery("select count(*) from second_factor where secret like 'sealed:1:%'")
        rows.next()
        rows.getInt(1)
    }

    @Row('S-07')
    def 'whenever it is killed, in #where every value is there, plain or sealed, and the next start seals the rest'() {
        given:
        state = Files.createDirectory(dir.resolve('state'))
        if (where == 'PostgreSQL') {
            database = Optional.of(PostgresLab.here().config(PostgresLab.here().fresh()))
            Path file = Files.writeString(dir.resolve('named.key'), Base64.encoder.encodeToString(new byte[32].tap { new Random().nextBytes(it) }))
            looker = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:${PostgresLab.here().port}/${database.get().database()}?sslmode=disable", 'postgres', '').createStatement()
            key = Optional.of(Files.setPosixFilePermissions(file, PosixFilePermissions.fromString('rw-------')))
        }
        kept { store ->
            (1..VALUES).each { store.accounts().add("a$it", Role.VIEWER, 'a hash') }
            each(store, 'insert into second_factor (account, secret, last_step) values (?, ?, 0)') { ["a$it", seed(it)] }
        }
        whole = database.empty ? undisturbed() : 0
        List<Integer> found = []

        when:
        for (int round = 0; round < KILLS || middle(found) <= KILLS / 2 && round < 4 * KILLS; round++) {
            plain()
            def process = sealer()
            sealing(process, VALUES.intdiv(KILLS) * (round % KILLS) + 1)
            process.destroyForcibly().waitFor()
            found << (database.empty ? left() : count())
            // a machine is not as busy each time
            whole *= found.last() == 0 ? 1.5 : found.last() == VALUES ? 0.6 : 1
            kept { store ->
                assert (1..VALUES).findAll { store.secondFactors().find("a$it").get().secret().orElse('lost') != seed(it) } == []
                assert sealed(store) == VALUES
            }
        }

        then: 'and they were killed in the middle'
        middle(found) > KILLS / 2

        where:
        where << ['a file', 'PostgreSQL']
    }
}
