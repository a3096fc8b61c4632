package dev.steward.runner.store.postgres

import dev.steward.runner.config.store.StoreConfig
import dev.steward.runner.config.store.StoreConfig.Tls
import dev.steward.runner.secret.Secret
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.server.Identity
import dev.steward.runner.store.trouble.StoreException
import dev.steward.runner.time.SystemTime
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A real PostgreSQL that lets nobody in without TLS, with a certificate of an authority that only Steward's configuration names. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PostgresTlsRealSpec extends Specification {

    @TempDir Path dir
    @Shared @AutoCleanup PostgresLab lab = new PostgresLab(['ssl = on'])
    @Shared Path keys = lab.home.resolve('keys')

    def setupSpec() {
        authority('ours')
        authority('other')
        // made out to the name, not to the address
        PostgresLab.sh("""cd $keys
            openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr 2>/dev/null
            printf 'subjectAltName=DNS:localhost\\n' >server.ext
            openssl x509 -req -in server.csr -CA ours.crt -CAkey ours.key -CAcreateserial -days 30 -extfile server.ext -out server.crt 2>/dev/null
            install -o postgres -m 600 server.key server.crt ${lab.home}/data/
            chmod 755 . && chmod 644 *.crt
            printf 'local all all trust\\nhost all postgres 127.0.0.1/32 trust\\nhostssl all all 127.0.0.1/32 scram-sha-256\\nhostssl all all ::1/128 scram-sha-256\\n' >${lab.home}/data/pg_hba.conf""")
        lab.start()
        lab.ask("create role steward login password '$PostgresLab.PASSWORD'")
    }

    private void authority(String name) {
        PostgresLab.sh("""mkdir -p $keys; cd $keys
            openssl req -x509 -newkey rsa:2048 -nodes -subj '/CN=$name authority' -days 30 -keyout ${name}.key -out ${name}.crt 2>/dev/null""")
    }

    private StoreConfig config(String host, Tls tls, String ca) {
        new StoreConfig("postgresql://steward@$host:$lab.port/${lab.fresh()}", Optional.of(new Secret(PostgresLab.PASSWORD)),
                Optional.ofNullable(tls), Optional.ofNullable(ca).map { keys.resolve("${it}.crt") })
    }

    private Store open(StoreConfig config) {
        def state = (StateDir.open(dir.resolve('state'), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        try {
            return Store.open(state, Optional.of(config), Identity.Said.NOTHING, Optional.empty(), new SystemTime())
        } finally {
            state.close()
        }
    }

    def 'the history goes over TLS: #what'() {
        when:
        def store = open(config('localhost', tls, ca))
        long run = store.runs().create(StoreFixture.newRun())

        then: 'and every connection of it does, the one that beats too'
        store.queries().run(run).present
        lab.ask("select s.ssl::text from pg_stat_ssl s join pg_stat_activity a on a.pid = s.pid where a.usename = 'steward'") as Set == ['true'] as Set

        cleanup:
        store?.close()

        where:
        what                                                     | tls             | ca
        'vouched for by the authority of the configuration'      | Tls.VERIFY_FULL | 'ours'
        'whoever answers, where the configuration asks for that' | Tls.REQUIRE     | null
    }

    def 'a server that cannot prove itself, or would have no TLS, gets no word: #what'() {
        when:
        open(config(host, tls, ca))

        then:
        def said = thrown(StoreException)
        said.message.contains(sentence)
        !said.message.contains('\n')
        !said.message.contains(PostgresLab.PASSWORD)

        where:
        what                             | host        | tls             | ca      || sentence
        'another authority'              | 'localhost' | Tls.VERIFY_FULL | 'other' || 'name its authority in store.ca'
        'the authorities of the machine' | 'localhost' | Tls.VERIFY_FULL | null    || 'name its authority in store.ca'
        'another name'                   | '127.0.0.1' | Tls.VERIFY_FULL | 'ours'  || 'it is not made out to 127.0.0.1'
        'no TLS, which it refuses'       | 'localhost' | Tls.DISABLE     | null    || 'pg_hba.conf has no line for it from here with this tls'
    }
}
