package dev.steward.runner.app

import dev.steward.dsl.check.Checked
import dev.steward.dsl.check.Disk
import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.dsl.source.SourceFolder
import dev.steward.runner.module.catalog.Modules
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class CheckedPlansSpec extends Specification {

    @TempDir Path folder
    Path main
    PlaybookCompiler compiler = new PlaybookCompiler(new Modules())
    List<String> read = []
    SourceFolder disk = { String file -> read << Path.of(file).fileName.toString(); new Disk().text(file) } as SourceFolder
    CheckedPlans plans = new CheckedPlans(compiler, disk)

    void setup() {
        write('part', "playbook('part') { play('p') { hosts 'all'; tasks { task('say') { debug 'one' } } } }")
        main = write('main', "playbook('main') {\nvars n: 1\nimportPlaybook 'part.groovy'\n}")
    }

    Path write(String name, String text) { Files.writeString(folder.resolve(name + '.groovy'), text) }

    Checked check(Map<String, Object> given = [:]) { plans.check(main, given) }

    def 'the same texts and parameters give the very same plan'() {
        expect:
        check().is(check())
        check(n: '2').is(check(n: '2'))
        !check(n: '2').is(check(n: '3'))
        check(n: '3').plan().parameters()[0].value() == 3
    }

    def 'a change of #changed is seen at once, also when size and time of the file stay'() {
        given:
        def before = check()
        def file = folder.resolve(changed + '.groovy')
        def time = Files.getLastModifiedTime(file)
        Files.writeString(file, Files.readString(file).replace(from, to))
        Files.setLastModifiedTime(file, time)

        expect:
        !check().is(before)
        check().plan() != before.plan()

        where:
        changed | from    | to
        'main'  | 'n: 1'  | 'n: 7'
        'part'  | "'one'" | "'two'"
    }

    def 'what was wrong is looked at again once a file that was missing is there'() {
        given:
        def part = folder.resolve('part.groovy')
        def text = Files.readString(part)
        Files.delete(part)

        expect:
        check() instanceof Checked.Refused

        when:
        Files.writeString(part, text)

        then:
        check() instanceof Checked.Accepted
    }

    def 'a file that went away is a problem though the plan is remembered'() {
        given:
        check()
        Files.delete(folder.resolve('part.groovy'))

        expect:
        check() instanceof Checked.Refused
    }

    def 'fifty plans are kept, the longest unused goes first'() {
        given:
        def first = check(n: '0')
        def second = check(n: '1')
        (2..49).each { check(n: it as String) }

        expect:
        check(n: '0').is(first)

        when:
        check(n: '50')

        then:
        check(n: '0').is(first)
        !check(n: '1').is(second)
    }
}
