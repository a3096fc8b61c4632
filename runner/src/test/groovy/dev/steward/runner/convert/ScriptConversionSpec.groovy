package dev.steward.runner.convert

import dev.steward.house.Row
import dev.steward.runner.module.catalog.Modules

/** Modules without a counterpart, as lines of a shell that change nothing which is so already. */
class ScriptConversionSpec extends Conversions {

    private Converted task(String said) { task(said, '{who: ann, version: 1}') }

    @Row('S-14')
    def 'what is so already is not changed: #said'() {
        when:
        def converted = task(said)

        then:
        converted.marks() == []
        converted.text().contains(line)
        converted.text().contains(changed)

        where:
        said                                        || line                                                                          | changed
        'group: {name: "{{ who }}", system: yes}'   || 'shell "getent group ${who} > /dev/null || { groupadd -r ${who} && echo changed; }"' | "register 'made1'\n                changedWhen { made1.stdout.contains('changed') }"
        'group: {name: a, state: absent}\nregister: r' || "shell 'if getent group a > /dev/null; then groupdel a && echo changed; fi'" | "register 'r'\n                changedWhen { r.stdout.contains('changed') }"
        'user: {name: a, state: absent, remove: yes}\nchanged_when: false' || "then userdel -r a && echo changed; fi'"               | 'changedWhen { false }'
        'user: {name: a, comment: "The user", groups: [docker, "{{ who }}"], append: yes}' || "then usermod -c 'The user' a; else useradd -m -c 'The user' a; fi || exit\nusermod -a -G docker,\${who} a || exit\nafter=" | 'made1' 
        'group: {name: a, gid: 5}'                   || "now=\$(getent group a | cut -d: -f3)\nif [ -z \"\$now\" ]; then groupadd -g 5 a && echo changed\nelif [ \"\$now\" != 5 ]; then groupmod -g 5 a && echo changed; fi" | 'made1'
        'group: {name: "a$(b) {{ who }}"}'           || 'getent group a\\\\\\$\\\\(b\\\\)\\\\ ${who} > /dev/null' | 'made1'
        'unarchive: {src: "https://x/a-{{ version }}.tar.gz", dest: /opt, remote_src: yes, creates: /opt/a, extra_opts: [--strip-components=1]}' || 'shell "curl -fsSL https://x/a-${version}.tar.gz | tar -xz -C /opt --strip-components=1", creates: \'/opt/a\'' | 'timeout 1.hours'
        'unarchive: {src: "{{ who }}.tgz", dest: /opt, remote_src: yes, creates: /opt/a}' || 'shell "case ${who}.tgz in *://*) curl -fsSL ${who}.tgz ;; *) cat ${who}.tgz ;; esac | tar -xz -C /opt", creates: \'/opt/a\'' | 'timeout 1.hours'
        'unarchive: {src: /a.tar, dest: /opt, remote_src: yes, creates: /opt/a}' || "shell 'tar -xf /a.tar -C /opt', creates: '/opt/a'"   | 'timeout 1.hours'
        'get_url: {url: "http://x/{{ version }}", dest: /x, mode: "0600", owner: a}' || '[ -f /x ] || { curl -fsSL -o /x.part http://x/${version} && mv -T /x.part /x; } || { rm -f /x.part; exit 1; }\nchmod 0600 /x || exit\nchown a /x || exit\n' | 'made1'
        'get_url: {url: "http://x", dest: /x, checksum: "sha256:00{{ version }}"}' || 'has /x || { curl -fsSL -o /x.part http://x && has /x.part && mv -T /x.part /x; } || { rm -f /x.part; exit 1; }\n' | 'sha256sum -c > /dev/null 2>&1; }'
    }

    @Row('S-14')
    def 'what would mean something else is marked: #said'() {
        expect:
        task(said).marks()*.reason() == [reason]

        where:
        said                                                    || reason
        'user: {name: a, groups: [b]}'                          || "'groups' of 'user' takes a user out of all others unless 'append: yes' stands beside it; that has no counterpart here, write command 'usermod', '-G', …"
        'user: {name: a, groups: "{{ b }}", append: yes}'       || "'groups' of 'user' is written out here: a list, or a text without values"
        'user: {name: a, password: x}'                          || "'password' of the module 'user' has no counterpart here"
        'get_url: {url: "http://x", dest: /x/}'                 || "'dest' of 'get_url' names a file here, not a folder"
        'get_url: {url: "http://x", dest: /x, force: yes}'      || "'force' of 'get_url' has no counterpart here; write command 'curl', …, which fetches each time"
        'get_url: {url: "http://x", dest: /x, checksum: "sha256:http://x/sum"}' || "'checksum' of 'get_url' is written out here, as sha256:…"
        'unarchive: {src: a.tgz, dest: /x}'                     || "'unarchive' of a local archive has no counterpart here; copy it, then unpack it with command 'tar', …, creates: …"
        'unarchive: {src: /a.tgz, dest: /x, remote_src: yes}'   || "'unarchive' without 'creates' compares every file, which has no counterpart here; write command 'tar', …, creates: … with a file that the archive brings"
        'unarchive: {src: /a.zip, dest: /x, remote_src: yes, creates: /x/y}' || "'unarchive' unpacks .tar, .tar.gz, .tgz, .tar.xz and .tar.bz2 here"
    }
}
