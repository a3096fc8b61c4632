package dev.steward.runner.engine

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Callable
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import java.util.concurrent.Future
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The same work by Debian's ansible-playbook and by our engine: recap lines and exit codes are equal. */
class EngineAnsibleRealSpec extends Specification {

    @TempDir Path dir
    @Shared @TempDir Path theirDir
    @Shared @AutoCleanup('shutdownNow') ExecutorService threads = Executors.newFixedThreadPool(2)
    /** What Ansible made of each case. Its start takes longest of all, so all of them run while our engine does. */
    @Shared Map<String, Future<List>> theirs

    def setupSpec() {
        assert new ProcessBuilder("sh", "-c", "command -v ansible-playbook").start().waitFor() == 0: "apt-get install ansible-core"
        theirs = CASES.withIndex().collectEntries { example, i ->
            [example[0], threads.submit({ -> ansible(i, example[1], example[2]) } as Callable<List>)]
        }
        assert theirs.size() == CASES.size()
    }

    private List ansible(int number, List<String> args, String plays) {
        new PairRuns(Files.createDirectory(theirDir.resolve(number as String))).withCloseable { it.ansible(EngineAnsibleRealSpec.plays(plays), args) }
    }

    def 'as Ansible: #what'() {
        given:
        PairRuns pair = new PairRuns(dir)
        String script = "playbook('x') {\n" + steward.split(/(?m)^---$/).withIndex().collect { body, i -> "play('p$i') {\n$body\n}\n" }.join('').replace('@DIR@', dir.toString()) + '}\n'

        expect:
        pair.steward(script, options(args)) == theirs[what].get()

        cleanup:
        pair?.close()

        where:
        what << CASES*.get(0)
        args << CASES*.get(1)
        steward << CASES*.get(3)
    }

    /** Play bodies separated by ---, each its keywords and tasks. */
    private static String plays(String bodies) {
        bodies.split(/(?m)^---$/).collect { body ->
            '- gather_facts: false\n' + body.readLines().findAll { it.trim() }.collect { '  ' + it + '\n' }.join('')
        }.join('')
    }

    private static RunOptions options(List<String> args) {
        def value = { String flag -> args.contains(flag) ? Optional.of(args[args.indexOf(flag) + 1]) : Optional.<String> empty() }
        new RunOptions(value('--limit'), value('--tags').map { it.split(',') as List }.orElse([]),
                value('--skip-tags').map { it.split(',') as List }.orElse([]), args.contains('--check'), false,
                Optional.empty(), Optional.empty(), false, Optional.empty())
    }

