package dev.steward.web.cli

import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

class StateOwnerRealSpec extends Specification {

    @AutoCleanup Terminal steward = new Terminal()
    PollingConditions soon = new PollingConditions(timeout: 40, delay: 0.2)

    def 'a second command goes through the first, by a socket of its own user, and both end well'() {
        when:
        def first = steward.start(['run', 'slow.groovy', '-i', 'inv.yml', '-e', 'seconds=3'])
        def socket = steward.home.resolve('steward.sock')
        soon.eventually { assert Files.exists(socket) && steward.out(first).contains('Run 1') }
        def second = steward.start(['run', 'slow.groovy', '-i', 'inv.yml', '-e', 'seconds=6'])

        then:
        PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)) == 'rw-------'
        steward.end(second).code() == 0
        steward.end(first).code() == 0
        steward.err(first).contains('still at work here: run 2')
        steward.out(second).readLines().last() == 'ok'
        steward.runs()*.status == ['ok', 'ok']
    }

    def 'with a server the command goes through it, Ctrl+C ends its run there, and a second server is refused'() {
        given:
        def serve = steward.start(['serve', '--port', '0'])
        soon.eventually { assert steward.out(serve).contains('this once') }
        def page = (steward.out(serve) =~ /http:\S+\//)[0]
        def token = (steward.out(serve) =~ /this once: (\S+)/)[0][1]

        when: 'a run through it'
        def well = steward.run('run', 'ok.groovy', '-i', 'inv.yml')
        def cut = steward.start(['run', 'slow.groovy', '-i', 'inv.yml', '-e', 'seconds=600'])
        soon.eventually { assert steward.out(cut).contains('PLAY') }
        Terminal.interrupt(cut)
        def ended = steward.end(cut, 20)
        def api = new URI("${page}api/v1/runs").toURL().openConnection()
        api.setRequestProperty('Authorization', "Bearer $token")
        def other = steward.run('serve', '--port', '0')

        then:
        well.code() == 0
        ended.code() == 99
        steward.runs()*.status == ['cancelled', 'ok']
        api.inputStream.text.contains('All well')
        serve.alive
        other.code() == 1
        other.err().contains("pid ${serve.pid()}")
    }

    def 'a server that waits for a command says so, fires through it, takes over, and no fire is doubled or lost'() {
        given:
        steward.write('steward.yml', """
            playbooks: ${steward.folder}
            inventory: [${steward.folder}/inv.yml]
            schedules:
              often: {playbook: ok.groovy, cron: '0/3 * * * * ?', overlap: allow}
            """.stripIndent())
        def command = steward.start(['run', 'slow.groovy', '-i', 'inv.yml', '-e', 'seconds=12'])
        soon.eventually { assert steward.out(command).contains('Run 1') }

        when:
        def serve = steward.start(['serve', '--port', '0'])
        soon.eventually { assert steward.out(serve).contains('Steward serves') }
        def takeOver = Instant.now()
        soon.eventually { assert fires().last().isAfter(takeOver.plusSeconds(5)) }
        def fires = fires()

        then:
        steward.out(serve).contains('Waiting: another Steward owns')
        steward.out(serve).contains('Schedules fire meanwhile')
        steward.end(command).code() == 0
        fires.count { it.isBefore(takeOver) } >= 3
        fires.toUnique() == fires
        (1..<fires.size()).every { Duration.between(fires[it - 1], fires[it]) == Duration.ofSeconds(3) }
    }

    private List<Instant> fires() {
        def all = Terminal.json(steward.run('runs', 'list', '-n', '100', '--json').out()) as List<Map>
        all.findAll { it.schedule == 'often' && it.status != 'missed' }.collect { Instant.parse(it.scheduledAt) }.sort() ?:
                [Instant.EPOCH]
    }

    def 'a state directory whose path is too long for a socket works as well'() {
        given:
        steward.home = steward.folder.resolve('a' * 60).resolve('b' * 60)
        def first = steward.start(['run', 'slow.groovy', '-i', 'inv.yml', '-e', 'seconds=4'])
        soon.eventually { assert steward.out(first).contains('Run 1') }

        expect:
        steward.runs()*.status == ['running']
        steward.end(first).code() == 0
    }

    def 'a state directory that cannot be written is named with what to do'() {
        given:
        steward.home = java.nio.file.Path.of('/proc/steward')

        when:
        def ended = steward.run('runs', 'list')

        then:
        ended.code() == 1
        ended.err().contains('The state directory /proc/steward cannot be used')
        ended.err().contains('STEWARD_HOME')
        ended.err().readLines().size() == 1
    }
}
