package dev.steward.runner.inventory

import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.runner.module.catalog.Modules
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** Host patterns of a playbook against an inventory, before anything runs. */
class PlanHostsSpec extends Specification {

    @TempDir Path dir

    PlanHosts of(String text, String limit = null) {
        Inventory inventory = Corpus.of(dir, ['hosts.yml': '''\
            all:
              children:
                web: {hosts: {web01: , web02: , web03: }}
                db: {hosts: {db01: }}
                empty:
            '''])
        Path file = Files.writeString(dir.resolve('p.groovy'), text)
        def checked = new PlaybookCompiler(new Modules()).check(file, [:])
        assert checked.problems() == []
        PlanHosts.of(checked.plan(), inventory, Optional.ofNullable(limit))
    }

    static String playbook(String... plays) { "playbook('p') {\n" + plays.join('\n') + '\n}\n' }

    static String play(String hosts, String task = "debug 'x'", String name = hosts) {
        "  play('$name') {\n    hosts '$hosts'\n    tasks { task('t') { $task } }\n  }"
    }

    def 'a play of #hosts says #said'() {
        when:
        def found = of(playbook(play(hosts)))

        then:
        found.problems().collect { "${it.severity()} ${it.at().line()}:${it.at().column()} ${it.message()}${it.suggestion().map { s -> '; ' + s }.orElse('')}" as String } == said
        found.plays() == [names]
        found.refused() == said.any { it.startsWith('ERROR') }

        where:
        hosts           || names                       | said
        'web'           || ['web01', 'web02', 'web03'] | []
        'web:!web02'    || ['web01', 'web03']          | []
        'empty'         || []                          | []
        'localhost'     || ['localhost']               | []
        'wbe'           || []                          | ["WARNING 3:5 no host or group of the inventory matches 'wbe', so this play runs on no host; did you mean 'web'?"]
        'web,dbb'       || ['web01', 'web02', 'web03'] | ["WARNING 3:5 no host or group of the inventory matches 'dbb'; did you mean 'db'?"]
        'web:!web4'     || ['web01', 'web02', 'web03'] | ["WARNING 3:5 no host or group of the inventory matches 'web4'; did you mean 'web'?"]
        'web9*'         || []                          | ["WARNING 3:5 no host or group of the inventory matches 'web9*', so this play runs on no host"]
        '~we('          || []                          | ["ERROR 3:5 '~we(' is no regular expression: Unclosed group; after ~ comes one"]
        'web[7]'        || []                          | ["ERROR 3:5 'web[7]' asks for host 7, but 'web' has only 3; the first is 0, the last is -1"]
    }

    def 'a host that an earlier play adds by #task is known to the next: #count warnings'() {
        expect:
        of(playbook(play('db', task, 'a'), play('newcomer', "debug 'x'", 'b'))).problems().size() == count

        where:
        task                                                   || count
        "addHost 'newcomer'"                                   || 0
        "addHost 'other', groups: ['newcomer']"                || 0
        'addHost "${host.name}-2"'                             || 0
        "addHost 'other'"                                      || 1
    }

    def 'a limit narrows the hosts shown, and one that matches nothing is refused'() {
        expect:
        of(playbook(play('web')), 'web02').plays() == [['web02']]

        when:
        of(playbook(play('web')), 'web20')

        then:
        thrown(InventoryException)
    }

    def 'the same file read twice tells its warning once'() {
        given:
        Files.writeString(dir.resolve('inner.groovy'), playbook(play('nope')).replace("'p'", "'inner'"))

        expect:
        of("playbook('outer') {\n  importPlaybook 'inner.groovy'\n  importPlaybook 'inner.groovy'\n}\n").problems().size() == 1
    }
}
