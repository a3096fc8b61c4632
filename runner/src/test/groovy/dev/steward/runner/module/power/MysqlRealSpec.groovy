package dev.steward.runner.module.power

import dev.steward.house.Row
import dev.steward.runner.secret.Secret
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.Shared
import spock.lang.Timeout

/** mysql against a real MariaDB in a folder and on a socket of its own. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class MysqlRealSpec extends Daemons {

    @Shared String server = program('mariadbd', 'mariadb-server', ['/usr/sbin/mariadbd'])
    @Shared Path home
    @Shared String socket
    Process daemon

    void setupSpec() {
        home = open(Files.createTempDirectory('steward-mysql-'))
        socket = "$home/mysqld.sock"
        sh("chown mysql '$home'; mariadb-install-db --no-defaults --user=mysql --datadir='$home/data' --skip-test-db >/dev/null")
        start()
        sh("""mariadb --no-defaults --socket='$socket' -e "create user keeper@localhost identified by 'wa''ter; x'; grant shutdown on *.* to keeper@localhost; create table mysql.t(n int) engine=innodb; insert into mysql.t values (7)" """)
        sh("mariadb-admin --no-defaults --socket='$socket' shutdown")
    }

    void cleanupSpec() { sh("rm -rf '$home'") }

    void cleanup() {
        sh("mariadb-admin --no-defaults --socket='$socket' shutdown >/dev/null 2>&1 || true")
        daemon?.waitFor(20, TimeUnit.SECONDS)
    }

    private void start() {
        daemon = new ProcessBuilder(server, '--no-defaults', '--user=mysql', "--datadir=$home/data", "--socket=$socket", '--skip-networking',
                "--pid-file=$home/pid").redirectErrorStream(true).redirectOutput(home.resolve('log').toFile()).start()
        sh("for i in \$(seq 300); do mariadb-admin --no-defaults --socket='$socket' ping >/dev/null 2>&1 && exit 0; sleep 0.1; done; exit 1")
    }

    @Row('G-61')
    def 'a server is shut down by mysqladmin with a password that stands in no argv, and is left alone then'() {
        given:
        start()
        def arguments = [state: 'stopped', socket: socket, user: 'keeper', password: new Secret("wa'ter; x")]

        when:
        checking()
        def would = call(arguments, 'mysql')
        target.check = false

        then:
        changed(would)
        would.message() == "$socket would be stopped"
        daemon.alive

        when:
        int trips = here.trips
        def first = call(arguments, 'mysql')
        def second = call(arguments, 'mysql')

        then:
        changed(first)
        first.message() == "$socket is stopped"
        here.trips == trips + 2
        daemon.waitFor(5, TimeUnit.SECONDS)
        Files.readString(home.resolve('log')).contains('Shutdown complete')
        ok(second)
        second.message() == "$socket is stopped already"
        here.words.flatten().every { !it.contains("wa'ter") }
    }

    def 'a wrong password is told, and the server runs on'() {
        given:
        start()

        when:
        def outcome = call('mysql', state: 'stopped', socket: socket, user: 'keeper', password: new Secret('wrong'))

        then:
        failed(outcome)
        outcome.message().contains('Access denied')
        !outcome.message().contains('wrong')
        daemon.alive
    }

    def 'mysqladmin starts nothing, and says what does'() {
        expect:
        call('mysql', state: 'started', socket: socket).message() == "$socket is not started by mysqladmin: say service"
    }
}
