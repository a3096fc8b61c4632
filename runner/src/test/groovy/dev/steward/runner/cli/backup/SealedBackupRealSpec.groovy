package dev.steward.runner.cli.backup

import dev.steward.house.Row
import dev.steward.runner.account.Role
import dev.steward.runner.cli.Bench
import dev.steward.runner.cli.Commands
import dev.steward.runner.cli.StateDesks
import dev.steward.runner.cli.print.Screen
import dev.steward.runner.seal.Seal
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.store.postgres.PostgresLab
import dev.steward.runner.store.seal.SealedFact
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.util.zip.ZipFile
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** What backup, restore and store move say of sealed secrets, and that these open again where their key is. */
@Timeout(180)
class SealedBackupRealSpec extends Specification {

    static final String SEED = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

    @TempDir Path folder
    def out = new ByteArrayOutputStream()
    def err = new ByteArrayOutputStream()

    def setup() {
        configured('stateDir: state\n')
        kept { store ->
            store.accounts().add('anna', Role.OPERATOR, 'a hash')
            assert store.secondFactors().begin('anna', SEED)
            assert store.secondFactors().confirm('anna', 1, [])
        }
    }

    private void configured(String text) { Files.writeString(folder.resolve('steward.yml'), text) }

    private int steward(String... words) {
        out.reset()
        err.reset()
        def screen = new Screen(new PrintStream(out, true), new PrintStream(err, true), false)
        def desks = new StateDesks([STEWARD_SECRET_STORE: PostgresLab.PASSWORD], folder, new SystemTime(), 'spec', {})
        def bench = new Bench(screen, desks, [STEWARD_SECRET_STORE: PostgresLab.PASSWORD], folder, 'anna')
        new Commands(bench, desks, { throw new IllegalStateException() })
                .with('backup', { new BackupCommand(bench, desks) }).with('restore', { new RestoreCommand(bench, desks) }).with('store', { new StoreCommand(bench, desks) })
                .execute((words.toList() + ['--config', folder.resolve('steward.yml') as String]) as String[])
    }

    private <T> T kept(String state = 'state', Closure<T> look) {
        def dir = (StateDir.open(folder.resolve(state), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        def store = Store.open(dir, new SystemTime())
        try {
            look(store)
        } finally {
            store.close()
            dir.close()
        }
    }

    private Optional<String> seed(String state) { kept(state) { it.secondFactors().find('anna').get().secret() } }

    @Row(['S-07', 'S-12'])
    def 'a backup holds neither a secret nor the key, says where that is, and opens elsewhere once the key is there'() {
        given:
        Path key = folder.resolve('state/seal.key')

        expect:
        steward('backup', 'backup.zip') == 0
        (out as String).contains("Not in it, so keep them elsewhere: $key (key that second factors are sealed with).")
        (out as String).contains('Sealed in it: second factors. Their key is not in it, or the seal were no use: without that key they are lost.')
        !(out as String).contains('plain')
        new ZipFile(folder.resolve('backup.zip').toFile()).withCloseable { zip ->
            String all = zip.entries().collect { zip.getInputStream(it).text }.join('\n')
            all.contains('sealed:1:') && !all.contains(SEED) && !all.contains(Files.readString(key).strip())
        }

        when: 'on another machine, first without the key'
        configured('stateDir: other\n')
        int checked = steward('restore', 'backup.zip', '--check')
        String said = out

        then:
        checked == 0
        said.contains("Sealed in it: second factors, with a key that is not here: put the line with that key into ${folder.resolve('other/seal.key')}; without it people sign in with a recovery code, or you take the second factor from them: steward user totp reset NAME.")

        and:
        steward('restore', 'backup.zip') == 0
        (out as String).contains('Sealed in it: second factors, with a key that is not here')
        seed('other').empty

        when:
        Files.copy(key, folder.resolve('other/seal.key'), StandardCopyOption.COPY_ATTRIBUTES)

        then:
        seed('other').get() == SEED
        steward('restore', 'backup.zip', '--replace') == 0
        !(out as String).contains('sealed')
    }

    def 'of a history that seals nothing but what wakes guests and what pushes, these are told, and no second factor'() {
        given:
        kept { store ->
            store.secondFactors().remove('anna')
            store.settings().put(SealedFact.WAKE_KEY, 'signs')
            store.settings().put(SealedFact.PUSH_REFRESH, 'renews')
        }

        expect:
        steward('backup', 'backup.zip') == 0
        (out as String).contains('Sealed in it: the key of wake links, the renewed token of collector.push. Their key is not in it')

        when:
        configured('stateDir: other\n')

        then:
        steward('restore', 'backup.zip') == 0
        (out as String).contains("Sealed in it: the key of wake links, the renewed token of collector.push, with a key that is not here: put the line with that key into ${folder.resolve('other/seal.key')}; without it links that wake guests open nothing, and are made anew; the secret of collector.push.refreshToken needs a new one.")
    }

    def 'a restore goes on without the file that secrets.sealKey names, and says so'() {
        given:
        assert steward('backup', 'backup.zip') == 0

        when:
        configured('stateDir: other\nsecrets: {sealKey: missing.key}\n')

        then:
        steward('restore', 'backup.zip') == 0
        (out as String).contains("Sealed in it: second factors. secrets.sealKey: ${folder.resolve('missing.key')} does not exist; bring it back")
    }

    def 'a backup of what nothing seals says what stands in it in plain text'() {
        given: 'PostgreSQL without a key'
        def lab = PostgresLab.here()
        String name = lab.fresh()
        configured("stateDir: state\nstore: {url: 'postgresql://steward@127.0.0.1:$lab.port/$name', password: secret('store')}\n")
        Files.delete(folder.resolve('state/steward.mv.db'))
        assert steward('backup', 'first.zip') == 0
        lab.ask("insert into account (name, role, password, enabled, created_at, changed_at) values ('anna', 'operator', 'x', true, now(), now())", name)
        lab.ask("insert into second_factor (account, secret, last_step) values ('anna', '$SEED', 0)", name)

        expect:
        steward('backup', 'backup.zip') == 0
        (out as String).contains('It holds what opens accounts here (hashes of passwords and tokens; in plain text: second factors): mode 0600.')
    }

    def 'a history that is moved tells with which key its secrets open, #what'() {
        given:
        def lab = PostgresLab.here()
        Path key = folder.resolve('state/seal.key')
        configured("stateDir: state\nstore: {url: 'postgresql://steward@127.0.0.1:$lab.port/${lab.fresh()}', password: secret('store')}\n" + (named ? "secrets: {sealKey: ${Files.copy(key, folder.resolve('named.key'), StandardCopyOption.COPY_ATTRIBUTES)}}\n" : ''))

        expect:
        steward('store', 'move') == 0
        (out as String).contains("Sealed in it: second factors, with the key in $key: name a copy of that file in secrets.sealKey on each server; without it") == !named

        where:
        what                    | named
        'where none is named'   | false
        'but where it is named' | true
    }
}
