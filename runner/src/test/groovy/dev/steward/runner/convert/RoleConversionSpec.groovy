package dev.steward.runner.convert

import dev.steward.house.Row
import java.nio.file.Files

/** Roles of Ansible's, whose tasks and handlers are put in where a play or a task names them. */
class RoleConversionSpec extends Conversions {

    private void role(String name, Map<String, String> files) {
        files.each { path, text ->
            def file = dir.resolve("roles/$name/$path")
            Files.createDirectories(file.parent)
            Files.writeString(file, text)
        }
    }

    private static List<String> words(Converted converted, String... begins) {
        converted.text().readLines()*.strip().findAll { line -> begins.any { line.startsWith(it) } }
    }

    @Row('S-14')
    def 'the tasks of a role come in its place, its handlers before those of the play, and handlers run where they do there'() {
        given:
        role('web', ['tasks/main.yml': '- name: Install\n  command: install\n  notify: restart web\n- import_tasks: more.yml\n',
                     'tasks/more.yml': '- command: more\n',
                     'handlers/main.yml': '- name: restart web\n  command: restart\n'])

        when:
        def said = converted('''\
            - hosts: all
              pre_tasks: [{command: before}]
              roles: [web]
              tasks: [{command: during}]
              post_tasks: [{command: after}]
              handlers: [{name: own, command: own}]
            ''')

        then:
        said.marks() == []
        words(said, 'command', 'flushHandlers', '// roles', 'task(', 'handler') == [
                "task('command') {", "command 'before'", 'flushHandlers()', '// roles/web/tasks/main.yml',
                "task('web : Install') {", "command 'install'", "task('web : command') {", "command 'more'",
                "task('command (2)') {", "command 'during'", 'flushHandlers()', "task('command (3)') {", "command 'after'",
                'handlers {', "handler('restart web') {", "command 'restart'", "handler('own') {", "command 'own'"]
    }

    @Row('S-14')
    def 'a value of a role comes from where it comes there'() {
        given:
        role('web', ['defaults/main.yml': 'port: 80\nfolder: /srv/{{ site }}\nsite: main\nlate: 1\nown: 1\nflag: true\nmine: 2\n',
                     'vars/main.yml': 'package: nginx\nown: 2\nentry: 3\n',
                     'tasks/main.yml': ['port', 'folder', 'package', 'own', 'late', 'given', 'entry', 'flag', 'mine'].collect { "- debug: {msg: \"$it {{ $it }}\"}\n" }.join('')])

        when:
        def said = converted('''\
            - hosts: all
              vars: {mine: 5}
              roles: [{role: web, given: 7, vars: {entry: 8, other: 9}}]
              tasks:
                - debug: {msg: "then {{ package }} {{ port }} {{ other }}"}
                - set_fact: {late: 4}
            ''')

        then:
        said.marks() == []
        words(said, 'debug', 'vars', 'port:', 'site:', 'flag:') == [
                'vars mine: 5,', 'port: 80,', 'site: \'main\',', 'flag: true',
                'debug "port ${(host.vars.port != null ? host.vars.port : port)}"',
                'debug "folder ${(host.vars.folder != null ? host.vars.folder : "/srv/${(host.vars.site != null ? host.vars.site : site)}")}"',
                'debug "package nginx"', 'debug "own 2"',
                'debug "late ${(host.vars.late != null ? host.vars.late : 1)}"',
                'debug "given 7"', 'debug "entry 3"',
                'debug "flag ${(host.vars.flag != null ? host.vars.flag : flag) ? \'True\' : \'False\'}"',
                'debug "mine ${mine}"',
                'debug "then nginx ${(host.vars.port != null ? host.vars.port : port)} 9"']
        said.notes().any { it.contains('-e does not change it here') }
    }

