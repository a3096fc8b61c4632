package dev.steward.dsl.check

import dev.steward.dsl.TestCatalog
import java.nio.file.NoSuchFileException
import spock.lang.Shared
import spock.lang.Specification

/** Every check of the language: place, message, suggestion. */
class ProblemsSpec extends Specification {

    static final String HEAD = '''playbook('p') {
        |  vars limit: 5.seconds, dirs: ['/a', '/b'], dir: '/a', flag: true
        |  play('q') {
        |    hosts 'all'
        |'''.stripMargin()

    @Shared PlaybookCompiler compiler = new PlaybookCompiler(new TestCatalog())

    def 'in a task: #text'() {
        expect:
        problems(HEAD + "    tasks {\n      task('first') { stat path: '/x'; register 'st' }\n      task('t') {\n$text\n}\n}\n}\n}\n") == expected

        where:
        text                                          || expected
        "atp name: ['x']"                             || ["8:1: unknown module or word 'atp' in a task; did you mean 'apt'?"]
        'serial 1'                                    || ["8:1: 'serial' cannot stand in a task; it belongs in a play"]
        "sreial 1"                                    || ["8:1: unknown module or word 'sreial' in a task"]
        "apt upgrade: 'dits'"                         || ["8:14: 'upgrade' of apt is one of [dist, full, safe], not 'dits'; did you mean 'dist'?"]
        "apt cacheValidTime: '1h', updateCahce: true" || ["8:21: 'cacheValidTime' of apt takes a duration such as 5.minutes, not text", "8:27: 'apt' has no parameter 'updateCahce'; did you mean 'updateCache'?"]
        'apt cacheValidTime: 60'                      || ["8:21: 'cacheValidTime' of apt takes a duration such as 5.minutes, not a whole number; write 60.seconds"]
        'apt cacheValidTime: 60.secnds'               || ["8:24: a whole number has no unit 'secnds'; did you mean 'seconds'?"]
        'apt updateCache: host.name'                  || ["8:18: 'updateCache' of apt takes true or false, not text"]
        'apt name: [5]'                               || ["8:11: 'name' of apt takes a list of text (or one text), not a list with a whole number in it"]
        "apt 'nginx'"                                 || ["8:5: 'apt' takes its parameters by name; such as name: …"]
        'lxc vmid: 240, memory: 2048'                 || ["8:24: 'memory' of lxc takes a size such as 2.GiB, not a whole number"]
        "copy content: 'x'"                           || ["8:1: 'copy' needs 'dest', text; write dest: …"]
        "command 'a'\napt name: 'x'"                  || ['9:1: a task calls one module, this is its second; write a task for each']
        "copy content: 'x', dest: 'x', mode: 'rw'"    || ["8:26: 'dest' of copy takes an absolute path, not 'x'", "8:37: 'mode' of copy takes octal text such as '0644', not 'rw'"]
        "command 'a', 'b\\u0000'"                     || ["8:14: 'argv' of command holds a NUL character, which no argument of a program and no path can hold; leave it out"]
        "command(['a', 'b\\u0000'])"                  || ["8:9: 'argv' of command holds a NUL character, which no argument of a program and no path can hold"]
        "command 'a'\nretries -1"                     || ["9:1: Groovy takes 'retries' with what follows for a calculation; write the value in parentheses: retries(-1)"]
        "command ['a']"                               || ["8:1: Groovy takes 'command' with what follows for an index; write the value in parentheses: command(['a'])"]
        "debug 'x'\nregister 'host'"                  || ["9:10: the name 'host' is taken: every task knows its own under it; choose another one, such as 'result'"]
        "when { flag }"                               || ["7:7: this task calls no module; write what it does, such as apt name: ['…']"]
        "debug hots.name"                             || ["8:7: unknown name 'hots'; did you mean 'host'?"]
        'debug host.nmae'                             || ["8:12: host has no property 'nmae'; did you mean 'name'?"]
        'debug "${host.nmae}"'                        || ["8:15: host has no property 'nmae'; did you mean 'name'?"]
        "debug 'x'\nwhen { st.exsits }"               || ["9:11: the result of stat has no property 'exsits'; did you mean 'exists'?"]
        "debug 'x'\nwhen { st.rc == 0 }"              || ["9:11: the result of stat has no property 'rc'; it has attempts, changed, duration, exists, failed, isdir, message, mode, size, skipped, unreachable"]
        "debug 'x'\nwhen { me.changed }\nregister 'me'" || ["9:8: 'me' is not registered yet: its task stands at line 10; use it in a later task"]
        "debug 'x'\nwhen { limit > 5 }"               || ["9:8: '>' compares a duration with a whole number; write the number with its unit, such as 30.seconds"]
        "debug 'x'\nwhen { st.mode == 644 }"          || ["9:8: '==' compares text with a whole number; write the number without quotes, or use toInteger()"]
        "debug 'x'\nwhen { st.exists = true }"        || ["9:8: '=' cannot be used in a playbook; to compare, write ==; to name a value, write def name = … before it is used"]
        "debug 'x'\nwhen { st.exists; flag }"         || ['9:19: between these braces stands one expression; join conditions with &&']
        "debug 'x'\nwhen()"                           || ["9:1: 'when' takes a condition in braces; write when { … }"]
        'shell "ls \'${host.name}\' \\"${dir}\\""'    || ['8:19: ${host.name} stands between quotes, but every value in a shell line is quoted for you; leave the quotes out', '8:30: ${dir} stands between quotes, but every value in a shell line is quoted for you; leave the quotes out']
        "shell 'ls ' + dir"                           || ['8:7: a shell line is not put together with \'+\'; write the value as ${…} inside the text: it is quoted there']
        'shell dir'                                   || ['8:7: a shell line is written as a text; write "${raw(dir)}" where a whole line is a value']
        'shell "ls ${dirs}"'                          || ['8:13: ${dirs} is a list, but a shell line takes one value at a time; name one of its values, or write a task for each']
        'shell "ls ${null}"'                          || ['8:13: null cannot be put into a text']
        "command 'login', secret('a/b')"              || ["8:18: a secret among the arguments of a command can be seen by everybody on the host (ps); hand it over by environment NAME: secret('…'), or use shell"]
        'debug secret("x") + "y"'                     || ['8:7: a secret is handed to a module, not computed with']
        'debug "${raw(dir)}"'                         || ['8:10: raw(…) is for shell lines only; leave it out: nothing is quoted here']
        "notify 'restart x'\ndebug 'a'"               || ["8:8: no handler of this play is named 'restart x'; add handlers { handler('restart x') { … } } to the play"]
        "'id'.execute()\ndebug 'a'"                   || ["8:6: 'execute' of text is not available to playbooks"]
        "debug System.getenv('x')"                    || ["8:7: classes are not available to playbooks, so 'System' is unknown; what acts is written as a task"]
        "become\ndebug 'a'"                           || ["8:1: 'become' alone does nothing; write become()"]
        'debug item'                                  || ["8:7: 'item' is known only in a task with a loop; write loop { … } in this task"]
        "debug 'x'\nloop { 5 }"                       || ["9:6: 'loop' goes through a list, not a whole number"]
        'for (d in dirs) { debug d }'                 || ["8:1: 'for' cannot be used in a playbook; write list.each { x -> … }"]
        "if (flag) { debug 'x' }"                     || ["8:1: 'if' cannot stand in a task; write when { … }, or put the if around it"]
        "retries 'x', delai: 5.seconds\ndebug 'a'"    || ["8:9: 'retries' takes a whole number, not text; write it without quotes", "8:14: 'retries' has no 'delai'; did you mean 'delay'?"]
        "timeout 0.seconds\ndebug 'a'"                || ["8:11: 'timeout' takes a duration above zero"]
        "debug dirs.name"                             || ["8:12: a list has no property 'name'; for each of its values write .collect { it.name }"]
        "debug dir.size"                              || ["8:11: text has no property 'size'; write .size()"]
        "debug 1 / 0"                                 || ['8:7: this has no value: Division by zero']
        'debug [1, 2].sum()'                          || ["8:1: 'debug […]' asks for an element of 'debug'; write debug([…])"]
    }

