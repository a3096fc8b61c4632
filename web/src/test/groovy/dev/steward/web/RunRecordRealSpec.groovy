package dev.steward.web

import dev.steward.house.Row
import dev.steward.real.RealHosts
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.security.MessageDigest
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** What is kept of a run, and how package work is cancelled: by command line on real hosts, a host for each feature. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RunRecordRealSpec extends Specification {

    @Shared @TempDir Path dir
    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(3, ['slow', 'slow', 'nothing'])
    @Shared @AutoCleanup Packaged steward
    @Shared String secret = 'hunter2-' + UUID.randomUUID()

    def setupSpec() {
        steward = new Packaged(dir)
        Files.writeString(dir.resolve('secrets.yml'), "door: $secret\n")
        Files.setPosixFilePermissions(dir.resolve('secrets.yml'), PosixFilePermissions.fromString('rw-------'))
        steward.serve("playbooks: ${Packaged.PLAYBOOKS}\ninventory: ${hosts.inventory()}\nsecrets: {file: secrets.yml}\nschedules: {}\n")
    }

    private static String sha(String text) { MessageDigest.getInstance('SHA-256').digest(text.getBytes('UTF-8')).encodeHex() }

    def 'a run keeps the text it ran, the hosts it met, what it was given and by whom; no secret'() {
        given:
        def playbook = Files.writeString(dir.resolve('door.groovy'), '''\
            playbook('Door') {
                vars key: secret('door'), knocks: 3
                play('Knock') {
                    hosts 'all'
                    tasks { task('Say') { shell "echo ${key} ${knocks}" } }
                }
            }
            '''.stripIndent())
        String text = Files.readString(playbook)

        when:
        def said = steward.call('run', playbook as String, '-l', 'host-3', '-e', 'knocks=5', '-v')
        long run = (said.text =~ /Run (\d+)/)[0][1] as long
        Files.writeString(playbook, '// changed since\n')
        def facts = steward.get("/api/v1/runs/$run")

        then: 'script text and hash'
        said.exit == 0
        facts.sources == [[file: playbook as String, sha256: sha(text)]]
        def about = steward.text("/runs/$run/about")
        about.contains('knocks: 3')
        !about.contains('changed since')

        and: 'inventory snapshot, parameters and cause'
        facts.inventorySha256 ==~ /[0-9a-f]{64}/
        facts.inventory == ['host-3']
        facts.parameters == [key: '***', knocks: 5]
        facts.options.given == [knocks: '5']
        facts.cause.kind == 'person'
        facts.cause.name == System.getProperty('user.name')

        and: 'the secret was used and is nowhere'
        said.text.contains('*** 5')
        ![said.text, about, steward.text("/api/v1/runs/$run"), steward.text("/api/v1/runs/$run/events"), steward.text("/api/v1/runs/$run/log")]
                .any { it.contains(secret) }
        !dir.resolve('state').toFile().listFiles().findAll { it.file }.any { new String(it.bytes, 'ISO-8859-1').contains(secret) }
    }

    def 'a cancelled update finishes its package work, and no further step begins'() {
        given:
        def (said, run) = updating(1)

        when:
        def cancel = steward.call('runs', 'cancel', run as String)
        said.end()

        then: 'the package work has run to its end'
        cancel.text =~ 'package work runs to its end'
        version(1) == 'ii 2.0'
        hosts.judge(1, 'grep -c "^lab-slow: step" /var/lib/steward/jobs/*/log').strip() == '15'
        hosts.judge(1, 'dpkg --audit') == ''

        and: 'nothing else'
        said.exit == 99
        def events = steward.events(run)
        long asked = events.find { it.kind == 'cancelRequested' }.number
        !events.any { it.kind == 'taskStarted' && it.number > asked }
        events.find { it.kind == 'taskFinished' && it.event.step == '0.0' }.event.status == 'changed'

        and: 'it says what was left'
        def left = events.find { it.kind == 'hostLeft' }.event
        left.host == 'host-1'
        left.steps == 4
        steward.get("/api/v1/runs/$run").message.contains('cancelled by')
    }

    def 'a forced cancel kills the package work, repairs it and reports what dpkg says'() {
        given:
        def (said, run) = updating(2)

        when:
        steward.call('runs', 'cancel', run as String, '--force')
        said.end(60)

        then: 'killed before its end: what dpkg found is told, and it was put right'
        said.exit == 99
        String log = steward.text("/api/v1/runs/$run/log")
        log.contains('package work killed; dpkg --audit:')
        log.contains('lab-slow')
        log.contains('dpkg --configure -a (status 0)')
        hosts.judge(2, 'dpkg --audit') == ''
        version(2) == 'ii 2.0'

        and:
        def end = steward.events(run).find { it.kind == 'taskFinished' && it.event.step == '0.0' }.event
        end.status == 'failed'
        end.message.contains('killed by a forced cancel')
        !steward.events(run).any { it.kind == 'taskStarted' && it.event.step != '0.0' }
    }

    /** An update of that host, in the midst of its package work. */
    private List updating(int n) {
        def said = steward.begin('run', Packaged.PLAYBOOKS.resolve('update-lxc-containers.groovy') as String, '-l', hosts.name(n))
        long run = said.await(/Run (\d+)/) as long
        new PollingConditions(timeout: 30, delay: 0.2).eventually {
            assert hosts.judge(n, 'cat /var/lib/steward/jobs/*/log 2>/dev/null || true').contains('lab-slow: step 1')
        }
        [said, run]
    }

    private String version(int n) { hosts.judge(n, "dpkg-query -W -f '\${db:Status-Abbrev}\${Version}' lab-slow").strip() }

    @Row('G-47')
    def 'a command is tried as often as asked for, and no longer than its time'() {
        given:
        def playbook = Files.writeString(dir.resolve('tries.groovy'), '''\
            playbook('Tries') {
                play('Try') {
                    hosts 'all'
                    tasks {
                        task('In vain') {
                            shell 'echo once more >> /root/tries; exit 7'
                            retries 2, delay: 100.milliseconds
                            ignoreErrors()
                        }
                        task('Too long') {
                            command 'sleep', '77'
                            timeout 1.seconds
                        }
                    }
                }
            }
            '''.stripIndent())

        when:
        def said = steward.call('run', playbook as String, '-l', 'host-3')

        then:
        said.exit == 2
        hosts.judge(3, 'cat /root/tries').readLines().size() == 3
        hosts.judge(3, 'pgrep -x sleep -a || true') == ''
    }
}