    @Row('S-14')
    def 'roles that others depend on come first, once, and see what those give'() {
        given:
        role('common', ['tasks/main.yml': '- debug: {msg: "common {{ port }} {{ given | default(0) }}"}\n', 'defaults/main.yml': 'port: 1\n'])
        role('web', ['meta/main.yml': 'dependencies: [{role: common}]\n', 'tasks/main.yml': '- command: web\n'])
        role('db', ['meta/main.yml': 'dependencies:\n  - role: common\n', 'tasks/main.yml': '- command: db\n'])

        when:
        def said = converted('- {hosts: all, roles: [{role: web, given: 5}, db, db]}')

        then:
        said.marks() == []
        words(said, 'debug', 'command') == ['debug "common ${(host.vars.port != null ? host.vars.port : port)} 5"', "command 'web'", "command 'db'"]

        when: 'a condition decides whether it ran already'
        def other = converted('- {hosts: all, roles: [{role: web, when: wanted}, db]}')

        then:
        words(other, 'debug').size() == 1
        other.marks()*.toString() == ["roles/db/meta/main.yml:2: the role 'common' runs once, where it is named first, and there conditions or tags decide whether it does; name it before those that need it"]
    }

    @Row('S-14')
    def 'what is said of a role holds for its tasks and handlers'() {
        given:
        role('web', ['tasks/main.yml': '- command: web\n  notify: restart\n', 'handlers/main.yml': '- name: restart\n  command: restart\n  when: ready\n'])

        when:
        def said = converted('''\
            - hosts: all
              vars: {wanted: true, ready: true}
              roles: [{role: web, when: wanted, tags: [a, b], become: yes, become_user: www, environment: {A: b}}]
            ''')

        then:
        said.marks() == []
        said.text().contains("""\
            block('Role web') {
                when { wanted }
                become()
                becomeUser 'www'
                tags 'a', 'b'
                environment A: 'b'
                // roles/web/tasks/main.yml
                task('web : command') {
                    command 'web'
                    timeout 1.hours
                    notify 'restart'
                }
            }
""")
        said.text().contains("""\
            handler('restart') {
                when { wanted && ready }
                command 'restart'
                timeout 1.hours
                become()
                becomeUser 'www'
                environment A: 'b'
            }
""")
    }

    @Row('S-14')
    def 'of handlers with one name the last is meant, and the full name means that of the role'() {
        given:
        role('a', ['tasks/main.yml': '- command: x\n  notify: [restart, "a : restart", topic]\n',
                   'handlers/main.yml': '- {name: restart, command: of a}\n- {name: heard, listen: topic, command: heard a}\n'])
        role('b', ['handlers/main.yml': '- {name: restart, command: of b}\n- {name: heard, listen: topic, command: heard b}\n- {name: last, command: b}\n'])
        role('c', ['handlers/main.yml': '- {name: last, command: c}\n'])

        when:
        def said = converted('- {hosts: all, roles: [a, b], handlers: [{name: last, command: play}], tasks: [{import_role: {name: c}}]}')

        then:
        words(said, 'handler(', 'command', 'listen').drop(1) == [
                "handler('a : restart') {", "command 'of', 'a'",
                "handler('a : heard') {", "command 'heard', 'a'", "listen 'topic'",
                "handler('restart') {", "command 'of', 'b'",
                "handler('heard') {", "command 'heard', 'b'", "listen 'topic'",
                "handler('last') {", "command 'c'"]
    }

    @Row('S-14')
    def 'a task names a role: #key'() {
        given:
        role('web', ['tasks/main.yml': '- debug: {msg: main}\n',
                     'tasks/setup.yml': '- include_tasks: sub/deep.yml\n',
                     'tasks/sub/deep.yml': '- include_tasks: end.yml\n',
                     'tasks/end.yml': '- debug: {msg: "{{ port }} {{ inner }}"}\n',
                     'defaults/main.yml': 'port: 80\n', 'defaults/other.yml': 'port: 81\n', 'vars/main.yml': 'inner: 1\n',
                     'handlers/main.yml': '- {name: restart, command: restart}\n'])

        when:
        def said = converted("""\
            - hosts: all
              vars: {wanted: true}
              tasks:
                - name: Set up
                  $key: {name: web, tasks_from: setup, defaults_from: other}
                  vars: {inner: 5}
                  when: wanted
                - set_fact: {inner: 3}
            """)

        then:
        said.marks() == []
        words(said, 'block', 'debug', 'handler(') == ["block('Set up') {", "debug \"\${(host.vars.port != null ? host.vars.port : port)} $inner\"" as String, "handler('restart') {"]
        words(said, 'when') == ['when { wanted }'] * whens

        where:
        key                            || inner                                                  | whens
        'import_role'                  || '${(host.vars.inner != null ? host.vars.inner : 5)}'  | 2
        'include_role'                 || '5'                                                    | 1
        'ansible.builtin.include_role' || '5'                                                    | 1
    }

