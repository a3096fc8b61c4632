package dev.steward.runner.inventory

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** What Ansible half-reads is refused whole, naming file, line and column. */
class InventoryRefusalSpec extends Specification {

    @TempDir Path dir

    def 'refuses #what'() {
        when:
        Corpus.of(dir, ['hosts.yml': text])

        then:
        def e = thrown(InventoryException)
        e.problems()*.toString()*.replace("$dir/", '').any { it.startsWith("hosts.yml:$place: ") && it.contains(message) }

        where:
        what                        | text                                                    || place  | message
        'an empty file'             | ''                                                      || '1:1'  | 'this inventory is empty'
        'comments alone'            | '# all:\n'                                              || '1:1'  | 'this inventory is empty'
        'a list at the root'        | '- web1\n- web2\n'                                      || '1:1'  | 'an inventory is a mapping of groups, this is a list'
        'a word at the root'        | 'web1\n'                                                || '1:1'  | 'this is a text'
        'a plugin configuration'    | 'plugin: community.general.proxmox\nurl: x\n'           || '1:1'  | 'inventory plugin'
        'a tab as indent'           | 'all:\n\thosts:\n'                                      || '2:1'  | 'indent with blanks, never with tabs'
        'a tab after a dash'        | 'all:\n  vars:\n    l:\n    -\tx: 1\n'                  || '4:6'  | 'never with tabs'
        'a group that is a list'    | 'all:\n  children:\n    web: [w1]\n'                    || '3:10' | "the group 'web' needs a mapping"
        'a group that is a word'    | 'web: w1\n'                                             || '1:6'  | "the group 'web' needs a mapping"
        'hosts as a list'           | 'all:\n  hosts:\n    - w1\n'                            || '3:5'  | "'hosts' of group 'all' needs a mapping, this is a list; write each one as a key with a colon, 'web01:'"
        'children as a number'      | 'all:\n  children: 5\n'                                 || '2:13' | "needs a mapping, this is a number"
        'vars as a list'            | 'all:\n  vars: [a]\n'                                   || '2:9'  | "'vars' of group 'all' needs a mapping"
        'a number as host'          | 'all:\n  hosts:\n    10:\n'                             || '3:5'  | "the host name '10' must be a string"
        'no as host'                | 'all:\n  hosts:\n    no:\n'                             || '3:5'  | 'quote it: "false"'
        'a date as host'            | 'all:\n  hosts:\n    2024-01-01:\n'                     || '3:5'  | 'a key must be a text'
        'a MAC-like host'           | 'all:\n  hosts:\n    52:54:00:\n'                       || '3:5'  | "must be a string"
        'an empty host'             | 'all:\n  hosts:\n    "":\n'                             || '3:5'  | 'not empty'
        'a number as group'         | 'all:\n  children:\n    1:\n'                           || '3:5'  | "the group name '1' must be a text"
        'an empty group'            | '"": {}\n'                                              || '1:1'  | 'must be a text that is not empty'
        'host vars as a list'       | 'all:\n  hosts:\n    h: [a]\n'                          || '3:8'  | "the host 'h' needs a mapping of variables"
        'host vars as a word'       | 'all:\n  hosts:\n    h: up\n'                           || '3:8'  | 'this is a text'
        'a group as its own child'  | 'web:\n  children:\n    web:\n'                         || '3:5'  | "the group 'web' is its own child"
        'a circle of groups'        | 'a:\n  children:\n    b:\nb:\n  children:\n    a:\n'    || '6:5'  | "the group 'a' is above 'b' already"
        'all as a child'            | 'web:\n  children:\n    all:\n      children:\n        web:\n' || '3:5' | "'all' is above every group"
        'a range without end'       | 'all:\n  hosts:\n    w[1:]:\n'                          || '3:5'  | 'has no end'
        'a range of one part'       | 'all:\n  hosts:\n    "w[1]":\n'                         || '3:5'  | 'is not [begin:end]'
        'a range of four parts'     | 'all:\n  hosts:\n    "w[1:2:3:4]":\n'                   || '3:5'  | 'is not [begin:end]'
        'a range of uneven widths'  | 'all:\n  hosts:\n    w[01:100]:\n'                      || '3:5'  | 'the same number of digits'
        'a range of words'          | 'all:\n  hosts:\n    w[one:two]:\n'                     || '3:5'  | 'is no number'
        'letters backwards'         | 'all:\n  hosts:\n    w[c:a]:\n'                         || '3:5'  | 'ends before it begins'
        'a range with step 0'       | 'all:\n  hosts:\n    w[1:9:0]:\n'                       || '3:5'  | 'step of 0'
        'an open bracket'           | 'all:\n  hosts:\n    "w[1:3":\n'                        || '3:5'  | "has a '[' without its ']'"
        'a range without measure'   | 'all:\n  hosts:\n    w[1:9999999]:\n'                   || '3:5'  | 'more than 100000'
        'ranges without measure'    | 'all:\n  hosts:\n    w[1:9999]x[1:9999]:\n'             || '3:5'  | 'more than 100000'
        'a priority that is a word' | 'web:\n  vars:\n    ansible_group_priority: high\n'     || '3:29' | 'must be a whole number'
        'an unknown tag'            | 'all:\n  vars:\n    a: !lookup x\n'                     || '3:8'  | "the tag '!lookup' means nothing here"
        'a class of the platform'   | 'all:\n  vars:\n    a: !!javax.script.ScriptEngineManager [x]\n' || '3:8' | 'means nothing here'
        'a set'                     | 'all:\n  vars:\n    a: !!set {x}\n'                     || '3:8'  | "the tag '!!set'"
        'a number that is none'     | 'all:\n  vars:\n    a: !!int abc\n'                     || '3:8'  | "'abc' cannot be read as !!int"
        'a date that is none'       | 'all:\n  vars:\n    a: 2024-02-30\n'                    || '3:8'  | "'2024-02-30' cannot be read"
        'a list as key'             | 'all:\n  vars:\n    ? [a]\n    : 1\n'                   || '3:7'  | 'a key must be a text'
        'an alias to nothing'       | 'all:\n  vars:\n    a: *b\n'                            || '3:8'  | 'undefined alias b'
        'an alias to itself'        | 'all:\n  vars:\n    a: &a [*a]\n'                       || '1:1'  | 'an alias contains itself'
        'a merge of a word'         | 'all:\n  vars:\n    <<: text\n'                         || '3:9'  | "'<<' merges a mapping"
        'two documents'             | 'all:\n---\nall:\n'                                     || '2:1'  | 'an inventory file has one document'
        'an unclosed quote'         | 'all:\n  vars:\n    a: "x\n'                            || '4:1'  | 'this is no YAML'
        'a colon in a plain word'   | 'all:\n  vars:\n    a: b: c\n'                          || '3:9'  | 'quote a text'
        'a control character'       | 'all:\n  vars:\n    a: x\u0001\n'                       || '3:9'  | 'U+0001'
    }

