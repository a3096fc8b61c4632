package dev.steward.runner.inventory

import dev.steward.runner.inventory.yaml.ExtraVars
import dev.steward.runner.secret.AnsibleVault
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class ExtraVarsSpec extends Specification {

    @TempDir Path dir

    def vars = new ExtraVars(new AnsibleVault([]))

    def '-e #option gives #expected'() {
        expect:
        vars.read([option]) == expected

        where:
        option                          || expected
        'a=1'                           || [a: '1']
        'a=1 b=yes'                     || [a: '1', b: 'yes']
        'a="two words" b=\'x y\''       || [a: 'two words', b: 'x y']
        'a=b=c'                         || [a: 'b=c']
        'a='                            || [a: '']
        'a=x\\ny'                       || [a: 'x\ny']
        'a=\\u00e9\\x41'                || [a: '\u00e9A']
        'a={{ x | y }} b=2'             || [a: '{{ x | y }}', b: '2']
        'a=it"s"'                       || [a: 'it"s"']
        'a=1 a=2'                       || [a: '2']
        'a=1\nb=2'                      || [a: '1', b: '2']
        '{"a": 1e3, "b": [true, null]}' || [a: 1000.0d, b: [true, null]]
        '{a: yes, b: 010, c: x}'        || [a: true, b: 8, c: 'x']
        ''                              || [:]
    }

    def 'files are read, later ones win'() {
        given:
        Path file = Files.writeString(dir.resolve('v.yml'), 'a: 1\nb: {c: no}\n')

        expect:
        vars.read(['a=0', '@' + file, 'd=9']) == [a: 1, b: [c: false], d: '9']
        vars.read(['@' + file, 'a=0']).a == '0'
    }

    def '-e #option is refused: #message'() {
        when:
        vars.read(['ok=1', option])

        then:
        def e = thrown(InventoryException)
        e.message.contains(message)

        where:
        option         || message
        'vars.yml'     || "-e:2:1: 'vars.yml' is no key=value"
        './vars.yml'   || "-e:2:1: './vars.yml' looks like a file; write -e @./vars.yml"
        '/etc/x'       || 'write -e @/etc/x'
        '@nosuch.yml'  || 'nosuch.yml:1:1: cannot be read: No Such File'
        '[1, 2]'       || 'variables are a mapping, this is a list'
        '{a: 1'        || 'this is no YAML'
        'a="x'         || 'a quote or a bracket is not closed'
        'a=1 stray'    || "'stray' is no key=value"
    }

    def 'a file closed by a vault needs its password'() {
        when:
        vars.read(['@src/test/resources/vault/group_vars/web.yml'])

        then:
        def e = thrown(InventoryException)
        e.message.contains('web.yml:1:1: this file is closed by a vault')
    }
}
