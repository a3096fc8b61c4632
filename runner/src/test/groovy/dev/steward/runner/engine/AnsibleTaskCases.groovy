package dev.steward.runner.engine

/** Of one task or one host, as in {@link AnsibleCases}. */
final class AnsibleTaskCases {

    private AnsibleTaskCases() { }

    static final ALL = [
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
