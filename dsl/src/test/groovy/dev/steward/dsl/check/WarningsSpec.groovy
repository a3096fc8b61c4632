package dev.steward.dsl.check

import dev.steward.dsl.TestCatalog
import spock.lang.Specification
import spock.lang.TempDir

/** What is odd but does not refuse a playbook. */
class WarningsSpec extends Specification {

    @TempDir File folder

    private Checked check(String text) {
        def file = new File(folder, 'p.groovy')
        file.text = text
        new PlaybookCompiler(new TestCatalog()).check(file.toPath(), [:])
    }

    private static String playbook(String task) {
        "playbook('p') {\n play('q') {\n  hosts 'all'\n  tasks { task('t') { $task } }\n }\n}"
    }

    def 'the braces of Ansible in #task are warned of, and the playbook runs'() {
        when:
        def checked = check(playbook(task))

        then:
        checked instanceof Checked.Accepted
        checked.problems()*.severity() == [Problem.Severity.WARNING]
        checked.problems()[0].message().startsWith(said)
        checked.problems()[0].suggestion().get().contains(advice)

        where:
        task                                                    || said                                    | advice
        "debug '{{ inventory_hostname }}'"                      || '{{ inventory_hostname }} is Ansible'   | 'write ${host.name} in'
        "shell 'echo {{inventory_hostname}}'"                   || '{{inventory_hostname}} is Ansible'     | 'write ${host.name} in'
        'command "a", "{{ item.name }} ${host.name}"'           || '{{ item.name }} is Ansible'            | 'write ${item} in'
        "debug '{{ port | default(80) }}'"                      || '{{ port | default(80) }} is Ansible'   | 'write ${port} or ${host.vars.port} in'
    }

    def 'a template of Go in #task is none of them'() {
        expect:
        check(playbook(task)).problems().empty

        where:
        task << ["command 'docker', 'ps', '--format', '{{.Names}}'", "shell 'docker inspect -f \"{{json .State}}\" x'",
                 "command 'docker', 'inspect', '-f', '{{range .Mounts}}{{.Source}}{{end}}'", "debug '{ { a } }'"]
    }

    def 'the host pattern #pattern is told by itself'() {
        expect:
        check(playbook("debug 'x'").replace("'all'", "'$pattern'")).problems()*.toString()*.replaceAll('.*/', '') == expected

        where:
        pattern       || expected
        'web[1'       || ["p.groovy:3:9: 'web[1' has a bracket without its partner"]
        'a,web]'      || ["p.groovy:3:9: 'a,web]' has a bracket without its partner"]
        'web[1:3],b'  || []
        '~web[(]'     || []
    }

    def 'a playbook beyond 4 MiB is told as such'() {
        expect:
        check('x' * (4 << 20) + 'y').problems()[0].message().endsWith("cannot be read: it is larger than 4 MiB")
    }
}
