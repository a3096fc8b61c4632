package dev.steward.runner.cli.account

import dev.steward.runner.account.Account
import dev.steward.runner.cli.Bench
import dev.steward.runner.cli.Commands
import dev.steward.runner.cli.StateDesks
import dev.steward.runner.cli.print.Screen
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** {@code steward user}. */
class UserCommandSpec extends Specification {

    static final String PASSWORD = 'correct horse battery'

    @TempDir Path folder
    def out = new ByteArrayOutputStream()
    def err = new ByteArrayOutputStream()

    def setup() { Files.writeString(folder.resolve('steward.yml'), 'stateDir: state\n') }

    private int user(String... words) { piping(PASSWORD + '\n', words) }

    private int piping(String piped, String... words) {
        out.reset()
        err.reset()
        def time = new SystemTime()
        def screen = new Screen(new PrintStream(out, true), new PrintStream(err, true), false)
        def desks = new StateDesks([:], folder, time, 'spec', {})
        def bench = new Bench(screen, desks, [:], folder, 'anna')
        new Commands(bench, desks, { throw new IllegalStateException() })
                .with('user', { new UserCommand(bench, new ByteArrayInputStream(piped.bytes)) })
                .execute((['user'] + words.toList() + ['--config', folder.resolve('steward.yml') as String]) as String[])
    }

    private <T> T kept(Closure<T> look) {
        def dir = (StateDir.open(folder.resolve('state'), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        def store = Store.open(dir, new SystemTime())
        try {
            look(store)
        } finally {
            store.close()
            dir.close()
        }
    }

    private List<Account> accounts() { kept { it.accounts().all() } }

    def 'an account is made, signs in, is changed and removed, and the audit knows by whom'() {
        expect:
        user('add', 'ada', '--role', 'admin', '--password-stdin') == 0
        (out as String) == 'ada may sign in as admin.\n'
        user('add', 'otto', '--role', 'viewer', '--password-stdin') == 0
        accounts()*.with { [it.name(), it.role().word(), it.enabled()] } == [['ada', 'admin', true], ['otto', 'viewer', true]]
        kept { it.accounts().signIn('otto', PASSWORD).present && it.accounts().signIn('otto', PASSWORD + '\n').empty }
        user('list') == 0
        (out as String).readLines()*.trim()*.replaceAll(/\s+/, ' ')[1] == 'ada admin never all'

        and:
        user('role', 'otto', 'operator') == 0
        piping('password piped in\n', 'password', 'otto', '--password-stdin') == 0
        user('disable', 'otto') == 0
        kept { it.accounts().signIn('otto', 'password piped in').empty }
        user('enable', 'otto') == 0
        kept { it.accounts().signIn('otto', 'password piped in').present }
        user('remove', 'otto') == 0
        accounts()*.name() == ['ada']
        kept { it.audit().newest(0, 'anna', 10)*.change() }.collect { [it.way(), it.what(), it.target(), it.before(), it.after()] }.reverse() == [
                ['cli', 'account made', 'ada', '', 'admin'], ['cli', 'account made', 'otto', '', 'viewer'],
                ['cli', 'role changed', 'otto', 'viewer', 'operator'], ['cli', 'password changed', 'otto', '', ''],
                ['cli', 'account disabled', 'otto', 'enabled', 'disabled'], ['cli', 'account enabled', 'otto', 'disabled', 'enabled'],
                ['cli', 'account removed', 'otto', 'operator', '']]
    }

    def 'what cannot be done says what can: #words'() {
        given:
        assert user('add', 'ada', '--role', 'admin', '--password-stdin') == 0

        when:
        int code = piping(piped, words as String[])

        then:
        code == exit
        (err as String).contains(told)
        accounts()*.with { [it.name(), it.role().word(), it.enabled()] } == [['ada', 'admin', true]]

        where:
        words                                                     | piped      || exit | told
        ['add', 'ada', '--role', 'viewer', '--password-stdin']    | PASSWORD   || 1    | "There is an account 'ada' already"
        ['add', 'Ada', '--role', 'viewer', '--password-stdin']    | PASSWORD   || 1    | "There is an account 'ada' already"
        ['add', 'a b', '--role', 'viewer', '--password-stdin']    | PASSWORD   || 1    | "'a b' is no name of an account"
        ['add', 'eva', '--role', 'root', '--password-stdin']      | PASSWORD   || 5    | "'root' is no role; viewer, operator or admin."
        ['add', 'eva', '--role', 'viewer', '--password-stdin']    | 'short'    || 5    | 'The password is too short: at least 10 characters.'
        ['add', 'eva', '--role', 'viewer', '--password-stdin']    | ''         || 5    | 'No password came by standard input.'
        ['add', 'eva', '--role', 'viewer']                        | PASSWORD   || 5    | '--password-stdin'
        ['role', 'ada', 'viewer']                                 | ''         || 1    | "'ada' is the last account that may keep accounts"
        ['disable', 'ada']                                        | ''         || 1    | "'ada' is the last account that may keep accounts"
        ['remove', 'ada']                                         | ''         || 1    | "'ada' is the last account that may keep accounts"
        ['remove', 'eva']                                         | ''         || 1    | "There is no account 'eva'; there are ada."
    }
}
