package dev.steward.runner.inventory

import dev.steward.runner.inventory.yaml.IniInventory
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** INI inventories of Ansible's, which move here as YAML. */
class IniInventorySpec extends Specification {

    @TempDir Path dir

    def 'a value means what Ansible reads there: #written'() {
        expect:
        IniInventory.read("[a:vars]\nv = $written\n[a]\n", 'x').a.vars.v == value

        where:
        written              | value
        'True'               | true
        'true'               | 'true'
        'yes'                | 'yes'
        'None'               | null
        '12'                 | 12
        '-3'                 | -3
        '0x1f'               | 31
        '0644'               | '0644'
        '1.5'                | 1.5d
        '1.2.3'              | '1.2.3'
        '192.0.2.7'          | '192.0.2.7'
        "'quoted'"           | 'quoted'
        '"a" b'              | '"a" b'
        "['a', 1, [True]]"   | ['a', 1, [true]]
        "{'a': 1, 'b': ()}"  | [a: 1, b: []]
        "['a'"               | "['a'"
        '[' * 4_000          | '[' * 4_000
        'a=b # c'            | 'a=b # c'
        ''                   | ''
    }

    def 'a line of a host is words, quotes and a comment'() {
        expect:
        IniInventory.read('''web[1:3].example.org:2222 a="x y" b='#no' c=1#comment
;no
[db]
db1 # the one
''', 'x') == [ungrouped: [hosts: ['web[1:3].example.org:2222': [a: 'x y', b: '#no', c: 1]]], db: [hosts: [db1: [:]]]]
    }

    @Requires({ ['/usr/bin/ansible-inventory', '/usr/local/bin/ansible-inventory'].any { Files.isExecutable(Path.of(it)) } })
    def 'hosts, groups and values are those that ansible-inventory lists'() {
        given:
        String ini = '''well ansible_host=192.0.2.5
[pumps]
pump[01:03].example.org ansible_port=2222 litres=12 # three
[pumps:vars]
hours=['06', '18']
motor_on=True
mode=0644
[tanks]
tank1.example.org note="two words"
[water:children]
pumps
tanks
[all:vars]
everywhere = 1e3
'''
        Files.writeString(dir.resolve('hosts'), ini)
        def json = new com.fasterxml.jackson.databind.ObjectMapper()
        Files.writeString(dir.resolve('ours.yml'), json.writeValueAsString(IniInventory.read(ini, 'hosts')))

        expect:
        listed('ours.yml') == listed('hosts')
    }

    private String listed(String file) {
        def process = new ProcessBuilder('ansible-inventory', '-i', dir.resolve(file) as String, '--list').redirectError(ProcessBuilder.Redirect.DISCARD).start()
        String said = process.inputStream.text
        assert process.waitFor() == 0
        said
    }
}
