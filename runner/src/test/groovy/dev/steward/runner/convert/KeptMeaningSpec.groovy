package dev.steward.runner.convert

import dev.steward.house.Row
import java.nio.file.Files

/** What would come out meaning something else is written so that it means the same, or is marked; never passed over. */
class KeptMeaningSpec extends Conversions {

    @Override
    protected Converted task(String said, String vars = '{port: 80, wanted: true, pkgs: [a, b]}') {
        converted("- hosts: all\n  become: yes\n  vars: $vars\n  tasks:\n    - " + said.replace('\n', '\n      '))
    }

    /** The lines between the braces of the last task. */
    private static List<String> lines(Converted converted) {
        def all = converted.text().readLines()
        int from = all.findLastIndexOf { it =~ /^ {12}task\(/ }
        assert from >= 0: converted.text()
        all.subList(from + 1, from + 1 + all.drop(from + 1).findIndexOf { it == '            }' })*.strip()
    }

    @Row('S-14')
    def 'what would be dropped is marked: #said'() {
        when:
        def converted = task(said)

        then:
        converted.marks()*.reason() == [reason as String]
        !(converted.text() =~ /(?m)^ {12}task\(/)

        where:
        said                                               || reason
        'command: x\nconnection: docker'                   || "how a host is reached stands in the inventory: ansible_connection"
        'set_fact: {a: b}\ndelegate_to: c\ndelegate_facts: yes' || "'delegate_facts' of a task has no counterpart here"
        'command: x\nbecome_flags: -i'                     || "'become_flags' of a task has no counterpart here"
        'systemd: {name: x, state: started, scope: user}'  || "'scope' of 'systemd' is the system's here; write command 'systemctl', '--user', …"
        'systemd: {name: x, masked: no}'                   || "'masked' of 'systemd' has no counterpart here; write command 'systemctl', 'unmask', …"
        'command: x\nargs: "{{ more }}"'                   || "'args' of 'command' is written out here: name: value"
        'apt: {name: x}\nargs: "{{ more }}"'               || "'args' of 'apt' is written out here: name: value"
        'file: {path: /x, state: directory, recurse: yes, mode: "0700"}' || "'recurse' sets owner and group only here; write command 'chmod', '-R', …"
        'uri: {url: "http://x", body_format: form-urlencoded, body: {a: b}}\ndelegate_to: localhost' || "'body_format: form-urlencoded' has no counterpart here; write the body as it is sent, with its Content-Type in headers"
        'include_tasks: {file: x.yml, apply: {become: no}}' || "'apply' of 'include_tasks' has no counterpart here"
        'include_tasks: {name: x}'                         || "'include_tasks' names no file"
        'debug: {msg: "{{ ansible_distribution }}"}'       || "the words of ansible_distribution are others here; write host.facts.os.id, as 'debian'"
        'debug: {msg: "on {{ ansible_os_family }}"}'       || "the words of ansible_os_family are others here; write host.facts.packageManager, as 'apt'"
        'block: x'                                         || "'block' is no list of tasks"
        'debug: {msg: "a\\0 {{ port }}"}'                  || 'a text with control characters beside values has no counterpart here'
        'debug: {msg: .inf}'                               || "the number Infinity has no counterpart here"
    }

    @Row('S-14')
    def 'what stands otherwise there is written so that it means the same: #said'() {
        expect:
        lines(task(said)) == expected

        where:
        said                                               || expected
        'copy: {content: "{{ port }}\\n", dest: /x}'       || ['copy content: "${port}\\n", dest: \'/x\'']
        'debug: {msg: " {{ thing }} "}'                    || ['debug " ${host.vars.thing} "']
        'debug: {msg: x}\nloop: "{{ thing }}\\n"'          || ['loop { host.vars.thing }', "debug 'x'"]
        'debug: {msg: "{{ item }}"}\nwith_items: ["{{ pkgs }}", "{{ more }}", c]' || ["loop { [pkgs, host.vars.more, 'c'].flatten() }", 'debug item']
        'debug: {msg: "{{ item.key }}"}\nwith_dict: "{{ more | default({}) }}"' || ['loop { (host.vars.more ?: more).collect { k, v -> [key: k, value: v] } }', 'debug item.key']
        'debug: {msg: "{{ item.0 }}"}\nloop: [[1, 2]]'     || ['loop { [[1, 2]] }', 'debug item[0]']
        'debug: {msg: "is {{ wanted }}"}'                  || ['debug "is ${wanted ? \'True\' : \'False\'}"']
        'debug: {msg: "is {{ wanted | lower }}"}'          || ['debug "is ${wanted ? \'true\' : \'false\'}"']
        'copy: {content: "{{ wanted }}", dest: /x}'        || ["copy content: wanted ? 'True' : 'False', dest: '/x'"]
        'copy: {content: "{{ port }}", dest: /x}'          || ['copy content: "${port}", dest: \'/x\'']
        'copy: {content: "{{ port + 1 }}", dest: /x}'      || ['copy content: "${port + 1}", dest: \'/x\'']
        'debug: {msg: x}\nwhen: other | bool'             || ["when { host.vars.other in [true, 1, 'true', 'True', 'TRUE', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', '1'] }", "debug 'x'"]
        'lineinfile: {path: /x, line: yes}'                || ["lineInFile path: '/x', line: 'True'"]
        'command: x\nenvironment: {A: yes}'                || ["command 'x'", 'timeout 1.hours', "environment A: 'True'"]
        'lineinfile: path=/x regexp=^a\\.b line="c d"'     || ["lineInFile path: '/x', regexp: '^a\\\\.b', line: 'c d'"]
        'lineinfile: path=/x regexp="^\\s*a" line=\'x\\ty=1\'' || ["lineInFile path: '/x', regexp: '^\\\\s*a', line: 'x\ty=1'"]
        'command: grep "\\$a" \'b\\c\' d\\ e'              || ["command 'grep', '\\\\\$a', 'b\\\\c', 'd e'", 'timeout 1.hours']
        'shell: echo "x creates=a y" creates={{ port }}/b' || ["shell 'echo \"x creates=a y\"', creates: \"\${port}/b\"", 'timeout 1.hours']
        'shell: cat stdin=abc'                             || ["shell 'cat', stdin: 'abc'", 'timeout 1.hours']
        'systemd: daemon_reload=yes'                       || ["command 'systemctl', 'daemon-reload'", 'changedWhen { false }']
        'uri: {url: "http://x"}\ndelegate_to: localhost'   || ["delegateTo 'localhost'", "uri url: 'http://x', followRedirects: true, status: 200"]
        'uri: {url: "http://x", body_format: json, body: "[1]"}\ndelegate_to: localhost' || ["delegateTo 'localhost'", "uri url: 'http://x', headers: ['Content-Type': 'application/json'], body: '[1]', followRedirects: true, status: 200"]
        'command: x\nretries: 4\ndelay: 1'                 || ["command 'x'", 'retries 4, delay: 1.seconds', 'timeout 1.hours']
        'file: {path: /x, mode: 02775, state: directory}'  || ["file path: '/x', state: 'directory', mode: '2775'"]
        'debug: {msg: "{{ ansible_host }}"}'               || ['debug host.vars.ansible_host ?: host.name']
        'debug: {msg: "{{ port }}"}\nvars: {port: "{{ other }}"}' || ['debug host.vars.other']
    }

    @Row('S-14')
    def 'a play whose connection is local acts on Steward\'s own machine, for each of its hosts'() {
        when:
        def converted = converted('''\
            - hosts: web
              connection: local
              tasks:
                - command: hostname
                - uri: {url: "http://x", status_code: 204}
                - command: id
                  delegate_to: db
            - hosts: web
              connection: docker
              tasks: [{command: hostname}]
            - hosts: localhost
              connection: local
              tasks: [{command: hostname}]
            '''.stripIndent())

        then:
        converted.text().count("delegateTo 'localhost'") == 2
        converted.text().contains("delegateTo 'localhost'\n                uri ")
        converted.notes().any { it.contains('host.facts') }
        converted.marks()*.reason() == [
                "'delegate_to' in a play whose connection is local has no counterpart here",
                'how a host is reached stands in the inventory: ansible_connection']
    }

    @Row('S-14')
    def 'a value comes from where it comes there: facts before vars, files of vars before vars, vars of one play in no other'() {
        given:
        Files.writeString(dir.resolve('file.yml'), 'port: 8080\n')
        Files.writeString(dir.resolve('tasks.yml'), '- debug: {msg: "{{ place }} in tasks"}\n')

        when:
        def said = converted('''\
            - hosts: all
              vars: {port: 1, base: /srv, place: "{{ base }}/x"}
              vars_files: file.yml
              tasks:
                - debug: {msg: "{{ port }} first"}
                - set_fact: {place: /other}
                - debug: {msg: "{{ place }} then"}
                - debug: {msg: "{{ place }} of a task"}
                  vars: {place: /task}
                - include_tasks: tasks.yml
                  vars: {place: /included}
            - hosts: all
              tasks:
                - debug: {msg: "{{ base }} elsewhere"}
                - debug: {msg: "{{ base | default('none') }}"}
            '''.stripIndent())
        def lines = said.text().readLines()*.strip()

        then:
        said.text().contains("port: 8080")
        lines.findAll { it.startsWith('debug ') } == [
                'debug "${port} first"',
                'debug "${(host.vars.place != null ? host.vars.place : "${base}/x")} then"',
                'debug "${(host.vars.place != null ? host.vars.place : \'/task\')} of a task"',
                'debug "/included in tasks"',
                'debug "${(host.vars.base != null ? host.vars.base : base)} elsewhere"']
        said.marks()*.reason() == ["'base' is a var of another play, and has a default here; give one of them another name"]
    }

    @Row('S-14')
    def 'what the reader must know stands in the head: #says'() {
        given:
        Files.createDirectory(dir.resolve('group_vars'))

        expect:
        converted('- hosts: all\n  tasks:\n    - ' + said.replace('\n', '\n      ')).notes().any { it.contains(says) }

        where:
        said                                              || says
        'command: ls {{ options }}'                       || 'A value in a command is one word here'
        'file: {path: /x, state: touch}'                  || 'leaves the times of one that is there'
        'command: id\nbecome_user: postgres'              || "'become_user' alone changes the user here"
        'ping:'                                           || 'group_vars beside Ansible\'s playbook'
        'debug: {msg: "{{ size | default(5) }}"}'         || '(by both: the inventory holds here, -e there)'
        'command: x\nwhen: not frozen'                    || 'a condition takes one that is missing for nothing'
    }

    @Row('S-14')
    def 'what a task that is not converted registers or sets is asked by none after it, until one gives it anew'() {
        when:
        def said = converted('''\
            - hosts: all
              vars: {old: false}
              tasks:
                - {command: a, register: result}
                - {command: first, when: result is changed}
                - {pip: {name: x}, register: result}
                - {command: second, when: result is changed}
                - {command: b, register: result, failed_when: result.rc > 1}
                - {command: third, when: result is changed}
                - {set_fact: {old: "{{ x | regex_search('1') }}"}}
                - {command: fourth, when: not old}
                - {command: fifth, when: not old | default(true)}
            - hosts: all
              tasks: [{command: sixth, when: not old}]
            '''.stripIndent())

        then:
        said.text().readLines()*.strip().findAll { it.startsWith('command ') } == ["command 'a'", "command 'first'", "command 'b'", "command 'third'"]
        said.marks()*.reason().drop(1) == [
                "it asks for the result 'result' of a task that is not converted",
                "the filter 'regex_search' has no counterpart here"] + ["it asks for 'old', which a task that is not converted sets"] * 3
    }

    def 'what says become need not be said again: #said'() {
        expect:
        !converted(said).notes().any { it.contains('become_user') }

        where:
        said << ['- {hosts: all, become: yes, tasks: [{command: id, become_user: a}]}',
                 '- {hosts: all, become: yes, become_user: b, tasks: [{command: id, become_user: a}]}',
                 '- {hosts: all, tasks: [{command: id, become: yes, become_user: a}]}',
                 '- {hosts: all, tasks: [{become: yes, block: [{block: [{command: id, become_user: a}]}]}]}',
                 '- {hosts: all, tasks: [{command: id, become: no, become_user: a}]}']
    }

    def 'a touch that keeps the times is as it is here'() {
        expect:
        converted('- hosts: all\n  tasks: [{file: {path: /x, state: touch, modification_time: preserve, access_time: preserve}}]\n').notes() == []
    }

    def 'a name with the element of a loop stands as it is written, as it did'() {
        expect:
        task('debug: {msg: x}\nname: "For {{ item }} on {{ port }}"\nloop: [1]').text().contains("task('For item on port')")
    }

    @Row('S-14')
    def 'a tag of an include chooses the include alone: #said'() {
        given:
        Files.writeString(dir.resolve('bare.yml'), '- {command: a}\n')
        Files.writeString(dir.resolve('tagged.yml'), '- {command: a, tags: [x]}\n- {block: [{command: b}], tags: x}\n')
        Files.createDirectories(dir.resolve('roles/r/tasks'))
        Files.writeString(dir.resolve('roles/r/tasks/main.yml'), '- {command: a}\n')
        Files.createDirectories(dir.resolve('roles/s/meta'))
        Files.writeString(dir.resolve('roles/s/meta/main.yml'), 'dependencies: [r]\n')

        when:
        def converted = task(said)

        then:
        converted.marks()*.reason() == (reason ? [reason] : [])
        converted.text().readLines()*.strip().findAll { it.startsWith('tags') } == tags

        where:
        said                                                         || reason | tags
        'import_tasks: bare.yml\ntags: x'                            || null   | ["tags 'x'"]
        'include_tasks: bare.yml'                                    || null   | []
        'include_tasks: bare.yml\ntags: always'                      || null   | []
        'include_tasks: bare.yml\ntags: x'                           || "a tag of 'include_tasks' is not one of the tasks in it there, and would be here; write 'import_tasks', which hands it on, or leave it out" | []
        'include_tasks: tagged.yml\ntags: x'                         || null   | ["tags 'x'"] * 3
        'include_tasks: tagged.yml\ntags: [x, y]'                    || "a tag of 'include_tasks' is not one of the tasks in it there, and would be here; write 'import_tasks', which hands it on, or leave it out" | []
        'include_tasks: {file: bare.yml, apply: {tags: x}}\ntags: x' || null   | ["tags 'x'"]
        'include_tasks: {file: bare.yml, apply: {tags: x}}'          || "a tag of 'include_tasks' is not one of the tasks in it there, and would be here; write 'import_tasks', which hands it on, or leave it out" | []
        'include_role: {name: r}\ntags: x'                           || "a tag of 'include_role' is not one of the tasks in it there, and would be here; write 'import_role', which hands it on, or leave it out" | []
        'include_role: {name: s}\ntags: x'                           || "a tag of 'include_role' is not one of the tasks in it there, and would be here; write 'import_role', which hands it on, or leave it out" | []
        'import_role: {name: r}\ntags: x'                            || null   | ["tags 'x'"]
    }
}
