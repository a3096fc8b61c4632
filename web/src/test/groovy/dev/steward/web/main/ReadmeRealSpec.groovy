package dev.steward.web.main

import dev.steward.dsl.check.Checked
import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.real.Checkout
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.module.catalog.Modules
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** Every code block of the README, done. */
class ReadmeRealSpec extends Specification {

    static final Path ROOT = Checkout.root()

    @TempDir @Shared Path dir

    def 'the README has two commands for a fresh machine: one runs the main job, one passes the tests'() {
        expect:
        blocks('sh') == ['mvn -q package -DskipTests && web/target/steward demo', '.ci/test']
        Files.readString(ROOT.resolve('.ci/run')).readLines().contains('.ci/test')
    }

    def 'the first command works in a clean clone: the page answers'() {
        given:
        Path clone = dir.resolve('clone')
        assert new ProcessBuilder('git', 'clone', '-q', ROOT as String, clone as String).inheritIO().start().waitFor() == 0
        int port = Launched.freePort()
        def command = new Launched(['setsid', 'sh', '-c', blocks('sh')[0] + " --port $port"], [:], clone)

        expect:
        new PollingConditions(timeout: 600, delay: 1).eventually {
            assert command.process.alive, command.said()
            assert Launched.answers(port)
        }

        cleanup:
        command?.process?.descendants()?.forEach { it.destroy() }
        command?.process?.waitFor(30, TimeUnit.SECONDS)
    }

    def 'the tests ask for root in one line, at once, where they cannot have it'() {
        given:
        long start = System.nanoTime()
        def process = new ProcessBuilder('setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', 'sh',
                ROOT.resolve('.ci/test') as String).redirectErrorStream(true).start()
        def said = process.inputStream.text

        expect:
        process.waitFor() == 2
        said.contains('Run: sudo .ci/test')
        (System.nanoTime() - start) / 1e9 < 2
    }

    def 'the playbook of the README checks'() {
        given:
        Path playbook = Files.writeString(dir.resolve('readme.groovy'), blocks('groovy')[0])

        when:
        def checked = new PlaybookCompiler(new Modules()).check(playbook, [:])

        then:
        checked.problems() == []
        checked instanceof Checked.Accepted
    }

    def 'the configuration of the README is one'() {
        given:
        Path file = Files.writeString(dir.resolve('steward.yml'), blocks('yaml')[0])

        expect:
        new ConfigLoader([:], dir).load(Optional.of(file)).config().schedules().keySet() == ['weekly-updates', 'monthly-roll'] as Set
    }

    def 'so is its section of git'() {
        given:
        Path file = Files.writeString(dir.resolve('steward.yml'), blocks('yaml')[1])

        expect:
        new ConfigLoader([STEWARD_HOME: dir.resolve('home').toString()], dir).load(Optional.of(file)).config().playbooks() == dir.resolve('home/git/current/playbooks')
    }

    def 'its commands: #line'() {
        given:
        def words = line.split(' {2,}')[0].split(' ') as List
        def asked = words[1] in ['check', 'plan', 'inventory', 'doctor'] && !(words[2] in ['drift', 'guest', '--checklist']) && !('--ask-approval' in words) || words.drop(1).take(2) == ['schedule', 'next']
        def expanded = words.drop(1).collectMany {
            it.contains('*') ? (ROOT.resolve('playbooks').toFile().list() as List).findAll { f -> f.endsWith('.groovy') }.collect { f -> "playbooks/$f" as String } : [it]
        }

        expect: 'what needs no host is done; of the others every verb and option is known'
        if (asked && words[1] == 'doctor') {
            expanded << '--offline' // the hosts of the example are nobody's
        }
        def run = Launched.steward(asked ? expanded : expanded.findAll { !it.isNumber() } + '--help',
                [STEWARD_HOME: dir.resolve('home') as String])
        run.exit(60) == 0

        where:
        line << blocks('text').collectMany { it.readLines() }.findAll { it.startsWith('steward ') }
    }

    private static List<String> blocks(String language) {
        Fences.of(ROOT.resolve('README.md'), language)
    }
}
