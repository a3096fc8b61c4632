package dev.steward.web.main

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.runner.app.kept.KeptPlan
import dev.steward.runner.cli.Refusal
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.notice.Notice
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** Power outlives the rest: what a server does that cannot start whole. */
class PowerAloneSpec extends Specification {

    static final String GOOD = '''\
        inventory: hosts.yml
        playbooks: .
        schedules: {}
        server: {port: 0}
        secrets: {file: secrets.yml}
        retention: {days: 30}
        power:
          plan: ups.groovy
          ups: {cyberpower: {host: '127.0.0.1:9', user: steward, password: "secret('nut')"}}
        '''.stripIndent()

    @TempDir Path dir
    @AutoCleanup Server server
    def time = new SystemTime()
    Starting starting
    def soon = new PollingConditions(timeout: 10, delay: 0.05)

    def setup() {
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {web-1: {}}}\n')
        Files.writeString(dir.resolve('secrets.yml'), 'nut: s3cr3t\n')
        Files.writeString(dir.resolve('ups.groovy'),
                "playbook('UPS') { onBattery ups: 'cyberpower'; phase('One') { play('p') { hosts 'web-1'; tasks { task('t') { shell 'true' } } } } }")
        mode('rw-------')
    }

    private void mode(String mode) {
        Files.setPosixFilePermissions(dir.resolve('secrets.yml'), java.nio.file.attribute.PosixFilePermissions.fromString(mode))
    }

    private Path state() { Files.createDirectories(dir.resolve('.steward')) }

    private void keep() {
        new KeptPlan(state()).keep(new KeptPlan.Kept(Instant.now(), GOOD, dir.resolve('steward.yml'), 'ups.groovy', ['ups.groovy': 'x'], ''))
    }

    private void start(String config, Map<String, String> environment = [:]) {
        Files.writeString(dir.resolve('steward.yml'), config)
        starting = new Starting(new ConfigLoader([:], dir, dir.resolve('none.yml')), Optional.empty(), environment, time)
        def loaded = starting.config()
        def own = (StateDir.open(loaded.config().stateDir(), 'serve', time) as StateDir.Opened.Ours).dir()
        server = starting.server(loaded, own, Optional.empty())
    }

    private Object power() {
        def answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://localhost:${server.port()}/api/v1/power")).build(),
                HttpResponse.BodyHandlers.ofString())
        assert answer.statusCode() == 200
        new ObjectMapper().readValue(answer.body(), Map)
    }

    def 'nothing is wrong: everything starts'() {
        when:
        start(GOOD)

        then:
        starting.troubles() == []
        server.runner().hold().why().empty
        server.runner().store().lasting()
    }

    def 'protects power alone, says why on page, API and by notice, and begins no run: #what'() {
        given:
        kept && keep()

        when:
        start(config)

        then:
        starting.troubles().size() == 1
        starting.troubles()[0].replace(dir.toString(), '').contains(told)
        server.runner().config().power().get().ups().keySet() == ['cyberpower'] as Set
        server.runner().config().power().get().ups().cyberpower.host() == '127.0.0.1:9'
        power().troubles[0].contains(told)
        server.runner().hold().why().get() == 'Steward protects power alone'
        server.runner().store().lasting()

        and: 'people are told'
        soon.eventually { assert server.runner().store().outbox().last(5)*.notice()*.kind() == [Notice.Kind.POWER_ERROR] }

        where:
        what                                    | config                                                | kept  || told
        'another section is wrong'              | GOOD.replace('days: 30', 'days: never')               | false || "/steward.yml:6:19: retention.days: expected a whole number, not 'never'"
        'a key nobody knows'                    | GOOD + 'colour: blue\n'                               | false || "unknown key 'colour'"
        'the power section is wrong, one kept'  | GOOD.replace('plan: ups', 'poll: never\n  plan: ups') | true  || 'power.poll: expected a duration'
        'the file is no YAML, one kept'         | GOOD.replace('{days', '{{days')                       | true  || '/steward.yml:'
    }

    def 'a fault without a word of its own leaves power protection, with a reason'() {
        given: 'the first who looks into the environment meets it'
        int looks = 0
        def environment = new AbstractMap<String, String>() {
            Set<Map.Entry<String, String>> entrySet() {
                if (looks++ == 0) {
                    throw new NoSuchElementException()
                }
                Set.of()
            }
        }

        when:
        start(GOOD, environment)

        then:
        looks > 0
        starting.troubles() == ['the rest could not begin (NoSuchElementException); the log says where']
        server.runner().config().power().get().ups().keySet() == ['cyberpower'] as Set
    }

    def 'the file of the key that seals secrets cannot be used: power is protected all the same, and the history is left alone'() {
        when:
        start(GOOD.replace('{file: secrets.yml}', '{file: secrets.yml, sealKey: seal.key}'))

        then:
        starting.troubles() == ["secrets.sealKey: ${dir.resolve('seal.key')} does not exist; bring it back from the machine where it was made, or make one: (umask 077; openssl rand -base64 32 > ${dir.resolve('seal.key')})" as String]
        server.runner().config().power().get().ups().cyberpower.password().get().reveal() == 's3cr3t'
        power().troubles[0].contains('seal.key does not exist')
        server.runner().hold().why().get() == 'Steward protects power alone'
        !server.runner().store().lasting()
    }

    def 'without power to protect, that file refuses the start in one sentence'() {
        when:
        Files.writeString(dir.resolve('seal.key'), 'too short')
        Files.setPosixFilePermissions(dir.resolve('seal.key'), java.nio.file.attribute.PosixFilePermissions.fromString('rw-------'))
        start('inventory: hosts.yml\nplaybooks: .\nschedules: {}\nserver: {port: 0}\nsecrets: {sealKey: seal.key}\n')

        then:
        def e = thrown(dev.steward.runner.store.trouble.StoreException)
        e.message == "secrets.sealKey: ${dir.resolve('seal.key')}: line 1 is no key; a key is 32 random bytes in base64 or hex, as 'openssl rand -base64 32' writes them"
        !Files.exists(dir.resolve('.steward/steward.mv.db'))
    }

    def 'the secrets file may be read by others: what it holds is done without'() {
        given:
        mode('rw-r--r--')
        Files.writeString(dir.resolve('steward.yml'), GOOD)

        when:
        start(GOOD.replace(', user: steward, password: "secret(\'nut\')"', ''))

        then:
        starting.troubles().size() == 1
        starting.troubles()[0].contains('has mode rw-r--r--; others than its owner could use it: chmod 0600')
        server.port() > 0
    }

    def 'the database does not open: the history is in memory, and the notice waits in a file for the next process'() {
        given:
        Files.writeString(state().resolve('steward.mv.db'), 'this is no database' * 1000)

        when:
        start(GOOD + "notices: {ntfy: {url: 'http://127.0.0.1:9', topic: power}}\n")

        then:
        starting.troubles().size() == 1
        starting.troubles()[0].contains('steward.mv.db')
        !server.runner().store().lasting()
        power().troubles[0] == starting.troubles()[0]
        Files.readString(state().resolve('steward.mv.db')) == 'this is no database' * 1000
        soon.eventually { assert Files.list(state().resolve('notices')).toList()*.fileName*.toString().every { it ==~ /power-alone-.*\.json/ } }

        when: 'the operator puts it away, and the next process has a database'
        server.close()
        Files.delete(state().resolve('steward.mv.db'))
        start(GOOD)

        then:
        starting.troubles() == []
        soon.eventually { assert server.runner().store().outbox().last(5)*.notice()*.kind() == [Notice.Kind.POWER_ERROR] }
        Files.list(state().resolve('notices')).toList() == []
    }

    def 'the port is taken: power is protected without a page'() {
        given:
        def taken = new ServerSocket(0, 1, InetAddress.getByName('127.0.0.1'))

        when:
        start(GOOD.replace('port: 0', "port: $taken.localPort"))

        then:
        starting.troubles().size() == 1
        starting.troubles()[0].startsWith('There is no page: ')
        server.port() == Server.NO_PAGE
        server.runner().power().view().troubles().containsAll(starting.troubles())

        cleanup:
        taken?.close()
    }

    def 'exits where the power section is wrong and no valid plan is kept, and where there is none: #what'() {
        when:
        start(config)

        then:
        def refused = thrown(Refusal)
        refused.message.contains(told)

        where:
        what                     | config                                                       || told
        'the power section'      | GOOD.replace('plan: ups', 'poll: never\n  plan: ups')        || 'power.poll: expected a duration'
        'the file is no YAML'    | GOOD.replace('{days', '{{days')                              || 'steward.yml'
        'no power section'       | GOOD.replaceAll('(?s)power:.*', 'retention: {days: never}\n') || 'retention'
    }
}
