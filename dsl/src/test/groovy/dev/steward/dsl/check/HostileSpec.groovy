package dev.steward.dsl.check

import dev.steward.dsl.TestCatalog
import dev.steward.dsl.check.Problem.Severity
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification

/** Scripts that try to act while they are read. Each leaves a canary file where it succeeds. */
class HostileSpec extends Specification {

    static final Path FOLDER = Path.of('src/test/resources/hostile')
    static final Path CANARY = Path.of('target/canary')

    @Shared PlaybookCompiler compiler = new PlaybookCompiler(new TestCatalog())

    def setup() {
        Files.deleteIfExists(CANARY)
    }

    def cleanup() {
        Files.deleteIfExists(CANARY)
    }

    def 'the corpus is large enough'() {
        expect:
        corpus().size() >= 40
    }

    def 'checking #script leaves no canary, and says where it is wrong'() {
        when:
        Checked checked = compiler.check(FOLDER.resolve(script), [:])

        then: 'it is refused, at a place within the text'
        checked instanceof Checked.Refused
        checked.problems()*.severity().unique() == [Severity.ERROR]
        checked.problems().every { it.toString() ==~ /(?s).*\/[\w-]+\.groovy:\d+:\d+: .+/ }
        checked.problems().every { it.at().line() <= Files.readAllLines(FOLDER.resolve(script)).size() }

        and: 'nothing happened'
        !Files.exists(CANARY)

        where:
        script << corpus()
    }

    def 'without precautions #script acts'() {
        when:
        Gullible.run(Files.readString(FOLDER.resolve(script)))

        then:
        Files.exists(CANARY)

        where:
        script << corpus().findAll { Files.readAllLines(FOLDER.resolve(it))[0] == '// acts' }
    }

    def 'no class is loaded for a playbook'() {
        given:
        def before = Thread.currentThread().contextClassLoader

        when:
        compiler.check(Path.of('../playbooks/update-lxc-containers.groovy'), [:])

        then:
        Thread.currentThread().contextClassLoader.is(before)
    }

    static List<String> corpus() {
        Files.list(FOLDER).withCloseable { it.sorted().toList() }*.fileName*.toString()
    }
}
