package dev.steward.runner.engine

/** Plays as Ansible and as Steward write them: what, arguments of both, Ansible's plays, ours. Plays are separated by ---. */
final class AnsibleCases {

    private AnsibleCases() { }

    static final ALL = [
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
    ] + AnsibleTaskCases.ALL
}