    def 'in a play: #text'() {
        expect:
        problems(HEAD + "$text\n}\n}\n") == expected

        where:
        text                                                           || expected
        "hosts 'b'"                                                    || ["5:1: 'hosts' is said twice in a play"]
        'forks 0'                                                      || ["5:7: 'forks' takes 1 to 10000, not 0"]
        "serial 1, '30'"                                               || ["5:11: 'serial' takes numbers of hosts and shares such as '30%', not '30'"]
        "order 'srted'"                                                || ["5:7: 'order' is one of [inventory, reverseInventory, sorted, reverseSorted, shuffle], not 'srted'; did you mean 'sorted'?"]
        'maxFailPercentage 120'                                        || ["5:19: 'maxFailPercentage' takes 0 to 100, not 120"]
        "tasks { debug 'x' }"                                          || ["5:9: the module 'debug' cannot stand in a list of tasks; write task('…') { debug … }"]
        "tasks { task('x') { debug 1 }\ntask('x') { debug 2 } }"       || ["6:6: another task here is named 'x' as well, at line 5"]
        "tasks { dirs.each { task('x') { debug it } } }"               || ["5:21: another one here is named 'x' as well"]
        "tasks { if (host.name == 'a') { task('x') { debug 1 } } }"    || ["5:13: 'if' decides before the run, but this is known only at run time; write when { … } in the task"]
        "tasks { host.vars.l.each { task('x') { debug it } } }"        || ["5:18: 'each' goes through a list before the run, but this is known only at run time; write loop { … } in the task"]
        "tasks { for (d in dirs) { task(d) { debug d } } }"            || ["5:9: 'for' cannot be used in a playbook; write list.each { x -> … }"]
        "tasks { block { task('x') { debug 1 } }\nrescue { } }"        || ["6:1: 'rescue' stands behind a block; write it on the line of the block's closing brace: } rescue {"]
        "handlers { handler('a') { debug 1 } }\ntasks { task('x') { debug 1; notify 'b', 'a' } }" || ["6:37: no handler of this play is named 'b'; did you mean 'a'?"]
        'becomeUser host.name'                                         || ["5:12: 'becomeUser' is settled before the run, but this is known only at run time"]
        "tasks { includeTasks 'nope.groovy' }"                         || ["5:9: there is no file 'nope.groovy'"]
    }