    @Row('S-14')
    def 'a role that cannot keep its meaning is marked: #said'() {
        given:
        role('web', ['tasks/main.yml': '- command: web\n'])
        role('round', ['meta/main.yml': 'dependencies: [round]\n'])
        role('odd', ['defaults/main.yml': '[1]\n', 'tasks/main.yml': '- command: odd\n'])

        expect:
        converted("- hosts: all\n  $said\n").marks()*.reason() == [reason]

        where:
        said                                                            || reason
        'roles: [gone]'                                                 || "the role 'gone' is not in 'roles' beside the playbook, nor where roles_path of ansible.cfg says; put it there ('ansible-galaxy role install -p roles …'), and convert again"
        'roles: ["{{ which }}"]'                                        || 'which role is named here is known only at run time'
        'roles: [round]'                                                || 'roles name each other in a circle'
        'roles: [odd]'                                                  || "the file 'roles/odd/defaults/main.yml' holds no mapping, or is closed by a vault"
        'roles: [{role: web, connection: docker}]'                      || "'connection' of a role has no counterpart here"
        'roles: [[web]]'                                                || 'this names no role'
        'tasks: [{include_role: {name: web}, loop: [1]}]'               || 'a role in a loop has no counterpart here; name it once for each element'
        'tasks: [{include_role: {name: web, tasks_from: no}}]'          || "the role 'web' has no tasks 'false'"
        'tasks: [{include_role: {name: web, apply: {tags: a}}}]'        || "'apply' of 'include_role' has no counterpart here"
        'tasks: [{include_role: {tasks_from: x}}]'                      || "'include_role' names no role"
    }

    @Row('S-14')
    def 'a role is looked for where Ansible does: #place'() {
        given:
        def role = dir.resolve(place)
        Files.createDirectories(role.resolve('tasks'))
        Files.writeString(role.resolve('tasks/main.yaml'), '- command: found\n')
        Files.writeString(dir.resolve('ansible.cfg'), '[defaults]\nroles_path = galaxy:./own\n')

        expect:
        words(converted('- {hosts: all, roles: [web]}'), 'command') == ["command 'found'"]

        where:
        place << ['roles/web', 'galaxy/web', 'own/web', 'web', '../roles/web']
    }

