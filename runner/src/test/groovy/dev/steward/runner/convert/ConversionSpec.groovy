package dev.steward.runner.convert

import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.house.Row
import dev.steward.runner.module.catalog.Modules
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Playbooks of Ansible's in our words; everything that comes out passes the check. */
class ConversionSpec extends Specification {

    static final Path FOLDER = Path.of('src/test/resources/ansible-playbooks')

    @TempDir Path dir
    @Shared Modules modules = new Modules()

    private Converted converted(String yaml) {
        convert(Files.writeString(dir.resolve('playbook.yml'), yaml))
    }

    private Converted convert(Path file) {
        new PlaybookConversion(new PlaybookCompiler(modules), modules).of(file, file.fileName as String)
    }

    /** The lines between the braces of the last task. */
    private static List<String> lines(Converted converted) {
        assert converted.problems() == []
        def all = converted.text().readLines()
        int from = all.findLastIndexOf { it =~ /^ {12}task\(/ }
        assert from >= 0: converted.text()
        all.subList(from + 1, from + 1 + all.drop(from + 1).findIndexOf { it == '            }' })*.strip()
    }

    @Row('S-14')
    def 'a whole playbook comes out as it was written down once: #name'() {
        when:
        def converted = convert(FOLDER.resolve(name + '.yml'))

        then:
        converted.problems() == []
        converted.text() == Files.readString(FOLDER.resolve(name + '.groovy'))
        converted.marks().size() == marks

        where:
        name      || marks
        'site'    || 0
        'strange' || 14
    }

    @Row('S-14')
    def 'a condition: #said'() {
        given:
        def yaml = """
            - hosts: all
              vars: {port: 80, names: [a, b], wanted: true, made: "{{ port + 1 }}"}
              tasks:
                - {command: 'true', register: r}
                - {stat: {path: /x}, register: s}
                - {command: 'true', loop: [1, 2], register: many}
                - debug: {msg: x}
                  when: ${said}
            """.stripIndent()

        expect:
        lines(converted(yaml))[0] == "when { $expected }"

        where:
        said                                        || expected
        'wanted'                                      || 'wanted'
        'not wanted'                                    || '!wanted'
        'r.rc == 0'                                 || 'r.rc == 0'
        'r.rc != 0 and not s.stat.exists'           || 'r.rc != 0 && !s.exists'
        'r.rc == 0 and (wanted or s.stat.isdir)'        || 'r.rc == 0 && (wanted || s.isDirectory)'
        '[r.rc == 0, wanted or s.stat.islnk]'           || 'r.rc == 0 && (wanted || s.isLink)'
        'wanted or r.rc == 0 and s.stat.exists'       || 'wanted || r.rc == 0 && s.exists'
        'not (wanted or r.rc == 0)'                     || '!(wanted || r.rc == 0)'
        'r is changed'                              || 'r.changed'
        'r is not changed'                          || '!r.changed'
        'r.changed'                                 || 'r.changed'
        'r is failed or r is skipped'               || 'r.failed || r.skipped'
        'r is succeeded'                            || '!r.failed'
        'not r is succeeded'                        || 'r.failed'
        'r|failed'                                  || 'r.failed'
        '"\'ok\' in r.stdout"'                      || "r.stdout.contains('ok')"
        '"\'ok\' not in r.stdout"'                  || "!r.stdout.contains('ok')"
        'port in [80, 443]'                         || 'port in [80, 443]'
        'port not in [80, 443]'                     || 'port !in [80, 443]'
        '"\'a\' in names"'                          || "names.contains('a')"
        '"\'web\' in group_names"'                  || "host.groups.contains('web')"
        'inventory_hostname == "a"'                 || "host.name == 'a'"
        'r.stdout | length > 0'                     || 'r.stdout.size() > 0'
        'r.stdout_lines|length == 3'                || 'r.lines.size() == 3'
        'r.stdout|int >= 5'                         || 'r.stdout.toInteger() >= 5'
        'r.stdout.find("x") != -1'                  || "r.stdout.contains('x')"
        'r.stdout.find("x") == -1'                  || "!r.stdout.contains('x')"
        'r.stdout.startswith("x")'                  || "r.stdout.startsWith('x')"
        'r.stdout is search("some text")'           || "r.stdout.contains('some text')"
        'r.stdout | trim | lower == "yes"'          || "r.stdout.trim().toLowerCase() == 'yes'"
        'made > 80'                                 || '(port + 1) > 80'
        'made is defined'                           || '(port + 1) != null'
        'thing is defined'                          || 'host.vars.thing != null'
        'thing is not defined'                      || 'host.vars.thing == null'
        'not thing is defined'                      || 'host.vars.thing == null'
        'thing.part is defined'                     || 'host.vars.thing?.part != null'
        'thing.part.name == 1'                      || 'host.vars.thing.part.name == 1'
        'thing["part"] == 1'                        || 'host.vars.thing.part == 1'
        'thing | default(false)'                    || 'host.vars.thing ?: thing'
        'thing | default(true)'                     || 'host.vars.thing != null ? host.vars.thing : thing'
        'wanted and thing | default(false)'           || 'wanted && (host.vars.thing ?: thing)'
        'thing | default(5) > 3'                    || '(host.vars.thing != null ? host.vars.thing : thing) > 3'
        'thing.part | default(false)'               || 'host.vars.thing?.part ?: false'
        'port | default(8080) == 80'                || 'port == 80'
        'ansible_distribution == "Debian"'          || "host.facts.os.id == 'debian'"
        'ansible_facts["os_family"] != "Debian"'    || "host.facts.packageManager != 'apt'"
        'ansible_facts.distribution_version == "12"' || "host.facts.os.version == '12'"
        'ansible_default_ipv4.address != "192.0.2.1"' || "host.facts.address != '192.0.2.1'"
        'ansible_host == "192.0.2.1"'               || "(host.vars.ansible_host ?: host.name) == '192.0.2.1'"
        '(port if wanted else 5) > 3'                   || '(wanted ? port : 5) > 3'
        'many.results[0].rc == 0'                   || 'many.results[0].rc == 0'
        'port % 2 == 0'                             || '(port % 2) == 0'
        '"{{ wanted }}"'                                || 'wanted'
    }

    @Row('S-14')
    def 'a task: #said'() {
        expect:
        lines(converted("- hosts: all\n  vars: {port: 80, names: [a, b]}\n  tasks:\n    - " + said.replace('\n', '\n      '))) == expected

        where:
        said                                                        || expected
        'apt: {name: nginx}'                                        || ["apt name: ['nginx']"]
        'apt: name=a,b state=absent purge=yes'                      || ["apt name: ['a', 'b'], state: 'absent', purge: true"]
        'apt: {upgrade: yes, cache_valid_time: 86400}'              || ["apt upgrade: 'safe', cacheValidTime: 24.hours, updateCache: true"]
        'ansible.builtin.systemd: {name: x, state: restarted, daemon_reload: yes}' || ["service name: 'x', state: 'restarted', daemonReload: true"]
        'command: ls -l "a b" {{ port }} creates=/tmp/x'            || ["command 'ls', '-l', 'a b', \"\${port}\", creates: '/tmp/x'", 'timeout 1.hours']
        'command: {argv: [ls, "{{ port }}"], chdir: /tmp}'          || ["command 'ls', \"\${port}\", chdir: '/tmp'", 'timeout 1.hours']
        'shell: echo "{{ port }}" \'{{ names[0] }}/x\' $HOME'       || ['shell "echo ${port} ${names[0]}/x \\$HOME"', 'timeout 1.hours']
        'shell: echo $HOME > x'                                     || ["shell 'echo \$HOME > x'", 'timeout 1.hours']
        'shell: echo hi\ntimeout: 5'                                || ["shell 'echo hi'", 'timeout 5.seconds']
        'raw: uptime'                                               || ["shell 'uptime'", 'timeout 1.hours']
        'script: setup.sh a "b c"'                                  || ["script src: 'setup.sh', args: ['a', 'b c']", 'timeout 1.hours']
        'ping:'                                                     || ["command 'true'", 'changedWhen { false }']
        'debug: {msg: ["{{ port }}", x]}'                           || ["debug([port, 'x'])"]
        'debug: {var: names}'                                       || ['debug names']
        'copy: {content: "a\\nb $x", dest: /x, mode: 0640}'         || ["copy content: '''a", "b \$x''', dest: '/x', mode: '0640'"]
        'file: path=/x state=link src=/y'                           || ["file path: '/x', state: 'link', src: '/y'"]
        'file: {path: /x, mode: "0600"}'                            || ["file path: '/x', mode: '0600', state: 'file'"]
        'cron: {name: Nightly, hour: 3, minute: "{{ port }}", user: root, job: "x \\\\% y", cron_file: night}' || ['copy content: """#Ansible: Nightly', '${port} 3 * * * root x \\\\% y', '""", dest: \'/etc/cron.d/night\', mode: \'0644\'']
        'set_fact: {x: "{{ port + 1 }}", y: [1, z]}'                || ["setFact x: port + 1, y: [1, 'z']"]
        'reboot:'                                                   || ['reboot timeout: 10.minutes']
        'pause: {prompt: Sure?}'                                    || ["confirm 'Sure?', timeout: 24.hours, unanswered: 'stop'", 'runOnce()']
        'wait_for: {port: 22, state: stopped, timeout: 90}'         || ["waitFor port: 22, state: 'absent', timeout: 90.seconds"]
        'uri: {url: "http://x"}\ndelegate_to: 127.0.0.1'            || ["delegateTo 'localhost'", "uri url: 'http://x', followRedirects: true, status: 200"]
        'local_action: command ls -l'                               || ["delegateTo 'localhost'", "command 'ls', '-l'", 'timeout 1.hours']
        'debug: {msg: "{{ x.name }}"}\nloop: [{name: a}]\nloop_control: {loop_var: x}' || ["loop { [[name: 'a']] }", 'debug item.name']
        'debug: {msg: "{{ item.key }}"}\nwith_dict: {a: 1}'         || ['loop { [a: 1].collect { k, v -> [key: k, value: v] } }', 'debug item.key']
        'command: x\nregister: r\nuntil: r.rc == 0\nretries: 3\ndelay: 7' || ["command 'x'", "register 'r'", 'failedWhen { r.failed || !(r.rc == 0) }', 'retries 3, delay: 7.seconds', 'timeout 1.hours']
        'command: x\nregister: r\nuntil: r is succeeded'            || ["command 'x'", "register 'r'", 'retries 2, delay: 5.seconds', 'timeout 1.hours']
        'command: x\nregister: r\nchanged_when: "\'new\' in r.stdout"\nfailed_when: [r.rc != 0, r.rc != 3]' || ["command 'x'", "register 'r'", "changedWhen { r.stdout.contains('new') }", 'failedWhen { r.rc != 0 && r.rc != 3 }', 'timeout 1.hours']
        'command: x\nbecome: no\nbecome_user: postgres\ntags: a,b\nno_log: yes\nenvironment: {A: "{{ port }}", "B-C": d}' || ["command 'x'", 'timeout 1.hours', 'become(false)', 'noLog()', "becomeUser 'postgres'", "tags 'a', 'b'", "environment A: \"\${port}\", 'B-C': 'd'"]
        'command: x\nvars: {dir: "/srv/{{ port }}"}\nargs: {chdir: "{{ dir }}"}' || ['command \'x\', chdir: "/srv/${port}"', 'timeout 1.hours']
        'command: x\nwhen: []\ntags: []\nnotify: []'                 || ["command 'x'", 'timeout 1.hours']
        'debug: {msg: x}\nloop: []'                                 || ['loop { [] }', "debug 'x'"]
        'command: x\nregister: play'                                || ["command 'x'", "register 'playValue'", 'timeout 1.hours']
    }

    @Row('S-14')
    def 'a value in a quoted part of a shell line stands between the parts: #said'() {
        given:
        def written = lines(converted("- hosts: all\n  vars: {port: 80, name: x}\n  tasks:\n    - shell: |-\n        $said\n      vars: {made: '/srv/a b/{{ port }}', odd: c d}\n"))

        expect:
        written[0] - 'shell ' == '"' + expected.replace('"', '\\"') + '"'

        where:
        said                                 || expected
        'echo "on {{ port }}, $HOME"'        || 'echo "on "${port}", \\$HOME"'
        'echo "{{ port }} {{ name }}"'       || 'echo ${port}" "${name}'
        "echo 'a {{ port }}:{{ name }} b'"   || "echo 'a '\${port}':'\${name}' b'"
        'echo "a \\" {{ port }}"'            || 'echo "a \\\\" "${port}'
        """echo "it's {{ port }}" {{ name }}""" || """echo "it's "\${port} \${name}"""
        'true # don\'t; echo "{{ port }} b"'   || 'true # don\'t; echo "${port} b"'
        'rm "{{ made }}" {{ odd }}/x "{{ odd }} y"' || 'rm "/srv/a b/"${port} c d/x "c d y"'
    }

    @Row('S-14')
    def 'what has no counterpart is marked with its place, its reason and its lines: #said'() {
        when:
        def converted = converted("- hosts: all\n  tasks:\n    - name: Odd one\n      " + said.replace('\n', '\n      ') + '\n    - command: next\n')

        then:
        converted.problems() == []
        converted.marks()*.toString() == ["playbook.yml:3: $reason" as String]
        def text = converted.text().readLines()*.strip()
        int at = text.indexOf("// NOT CONVERTED, playbook.yml:3: $reason" as String)
        text[at + 1] == '//   - name: Odd one'
        text.subList(at + 2, at + 2 + said.readLines().size()) == said.readLines().collect { '//     ' + it }
        text.any { it == "command 'next'" }

        where:
        said                                           || reason
        'pip: {name: x}'                               || "the module 'pip' has no counterpart here; write command 'pip', 'install', …, creates: …"
        'apt: {deb: x}'                                || "'deb' of the module 'apt' has no counterpart here"
        'command: x\nwith_fileglob: "*"'               || "'with_fileglob' of a task has no counterpart here"
        'debug: {msg: "{{ x | map(1) }}"}'             || "the filter 'map' has no counterpart here"
        'debug: {msg: "{% if x %}y{% endif %}"}'       || 'statements of Jinja ({% … %}) in a text have no counterpart here'
        'debug: {msg: "{{ lookup(1) }}"}'              || "lookups have no counterpart here; a secret is written secret('name'), a file of its own is read by a task"
        'debug: {msg: "{{ a b }}"}'                    || "'a b' cannot be read from 'b' on"
        'debug: {msg: "{{ a ? b }}"}'                  || "'a ? b' cannot be read"
        'command: x\nwhen: y is match("^a.*")'         || "the test 'is match' has no counterpart here"
        'command: x\npoll: 0\nasync: 5'                || "a task that nobody waits for ('poll: 0') has no counterpart here"
        'command: x\nbecome_method: su'                || 'users change by sudo only here'
        'command: x\nignore_errors: "{{ y }}"'         || "'ignore_errors' is yes or no here, and known before the run"
        'template: {src: x.j2, dest: /x}'              || "the template 'x.j2' cannot be written out: it is Jinja; write it anew as templates/x.tpl ('steward check' tells how), and here: template src: 'x.tpl', dest: …, vars: [name: value, …]"
        'include_tasks: gone.yml'                      || "the file 'gone.yml' cannot be read"
        'include_tasks: "{{ x }}.yml"'                 || 'which file is named here is known only at run time'
        'uri: {url: "http://x"}'                       || "'uri' asks from Steward's own machine here, and from the host there; with 'delegate_to: localhost' both are the same"
        'command: x\nmodule_defaults: {a: b}'          || "'module_defaults' of a task has no counterpart here"
        'cron: {name: x, user: a, job: y, cron_file: z}\nloop: [1]' || "several jobs in one 'cron_file' have no counterpart here; write copy to /etc/cron.d with all of them"
        'include_vars: gone.yml'                       || "the file 'gone.yml' cannot be read"
        'include_vars: {dir: x}'                       || "of 'include_vars' only 'file' has a counterpart here"
        'meta: end_play'                               || "'meta: end_play' has no counterpart here"
    }

    def 'a number of plays is told by position, and files that are no playbooks are refused'() {
        when:
        converted(text)

        then:
        Exception e = thrown()
        e.message.contains(says)

        where:
        text                   || says
        ''                     || 'playbook.yml is no playbook: it is a list of plays'
        '- name: x\n'          || 'is no playbook'
        'a: b\n'               || 'holds no list'
        '- hosts: [a\n'        || 'playbook.yml:'
    }

    def 'files that import each other end'() {
        given:
        Files.writeString(dir.resolve('a.yml'), '- include_tasks: a.yml\n')

        expect:
        converted('- hosts: all\n  tasks:\n    - include_tasks: a.yml\n').marks()*.reason() == ['files name each other in a circle']
        converted('- hosts: all\n  tasks: []\n- import_playbook: playbook.yml\n').marks()*.reason().unique() == ['playbooks import each other in a circle']
    }
}
