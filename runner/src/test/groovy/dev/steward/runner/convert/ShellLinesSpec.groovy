package dev.steward.runner.convert

import dev.steward.house.Row
import java.nio.file.Files

/** What a converted task leaves in a file, carried out by a shell: what the module of ansible-core 2.14 left, noted down here. */
class ShellLinesSpec extends Conversions {

    private Converted task(String said) { task(said, '{who: ann}') }

    /** The lines and what they read, as a shell gets them; no value stands in them. */
    private static List<String> run(Converted converted) {
        assert converted.marks() == []
        def said = (converted.text() =~ /(?ms)^ {16}shell (.*?)\n {16}(?:register|timeout)/)[0][1]
        def values = new GroovyShell().evaluate("{ Map named = [:], String line -> [line, named.stdin ?: ''] }.call(*({ Object... all -> all.length == 2 ? all : [[:], all[0]] }.call(${named(said as String)})))")
        def process = new ProcessBuilder('sh', '-c', values[0] as String).redirectErrorStream(true).start()
        process.outputStream.withCloseable { it << values[1] }
        def text = process.inputStream.text
        [process.waitFor() as String, text.contains('changed') as String, text]
    }

    private static String named(String said) {
        int at = said.lastIndexOf(', stdin: ')
        at < 0 ? said : "[stdin: ${said.substring(at + 9)}], ${said.substring(0, at)}"
    }

    @Row('S-14')
    def 'a file is left as Ansible leaves it, and once more nothing is changed: #said'() {
        given:
        def file = dir.resolve('f')
        if (before != null) {
            Files.writeString(file, before)
        }
        def converted = task(said.replace('FILE', file as String))

        when:
        def first = run(converted)
        def left = Files.readString(file)
        def second = run(converted)

        then:
        first.take(2) == ['0', (before != left) as String]
        left == after
        second.take(2) == ['0', 'false']
        Files.readString(file) == after

        where:
        said                                                                         | before                     || after
        'blockinfile: {path: FILE, block: "a\\nb"}'                                  | 'x\n'                      || 'x\n# BEGIN ANSIBLE MANAGED BLOCK\na\nb\n# END ANSIBLE MANAGED BLOCK\n'
        'blockinfile: {path: FILE, block: "a\\n"}'                                   | 'x'                        || 'x\n# BEGIN ANSIBLE MANAGED BLOCK\na\n# END ANSIBLE MANAGED BLOCK\n'
        'blockinfile: {path: FILE, block: c, marker: "; {mark} it\'s"}'              | "; BEGIN it's\na\n; END it's\nx" || "; BEGIN it's\nc\n; END it's\nx"
        'blockinfile: {path: FILE, block: c, create: yes}'                           | null                       || '# BEGIN ANSIBLE MANAGED BLOCK\nc\n# END ANSIBLE MANAGED BLOCK\n'
        'blockinfile: {path: FILE, block: c, insertbefore: BOF, marker: "{mark}"}'   | 'x\n'                      || 'BEGIN\nc\nEND\nx\n'
        'blockinfile: {path: FILE, block: c, insertafter: "^a\\\\s+b$", marker: "{mark}"}' | 'a  b\nx\n'          || 'a  b\nBEGIN\nc\nEND\nx\n'
        'blockinfile: {path: FILE, block: c, insertbefore: "^x", marker: "{mark}"}'  | 'a\nx1\nx2\ny\n'           || 'a\nx1\nBEGIN\nc\nEND\nx2\ny\n'
        'blockinfile: {path: FILE, state: absent, marker: "{mark}"}'                 | 'a\nBEGIN\nc\nEND\ny\n'    || 'a\ny\n'
        'replace: {path: FILE, regexp: "^#?(Port)\\\\s.*$", replace: "\\\\1 22"}'    | '#Port 1\nx\nPort  2\n'    || 'Port 22\nx\nPort 22\n'
        'replace: {path: FILE, regexp: "xa+(y)", replace: "$&\\\\n\\\\g<1>"}'     | 'xaay'                     || '$&\ny'
        'replace: {path: FILE, regexp: "a"}'                                         | 'bab\n'                    || 'bb\n'
        'sysctl: {name: vm.swappiness, value: 10, sysctl_file: FILE, reload: no}'    | '# c\na.b = 1\nvm.swappiness = 60\n' || '# c\na.b = 1\nvm.swappiness=10\n'
        'sysctl: {name: x.y, value: "1 2", sysctl_file: FILE, reload: no}'           | 'x.y = 1\t2\n'             || 'x.y = 1\t2\n'
        'sysctl: {name: x.y, value: yes, sysctl_file: FILE, reload: no}'             | null                       || 'x.y=1\n'
        'sysctl: {name: x.y, state: absent, sysctl_file: FILE, reload: no}'          | 'a=1\nx.y=2\n'             || 'a=1\n'
        'copy: {src: /etc/hostname, dest: FILE, remote_src: yes, mode: "0600"}'      | 'old'                      || new File('/etc/hostname').text
    }

    @Row('S-14')
    def 'what would mean something else is marked: #said'() {
        expect:
        task(said).marks()*.reason() == [reason]

        where:
        said                                                       || reason
        'blockinfile: {path: /x, block: a, insertafter: "(?i)a"}'  || "the regular expression '(?i)a' of 'blockinfile' has no counterpart here"
        'replace: {path: /x, regexp: "a*", replace: b}'            || "the regular expression 'a*' of 'replace' has no counterpart here"
        'replace: {path: /x, regexp: "(?<=a)b", replace: b}'       || "the regular expression '(?<=a)b' of 'replace' has no counterpart here"
        'replace: {path: /x, regexp: a, after: b}'                 || "'after' of the module 'replace' has no counterpart here"
        'authorized_key: {user: a, key: "https://x/a.keys"}'       || "a 'key' that is an address has no counterpart here"
        'authorized_key: {user: a, key: k, exclusive: yes}'        || "'exclusive' of 'authorized_key' has no counterpart here; write copy content: …, dest: … with all keys"
        'timezone: {name: UTC, hwclock: local}'                    || "'hwclock' of the module 'timezone' has no counterpart here"
        'copy: {src: /a, dest: /b, remote_src: "{{ who }}"}'       || "'remote_src' is yes or no here, and known before the run"
    }

    @Row('S-14')
    def 'values stand in the lines, and in what they read'() {
        when:
        def converted = task('blockinfile: {path: "/etc/{{ who }}.conf", marker: "# {mark} of {{ who }}", block: "user {{ who }}"}')

        then:
        converted.marks() == []
        converted.text().contains('file=/etc/${who}.conf\n')
        converted.text().contains('begin=\\\\#\\\\ BEGIN\\\\ of\\\\ ${who} end=')
        converted.text().contains(', stdin: "user ${who}\\n"')
    }
}