    def 'tells all problems of all files at once, in their order'() {
        when:
        Corpus.of(dir, ['inv/1.yml': 'all:\n  hosts: [a]\n  vars: [b]\n', 'inv/2.yml': '- x\n', 'inv/3.yml': 'all: {hosts: {h: , 5: }}\n',
                        'inv/group_vars/all.yml': '- 1\n', 'inv/host_vars/h.yml': 'a: !!int x\n'], ['inv'])

        then:
        def e = thrown(InventoryException)
        e.problems()*.at()*.toString()*.replace("$dir/inv/", '') ==
                ['1.yml:2:10', '1.yml:3:9', '2.yml:1:1', '3.yml:1:20', 'group_vars/all.yml:1:1', 'host_vars/h.yml:1:4']
        e.problems().every { it.suggestion().present }
    }

    def 'refuses the source #source'() {
        given:
        Corpus.write(dir, ['hosts.ini': '[web]\nw1\n', 'empty/readme.md': 'x', 'latin.yml': 'all:\n'])
        Files.write(dir.resolve('latin.yml'), 'all: {vars: {a: gr\u00fc\u00df}}'.getBytes('ISO-8859-1'))

        when:
        Corpus.loader().load([source.startsWith('~') ? source.substring(1) : dir.resolve(source).toString()], Optional.<Path> empty())

        then:
        def e = thrown(InventoryException)
        e.message.replace("$dir/", '').startsWith(message)

        where:
        source       || message
        'nosuch.yml' || 'nosuch.yml:1:1: there is no such inventory'
        '~web01'     || "web01:1:1: there is no such inventory; for a list of hosts write 'web01,'"
        'hosts.ini'  || 'hosts.ini:1:1: an inventory file ends in .yml, .yaml, .json or nothing'
        'empty'      || 'empty:1:1: this directory has no inventory file'
        'latin.yml'  || 'latin.yml:1:1: this is no UTF-8 text'
    }

    def 'an alias bomb ends at once'() {
        given:
        String bomb = 'all:\n  vars:\n    a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n' +
                (1..9).collect { "    a$it: &a$it [${(['*a' + (it - 1)] * 10).join(', ')}]\n" }.join('')

        when:
        Corpus.of(dir, ['hosts.yml': bomb])

        then:
        def e = thrown(InventoryException)
        e.message.contains('more than 5000000 values')
    }

    def 'a text nested too deep is refused, not a stack overflow'() {
        when:
        Corpus.of(dir, ['hosts.yml': 'all: {vars: {a: ' + '[' * 5000 + ']' * 5000 + '}}\n'])

        then:
        thrown(InventoryException)
    }

    def 'warns of #what and goes on'() {
        expect:
        Corpus.of(dir, ['hosts.yml': text]).warnings()*.toString()*.replace("$dir/", '').any { it.startsWith("hosts.yml:$place: ") && it.contains(message) }

        where:
        what                       | text                                                        || place | message
        'a key that means nothing' | 'all:\n  hots: {a: }\n'                                     || '2:3' | "the key 'hots' in group 'all' means nothing and is skipped; did you mean 'hosts'?"
        'a key written twice'      | 'all:\n  hosts: {a: }\n  hosts: {b: }\n'                     || '3:3' | "the key 'hosts' stands here twice (first in line 2); only the last counts"
        'an old name'              | 'all:\n  vars:\n    ansible_ssh_user: x\n'                   || '3:5' | "'ansible_ssh_user' is the old name of 'ansible_user'"
        'a mistyped name'          | 'all:\n  vars:\n    ansible_hots: x\n'                       || '3:5' | "did you mean 'ansible_host'?"
        'a group name'             | 'my-group:\n'                                                || '1:1' | "the group name 'my-group' has characters beyond"
        'a range of nobody'        | 'all:\n  hosts:\n    w[5:1]:\n'                              || '3:5' | 'stands for no host at all'
    }
}