    static final CASES = [
            ['all well', [], '''
hosts: all:!lost
tasks: [{command: "true"}, {debug: {msg: x}}]
''', '''
hosts 'all:!lost'
tasks { task('a') { command 'true' }; task('b') { debug 'x' } }
'''],
            ['a host that fails leaves this play and the next', [], '''
hosts: a:b:c
tasks: [{command: "false", when: inventory_hostname == 'b'}, {command: "true"}]
---
hosts: all:!lost
tasks: [{debug: {msg: x}}]
''', '''
hosts 'a:b:c'
tasks { task('a') { when { host.name == 'b' }; command 'false' }; task('b') { command 'true' } }
---
hosts 'all:!lost'
tasks { task('c') { debug 'x' } }
'''],
            ['serial with a list, a failure in the second batch of one', [], '''
hosts: all:!lost
serial: [2, 1]
tasks: [{fail: {msg: x}, when: inventory_hostname == 'c'}, {command: "true"}]
---
hosts: all:!lost
tasks: [{debug: {msg: x}}]
''', '''
hosts 'all:!lost'
serial 2, 1
tasks { task('a') { when { host.name == 'c' }; fail 'x' }; task('b') { command 'true' } }
---
hosts 'all:!lost'
tasks { task('c') { debug 'x' } }
'''],
            ['serial in per cent', [], '''
hosts: all:!lost
serial: ["25%", "50%"]
tasks: [{fail: {msg: x}, when: inventory_hostname == 'b'}, {command: "true"}]
''', '''
hosts 'all:!lost'
serial '25%', '50%'
tasks { task('a') { when { host.name == 'b' }; fail 'x' }; task('b') { command 'true' } }
'''],
            ['max_fail_percentage reached but not passed', [], '''
hosts: all:!lost
max_fail_percentage: 25
tasks: [{fail: {msg: x}, when: inventory_hostname == 'b'}, {command: "true"}]
''', '''
hosts 'all:!lost'
maxFailPercentage 25
tasks { task('a') { when { host.name == 'b' }; fail 'x' }; task('b') { command 'true' } }
'''],
            ['max_fail_percentage passed', [], '''
hosts: all:!lost
max_fail_percentage: 24
tasks: [{fail: {msg: x}, when: inventory_hostname == 'b'}, {command: "true"}]
---
hosts: all:!lost
tasks: [{debug: {msg: x}}]
''', '''
hosts 'all:!lost'
maxFailPercentage 24
tasks { task('a') { when { host.name == 'b' }; fail 'x' }; task('b') { command 'true' } }
---
hosts 'all:!lost'
tasks { task('c') { debug 'x' } }
'''],
            ['any_errors_fatal', [], '''
hosts: all:!lost
any_errors_fatal: true
tasks: [{command: "true"}, {fail: {msg: x}, when: inventory_hostname == 'b'}, {command: "true"}]
---
hosts: all:!lost
tasks: [{debug: {msg: x}}]
''', '''
hosts 'all:!lost'
anyErrorsFatal()
tasks { task('a') { command 'true' }; task('b') { when { host.name == 'b' }; fail 'x' }; task('c') { command 'true' } }
---
hosts 'all:!lost'
tasks { task('d') { debug 'x' } }
'''],
            ['any_errors_fatal within a rescue on all hosts', [], '''
hosts: a:b
any_errors_fatal: true
tasks: [{block: [{fail: {msg: x}}, {command: "true"}], rescue: [{debug: {msg: r}}]}, {command: "true"}]
''', '''
hosts 'a:b'
anyErrorsFatal()
tasks {
    block { task('a') { fail 'x' }; task('b') { command 'true' } }.rescue { task('r') { debug 'r' } }
    task('c') { command 'true' }
}
'''],
            ['rescue and always', [], '''
hosts: a:b:c
tasks:
- block: [{fail: {msg: x}, when: inventory_hostname != 'a'}, {command: "true"}]
  rescue: [{fail: {msg: x}, when: inventory_hostname == 'c'}, {command: "true"}]
  always: [{debug: {msg: x}}]
- command: "true"
''', '''
hosts 'a:b:c'
tasks {
    block { task('a') { when { host.name != 'a' }; fail 'x' }; task('b') { command 'true' } }
            .rescue { task('c') { when { host.name == 'c' }; fail 'x' }; task('d') { command 'true' } }
            .always { task('e') { debug 'x' } }
    task('f') { command 'true' }
}
'''],
            ['nested blocks', [], '''
hosts: a:b
tasks:
- block:
  - block: [{fail: {msg: x}}]
    always: [{debug: {msg: x}}]
  - command: "true"
  rescue: [{debug: {msg: x}}, {debug: {msg: y}}]
- command: "true"
''', '''
hosts 'a:b'
tasks {
    block {
        block { task('a') { fail 'x' } }.always { task('b') { debug 'x' } }
        task('c') { command 'true' }
    }.rescue { task('d') { debug 'x' }; task('e') { debug 'y' } }
    task('f') { command 'true' }
}
'''],
            ['ignore_errors, and the failed result is there', [], '''
hosts: a:b
tasks:
- {fail: {msg: x}, register: r, ignore_errors: true, when: inventory_hostname == 'a'}
- {command: "true", when: r is failed}
- {command: "true", when: r is skipped}
''', '''
hosts 'a:b'
tasks {
    task('a') { when { host.name == 'a' }; fail 'x'; register 'r'; ignoreErrors() }
    task('b') { when { r.failed }; command 'true' }
    task('c') { when { r.skipped }; command 'true' }
}
'''],
            ['a command that fails and is ignored has changed something, a module that fails has not', [], '''
hosts: a:b
tasks:
- {shell: exit 3, register: r, ignore_errors: true}
- {shell: echo x, register: s, failed_when: s.rc == 0, ignore_errors: true, notify: h}
- {shell: exit 1, register: t, changed_when: false, ignore_errors: true}
- {command: "true", when: r is changed and s is changed}
- {command: "true", when: t is changed}
- {command: "test {{ item }} = 1", loop: [1, 2], ignore_errors: true}
- {fail: {msg: x}, ignore_errors: true}
handlers: [{name: h, command: "true"}]
''', '''
hosts 'a:b'
tasks {
    task('a') { shell 'exit 3'; register 'r'; ignoreErrors() }
    task('b') { shell 'echo x'; register 's'; failedWhen { s.rc == 0 }; ignoreErrors(); notify 'h' }
    task('c') { shell 'exit 1'; register 't'; changedWhen { false }; ignoreErrors() }
    task('d') { when { r.changed && s.changed }; command 'true' }
    task('e') { when { t.changed }; command 'true' }
    task('f') { loop { [1, 2] }; command 'test', "${item}", '=', '1'; ignoreErrors() }
    task('g') { fail 'x'; ignoreErrors() }
}
handlers { handler('h') { command 'true' } }
'''],
            ['handlers, by name and topic, and none on a failed host', [], '''
hosts: a:b
tasks:
- {command: "true", notify: [h2, t]}
- {debug: {msg: x}, notify: h1}
- meta: flush_handlers
- {command: "true", notify: h1}
- {fail: {msg: x}, when: inventory_hostname == 'b'}
handlers:
- {name: h1, command: "true"}
- {name: h2, command: "true"}
- {name: h3, listen: t, debug: {msg: x}}
''', '''
hosts 'a:b'
tasks {
    task('a') { command 'true'; notify 'h2', 't' }
    task('b') { debug 'x'; notify 'h1' }
    flushHandlers()
    task('c') { command 'true'; notify 'h1' }
    task('d') { when { host.name == 'b' }; fail 'x' }
}
handlers {
    handler('h1') { command 'true' }
    handler('h2') { command 'true' }
    handler('h3') { debug 'x'; listen 't' }
}
'''],
            ['force_handlers', [], '''
hosts: a:b
force_handlers: true
tasks: [{command: "true", notify: h}, {fail: {msg: x}, when: inventory_hostname == 'b'}]
handlers: [{name: h, command: "true"}]
''', '''
hosts 'a:b'
forceHandlers()
tasks { task('a') { command 'true'; notify 'h' }; task('b') { when { host.name == 'b' }; fail 'x' } }
handlers { handler('h') { command 'true' } }
'''],
            ['run_once in batches', [], '''
hosts: all:!lost
serial: 2
tasks: [{command: "true", run_once: true, register: r}, {debug: {msg: x}, when: r is changed}]
''', '''
hosts 'all:!lost'
serial 2
tasks { task('a') { runOnce(); command 'true'; register 'r' }; task('b') { when { r.changed }; debug 'x' } }
'''],
            ['run_once that fails', [], '''
hosts: a:b
tasks: [{debug: {msg: x}}, {fail: {msg: x}, run_once: true}, {debug: {msg: x}}]
---
hosts: all:!lost
tasks: [{debug: {msg: x}}]
''', '''
hosts 'a:b'
tasks { task('a') { debug 'x' }; task('b') { runOnce(); fail 'x' }; task('c') { debug 'x' } }
---
hosts 'all:!lost'
tasks { task('d') { debug 'x' } }
'''],
            ['retries', [], '''
hosts: a
tasks:
- {shell: "echo x >> tries; test $(wc -l < tries) -ge 3", register: r, until: r is succeeded, retries: 3, delay: 0}
- {command: "false", register: r, until: r is succeeded, retries: 1, delay: 0}
''', '''
hosts 'a'
tasks {
    task('a') { shell 'echo x >> @DIR@/ours; test $(wc -l < @DIR@/ours) -ge 3'; retries 3, delay: 0.seconds }
    task('b') { command 'false'; retries 1, delay: 0.seconds }
}
'''],
            ['--tags x', ['--tags', 'x'], '''
hosts: a
tasks:
- {command: "true"}
- {command: "true", tags: x}
- {debug: {msg: a}, tags: always}
- {debug: {msg: n}, tags: [never, y]}
- {block: [{command: "true"}], tags: x}
''', '''
hosts 'a'
tasks {
    task('a') { command 'true' }
    task('b') { tags 'x'; command 'true' }
    task('c') { tags 'always'; debug 'a' }
    task('d') { tags 'never', 'y'; debug 'n' }
    block { tags 'x'; task('e') { command 'true' } }
}
'''],
            ['--skip-tags x,always', ['--skip-tags', 'x,always'], '''
hosts: a
tasks: [{command: "true"}, {command: "true", tags: x}, {debug: {msg: a}, tags: always}]
''', '''
hosts 'a'
tasks { task('a') { command 'true' }; task('b') { tags 'x'; command 'true' }; task('c') { tags 'always'; debug 'a' } }
'''],
            ['delegate_to, and a delegate that cannot be reached', [], '''
hosts: a:b
tasks:
- {command: "true", delegate_to: c}
- {command: "true", delegate_to: u, when: inventory_hostname == 'b'}
- {debug: {msg: x}}
''', '''
hosts 'a:b'
tasks {
    task('a') { delegateTo 'c'; command 'true' }
    task('b') { when { host.name == 'b' }; delegateTo 'u'; command 'true' }
    task('c') { debug 'x' }
}
'''],
            ['loops', [], '''
hosts: a:b
tasks:
- {shell: "{{ item }}", loop: ["true", "false", "true"], ignore_errors: true, changed_when: false}
- {debug: {msg: x}, loop: [1, 2], when: item > 5}
- {debug: {msg: x}, loop: []}
- {fail: {msg: x}, loop: [1, 2], when: item == 2 and inventory_hostname == 'b'}
''', '''
hosts 'a:b'
tasks {
    task('a') { loop { ['true', 'false', 'true'] }; shell "${raw(item)}"; ignoreErrors(); changedWhen { false } }
    task('b') { loop { [1, 2] }; when { item > 5 }; debug 'x' }
    task('c') { loop { [] }; debug 'x' }
    task('d') { loop { [1, 2] }; when { item == 2 && host.name == 'b' }; fail 'x' }
}
'''],
            ['check mode', ['--check'], '''
hosts: a
tasks: [{command: "true"}, {command: "true", check_mode: false}, {debug: {msg: x}}]
''', '''
hosts 'a'
tasks { task('a') { command 'true' }; task('b') { check false; command 'true' }; task('c') { debug 'x' } }
'''],
            ['an unreachable host, ignored and not', [], '''
hosts: a:u
tasks: [{command: "true", ignore_unreachable: true}, {debug: {msg: x}}, {command: "true"}, {debug: {msg: x}}]
''', '''
hosts 'a:u'
tasks {
    task('a') { ignoreUnreachable(); command 'true' }
    task('b') { debug 'x' }
    task('c') { command 'true' }
    task('d') { debug 'x' }
}
'''],
            ['failed and unreachable hosts together', [], '''
hosts: a:b:u
tasks: [{command: "true"}, {fail: {msg: x}, when: inventory_hostname == 'b'}]
''', '''
hosts 'a:b:u'
tasks { task('a') { command 'true' }; task('b') { when { host.name == 'b' }; fail 'x' } }
'''],
            ['changed_when and failed_when', [], '''
hosts: a:b
tasks:
- {command: "true", changed_when: false}
- {command: "false", register: r, failed_when: r.rc > 1}
- {command: "true", register: r, failed_when: r.rc == 0 and inventory_hostname == 'b'}
- {debug: {msg: x}, changed_when: true}
''', '''
hosts 'a:b'
tasks {
    task('a') { command 'true'; changedWhen { false } }
    task('b') { command 'false'; register 'r'; failedWhen { r.rc > 1 } }
    task('c') { command 'true'; register 'q'; failedWhen { q.rc == 0 && host.name == 'b' } }
    task('d') { debug 'x'; changedWhen { true } }
}
'''],
            ['a limit, and a play that it leaves without hosts', ['--limit', 'a:b'], '''
hosts: all
tasks: [{command: "true"}]
---
hosts: c
tasks: [{command: "true"}]
''', '''
hosts 'all'
tasks { task('a') { command 'true' } }
---
hosts 'c'
tasks { task('b') { command 'true' } }
'''],
            ['no host at all', [], '''
hosts: nobody
tasks: [{command: "true"}]
''', '''
hosts 'nobody'
tasks { task('a') { command 'true' } }
'''],
            ['a limit that leaves nobody', ['--limit', 'nobody'], '''
hosts: all
tasks: [{command: "true"}]
''', '''
hosts 'all'
tasks { task('a') { command 'true' } }
'''],
            ['strategy free', [], '''
hosts: all:!lost
strategy: free
tasks: [{fail: {msg: x}, when: inventory_hostname == 'b'}, {command: "true"}, {command: "true"}]
''', '''
hosts 'all:!lost'
strategy 'free'
tasks { task('a') { when { host.name == 'b' }; fail 'x' }; task('b') { command 'true' }; task('c') { command 'true' } }
'''],
            ['facts set and hosts added', [], '''
hosts: a
tasks:
- {set_fact: {colour: blue}}
- {add_host: {name: new, groups: fresh, ansible_connection: local}, changed_when: false}
- {debug: {msg: x}, when: colour == 'blue'}
---
hosts: fresh
tasks: [{command: "true"}]
''', '''
hosts 'a'
tasks {
    task('a') { setFact colour: 'blue' }
    task('b') { addHost name: 'new', groups: ['fresh'], connection: 'local'; changedWhen { false } }
    task('c') { when { host.vars.colour == 'blue' }; debug 'x' }
}
---
hosts 'fresh'
tasks { task('d') { command 'true' } }
'''],
    ]
}