    @Row('S-14')
    def 'files and templates of a role are taken from its folders: #said'() {
        given:
        role('web', ['tasks/main.yml': "- $said\n", 'files/a.conf': 'a', 'files/sub/b': 'b', 'files/run.sh': 'true', 'templates/plain.j2': 'plain',
                     'templates/unit.j2': '# {{ ansible_managed }}\n{# remark #}\nport {{ port }}\n  cost \\$5 "{{ name }}"\n\n', 'defaults/main.yml': 'port: 80\nname: x\n'])
        Files.createDirectory(dir.resolve('files'))
        Files.writeString(dir.resolve('files/of-playbook'), '')

        when:
        def converted = converted('- {hosts: all, roles: [web]}')

        then:
        converted.marks()*.reason() == (expected.startsWith('copy') || expected.startsWith('script') ? [] : [expected])
        expected.startsWith('copy') || expected.startsWith('script') ? converted.text().contains(expected) : !converted.text().contains(' copy ')

        where:
        said                                                          || expected
        'copy: {src: a.conf, dest: /etc/a}'                           || "copy src: 'roles/web/files/a.conf', dest: '/etc/a'"
        'copy: {src: sub/, dest: /etc/sub}'                           || "copy src: 'roles/web/files/sub/', dest: '/etc/sub'"
        'copy: {src: files/a.conf, dest: /etc/a}'                     || "copy src: 'roles/web/files/a.conf', dest: '/etc/a'"
        'copy: {src: of-playbook, dest: /etc/a}'                      || "copy src: 'files/of-playbook', dest: '/etc/a'"
        'copy: {src: /etc/a, dest: /etc/b}'                           || "copy src: '/etc/a', dest: '/etc/b'"
        'copy: {src: "{{ item }}", dest: "/etc/{{ item }}"}\n  loop: [a.conf]' || 'copy src: "roles/web/files/${item}", dest: "/etc/${item}"'
        'copy: {src: "{{ from }}", dest: /x}'                         || "'src' of a role begins in its folder 'files', unless it is absolute, which is known only at run time here"
        'copy: {src: gone, dest: /x}'                                 || "the file 'gone' is neither in 'files' of the role nor beside the playbook"
        'script: run.sh a'                                            || "script src: 'roles/web/files/run.sh', args: ['a']"
        'template: {src: plain.j2, dest: /etc/p}'                     || "copy dest: '/etc/p', src: 'roles/web/templates/plain.j2'"
        'template: {src: unit.j2, dest: /etc/p, mode: "0600"}'        || 'copy dest: \'/etc/p\', mode: \'0600\', content: """# Ansible managed\nport ${(host.vars.port != null ? host.vars.port : port)}\n  cost \\\\\\$5 \\"${(host.vars.name != null ? host.vars.name : name)}\\"\n\n"""'
    }

    @Row('S-14')
    def 'a file of vars that a task reads is set on the host, one for each system that is known here'() {
        given:
        role('web', ['tasks/main.yml': '- {name: By system, include_vars: "{{ ansible_facts.os_family }}.yml", when: wanted}\n- include_vars: more.yml\n- debug: {msg: "{{ path }} {{ extra }}"}\n',
                     'vars/main.yml': 'path: none\n', 'vars/Debian.yml': 'path: /etc/x\n', 'vars/Plan9.yml': 'path: /y\n', 'vars/more.yml': 'extra: [1, "{{ path }}"]\n'])

        when:
        def said = converted('- {hosts: all, vars: {wanted: true}, roles: [web]}')

        then:
        said.marks() == []
        words(said, 'task', 'when', 'setFact', 'debug') == [
                'tasks {', "task('web : By system (Debian)') {", "when { host.facts.packageManager == 'apt' && wanted }", "setFact path: '/etc/x'",
                "task('web : set_fact') {", 'setFact extra: [1, (host.vars.path != null ? host.vars.path : \'none\')]',
                "task('web : debug') {", 'debug "${(host.vars.path != null ? host.vars.path : \'none\')} ${host.vars.extra}"']
        said.notes().any { it.contains('without Plan9.yml') }

        when:
        def other = converted('- {hosts: all, roles: [web], vars: {wanted: true}, tasks: [{set_fact: {extra: 1}}]}')

        then:
        other.marks()*.reason() == ["'extra' is set by set_fact too, which goes before include_vars there", "it asks for 'extra', which a task that is not converted sets"].take(other.marks().size())
        !other.marks().isEmpty()
    }

    @Row('S-14')
    def 'what a task gives a role reaches those it depends on: #key'() {
        given:
        role('below', ['tasks/main.yml': '- debug: {msg: "below {{ given }} {{ own }}"}\n', 'defaults/main.yml': 'given: default\n', 'vars/main.yml': 'own: role\n'])
        role('web', ['meta/main.yml': 'dependencies: [below]\n', 'tasks/main.yml': '- debug: {msg: "web {{ given }}"}\n'])

        expect:
        words(converted("- {hosts: all, tasks: [{$key: {name: web}, vars: {given: x, own: y}}]}"), 'debug') == ['debug "below x y"', 'debug "web x"']

        where:
        key << ['include_role', 'import_role']
    }
}
