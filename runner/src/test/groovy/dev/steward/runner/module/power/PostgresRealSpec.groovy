package dev.steward.runner.module.power

import dev.steward.house.Row
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.util.concurrent.PollingConditions
import spock.lang.Shared
import spock.lang.Timeout

/** postgres against a real PostgreSQL: a data folder of its own, and clusters as Debian keeps them, in folders of this spec. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PostgresRealSpec extends Daemons {

    @Shared String version = new File('/usr/lib/postgresql').list()?.sort()?.last() ?: 'none'
    @Shared String bin = Path.of(program("/usr/lib/postgresql/$version/bin/postgres", 'postgresql')).parent
    @Shared Path home
    @Shared Path data
    @Shared int port = freePort()

    void setupSpec() {
        home = open(Files.createTempDirectory('steward-postgres-'))
        data = home.resolve('data')
        sh("""install -d -o postgres -m 700 '$data'; install -d -o postgres '$home/sockets' '$home/log'
              cd /; runuser -u postgres -- '$bin/initdb' -D '$data' --no-sync -A trust >/dev/null
              printf "port = $port\\nunix_socket_directories = '$home/sockets'\\nlisten_addresses = ''\\nfsync = off\\n" >> '$data/postgresql.conf'""")
    }

    void cleanupSpec() {
        sh("cd /; runuser -u postgres -- '$bin/pg_ctl' stop -m immediate -D '$data' >/dev/null 2>&1 || true; rm -rf '$home'")
    }

    private boolean accepting() { 'yes' == sh("'$bin/pg_isready' -q -h '$home/sockets' -p $port && echo yes || echo no") }

    private void start() { sh("cd /; runuser -u postgres -- '$bin/pg_ctl' start -w -D '$data' -l '$home/log/spec' >/dev/null 2>&1 || true") }

    private String sql(String text) { sh("cd /; runuser -u postgres -- '$bin/psql' -qAt -h '$home/sockets' -p $port -c \"$text\" postgres") }

    @Row('G-61')
    def 'a server is stopped fast though a session is open, keeps what was committed, answers pg_isready no more, and is left alone then'() {
        given:
        start()
        sql('create table if not exists t(n int); insert into t values (42)')
        def session = new ProcessBuilder('sh', '-c', "cd /; exec runuser -u postgres -- '$bin/psql' -q -h '$home/sockets' -p $port -c 'select pg_sleep(100)' postgres")
                .redirectErrorStream(true).start()

        when:
        checking()
        def would = call('postgres', state: 'stopped', data: data as String)
        target.check = false

        then:
        changed(would)
        would.message() == "PostgreSQL in $data would be stopped"
        accepting()

        when:
        int trips = here.trips
        def first = call('postgres', state: 'stopped', data: data as String)

        then:
        changed(first)
        first.message() == "PostgreSQL in $data is stopped"
        here.trips == trips + 1
        !accepting()
        !Files.exists(data.resolve('postmaster.pid'))
        session.waitFor(10, TimeUnit.SECONDS)

        when:
        def second = call('postgres', state: 'stopped', data: data as String)
        def started = call('postgres', state: 'started', data: data as String, log: "$home/log/start")
        def again = call('postgres', state: 'started', data: data as String)

        then:
        ok(second)
        second.message() == 'PostgreSQL is stopped already'
        changed(started)
        accepting()
        ok(again)
        sql('select max(n) from t') == '42'
        Files.readString(home.resolve('log/spec')).contains('database system is shut down')
    }

    def 'one that waits for its sessions longer than it may is a failure, and with force is stopped all the same'() {
        given:
        start()
        def session = new ProcessBuilder('sh', '-c', "cd /; exec runuser -u postgres -- '$bin/psql' -q -h '$home/sockets' -p $port -c 'select pg_sleep(100)' postgres")
                .redirectErrorStream(true).start()
        new PollingConditions(timeout: 20, delay: 0.1).eventually {
            assert sql("select count(*) from pg_stat_activity where query = 'select pg_sleep(100)'") == '1'
        }

        when:
        def refused = call('postgres', state: 'stopped', data: data as String, mode: 'smart', timeout: Duration.ofSeconds(2))

        then:
        failed(refused)
        refused.message().contains('is not stopped')

        when:
        def forced = call('postgres', state: 'stopped', data: data as String, mode: 'smart', timeout: Duration.ofSeconds(2), force: true)

        then:
        changed(forced)
        forced.message() == "PostgreSQL in $data is stopped (immediately: it will recover at its next start)"
        !accepting()

        cleanup:
        session?.destroyForcibly()
    }

    def 'what is no data folder, or no cluster, is told'() {
        given:
        here.environment = [PG_CLUSTER_CONF_ROOT: home.resolve('none') as String]

        expect:
        failed(call('postgres', state: 'stopped', data: '/nowhere'))
        call('postgres', state: 'stopped', data: '/nowhere').message() ==
                'PostgreSQL in /nowhere: /nowhere holds no data of PostgreSQL (or may not be read: add become())'
        call('postgres', state: 'stopped', cluster: '9.0/gone').message().startsWith('the host has no cluster 9.0/gone')
        call('postgres', state: 'stopped', cluster: '9.0/gone', service: 'x').message() == "'postgres' takes one of data, cluster and service, not several"
    }

    @Row('G-61')
    def "Debian's clusters are stopped one by one, all of them where nothing is said, and started again where they start by themselves"() {
        given: 'two clusters, of which one does not start by itself'
        def conf = home.resolve('etc')
        int a = freePort()
        def environment = [PG_CLUSTER_CONF_ROOT: conf as String]
        sh("""install -d -o postgres '$conf' '$home/clusters'
              for c in main:$a:auto other:${freePort()}:manual; do
                IFS=: read -r name port how <<END
\$c
END
                pg_createcluster $version \$name -d "$home/clusters/\$name" -p \$port -s '$home/sockets' -l "$home/log/\$name" --start-conf \$how >/dev/null
                pg_ctlcluster --skip-systemctl-redirect $version \$name start
              done""", environment)
        here.environment = environment
        def status = { sh("pg_lsclusters -h | awk '{print \$2, \$4}'", environment).readLines() }

        when:
        def one = call('postgres', state: 'stopped', cluster: "$version-other")

        then:
        one.message() == "PostgreSQL $version/other is stopped"
        status() == ['main online', 'other down']

        when:
        def all = call('postgres', state: 'stopped')

        then:
        all.message() == "PostgreSQL $version/main is stopped"
        all.data().instances == ["PostgreSQL $version/main", "PostgreSQL $version/other"]
        status() == ['main down', 'other down']
        ok(call('postgres', state: 'stopped'))

        when:
        def back = call('postgres', state: 'started')

        then:
        back.message() == "PostgreSQL $version/main is started"
        status() == ['main online', 'other down']

        cleanup:
        sh("pg_ctlcluster --skip-systemctl-redirect -m immediate $version main stop || true; pg_ctlcluster --skip-systemctl-redirect -m immediate $version other stop || true", environment)
    }
}