    def 'in a file: #text'() {
        expect:
        problems(text) == expected

        where:
        text                                                 || expected
        "task('x') { }"                                      || ["1:1: 'task' cannot stand in a file; it belongs in a list of tasks or a block"]
        "playbook('p') { play('q') { } }"                    || ["1:17: this play names no hosts; write hosts 'pattern' in it"]
        "playbook('p') { }\nplaybook('q') { }"               || ['2:1: a file holds one playbook and nothing else']
        "playbook('p') { vars a: null, play: 1, b: host.x }" || ["1:25: the default of 'a' fixes its type, and null has none", "1:31: 'play' is a word of the language; choose another name", "1:48: host has no property 'x'; it has facts, groups, name, vars"]
        "playbook('p') { importPlaybook 'p.groovy' }"        || ["1:17: 'p.groovy' is read within itself: p.groovy"]
        "playbook('p') { importPlaybook '../x.groovy' }"     || ["1:17: '../x.groovy' is no path of a playbook file; write it relative to this file, without '..', such as 'tasks/restart.groovy'"]
    }

    def 'all problems stand in one report, in the order of the text'() {
        expect:
        problems('''playbook('p') {
            |  vars wait: ask(5.seconds)
            |  play('q') {
            |    hots 'all'
            |    tasks {
            |      task('a') { apt upgrade: 'dits', name: 5 }
            |      task('a') { debug x; notify 'nobody' }
            |    }
            |  }
            |}'''.stripMargin())*.replaceAll(/: .*/, '') == ['2:14', '3:3', '4:5', '6:32', '6:46', '7:12', '7:25', '7:35']
    }

    private List<String> problems(String text) {
        def checked = compiler.check({ file ->
            if (file != 'p.groovy') {
                throw new NoSuchFileException(file)
            }
            text
        }, 'p.groovy', [:])
        checked.problems().collect { problem ->
            assert problem.toString().startsWith('p.groovy:')
            problem.toString() - 'p.groovy:'
        }
    }
}
