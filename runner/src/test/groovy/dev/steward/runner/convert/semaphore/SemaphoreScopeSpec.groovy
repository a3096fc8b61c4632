package dev.steward.runner.convert.semaphore

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.house.Row
import dev.steward.house.Tries
import dev.steward.runner.convert.PlaybookConversion
import dev.steward.runner.inventory.yaml.InventoryText
import dev.steward.runner.inventory.yaml.YamlText
import dev.steward.runner.module.catalog.Modules
import java.nio.file.Files
import java.nio.file.Path
import java.time.ZoneOffset
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** What is made of an export of Semaphore means no more hosts and tasks than it meant there, and shows no secret of it. */
class SemaphoreScopeSpec extends Specification {

    private static final ObjectMapper JSON = new ObjectMapper()

    @TempDir Path dir
    @Shared Modules modules = new Modules()
    Map template = [:]
    Map schedule = [:]
    Map environment = [:]
    String inventory = 'all: {hosts: {web01: , web02: }}'

    def setup() {
        Files.writeString(dir.resolve('p.yml'), '- hosts: all\n  tasks:\n    - debug: msg=hi\n')
    }

    private Imported imported(Map more = [:]) {
        def export = [
            meta: [name: 'x'], repositories: [[name: 'r']],
            inventories: [[name: 'i', type: 'static-yaml', inventory: inventory]],
            environments: [[name: 'e', json: JSON.writeValueAsString(environment)]],
            templates: [[name: 't', playbook: 'p.yml', repository: 'r', inventory: 'i', app: 'ansible', environment: 'e'] + template],
            schedules: [[name: 's', template: 't', cron_format: '0 1 * * *', active: true] + schedule],
        ] + more
        SemaphoreImport.of(JSON.writeValueAsString(export), new Checkouts(['': dir]), new PlaybookConversion(new PlaybookCompiler(modules), modules), ZoneOffset.UTC)
    }

    private static Map planned(Imported imported) {
        assert imported.problems() == []
        YamlText.read(imported.files()['steward.yml'], 'steward.yml').get().value().schedules.s
    }

    @Row('S-09')
    def 'arguments mean what they meant to ansible-playbook: #words'() {
        given:
        template = [arguments: JSON.writeValueAsString(words), task_params: [limit: ['db']]]

        expect:
        planned(imported()).subMap(['limit', 'check', 'diff', 'tags', 'enabled']) == meant

        where:
        words                                  || meant
        ['-l', 'web01']                        || [limit: 'web01']
        ['-lweb01', '-vvvC']                   || [limit: 'web01', check: true]
        ['-l=web01', '--check']                || [limit: 'web01', check: true]
        ['-DCl', 'web01']                      || [limit: 'web01', check: true, diff: true]
        ['--limit=web01', '--limit', 'web02']  || [limit: 'web02']
        ['-ta,b', '-t', 'c', '-f', '5', '-b']  || [limit: 'db', tags: ['a', 'b', 'c']]
    }

    @Row('S-09')
    def 'a schedule is off where something that decides what it does was not taken over: #template #schedule'() {
        given:
        this.template = template
        this.schedule = schedule

        when:
        def imported = imported()

        then:
        planned(imported).enabled == false
        imported.left().any { it.startsWith("schedules[0]: 's' is switched off, enabled: false") }

        where:
        template                                        | schedule
        [arguments: '["--che"]']                        | [:]
        [arguments: '["--lim", "web01"]']               | [:]
        [arguments: '["--syntax-check"]']               | [:]
        [arguments: '["-i", "other.ini"]']              | [:]
        [arguments: '["-CX"]']                          | [:]
        [arguments: '["--start-at-task", "the last"]']  | [:]
        [arguments: '["-e", "@vars.yml"]']              | [:]
        [arguments: '["-e", "{broken"]']                | [:]
        [arguments: '["other.yml"]']                    | [:]
        [task_params: [skip_tags: ['danger']]]          | [:]
        [task_params: [inventory_scope: 'web']]         | [:]
        [:]                                             | [task_params: [params: [skip_tags: 'danger']]]
        [:]                                             | [task_params: [environment: '{"target": "web01"}']]
        [:]                                             | [task_params: [inventory: 'other']]
    }

    @Row('S-09')
    def 'a schedule whose inventory was not taken over would run on the hosts of all, and is left: #named'() {
        when:
        def imported = imported(inventories: [[name: 'i', type: 'static-yaml', inventory: inventory], [name: 'lost', type: 'file', inventory: 'gone.yml']],
                templates: [[name: 't', playbook: 'p.yml', repository: 'r', app: 'ansible', environment: 'e'] + named])

        then:
        planned(imported) == null
        imported.left().any { it.startsWith("schedules[0]: 's' runs a template whose inventory was not taken over, or that has none") }

        where:
        named << [[inventory: 'lost'], [:]]
    }

    @Row('S-09')
    def 'a limit of another shape is no export: #limit'() {
        given:
        template = [task_params: [limit: limit]]

        expect:
        imported().problems() == ["templates[0].task_params.limit: expected a list of texts, in it is $what"]

        where:
        limit               || what
        [['web01']]         || 'a list'
        ['web01', null]     || 'nothing'
        [[name: 'web01']]   || 'an object'
    }

    @Row('S-09')
    def 'an option without its value is no export: #words'() {
        given:
        template = [arguments: JSON.writeValueAsString(words)]

        expect:
        imported().problems() == ["templates[0].arguments[$at]: behind $name comes nothing"]

        where:
        words           || at | name
        ['-l']          || 0  | '--limit'
        ['-C', '-l=']   || 1  | '--limit'
        ['--limit', ''] || 0  | '--limit'
        ['-e']          || 0  | '--extra-vars'
    }

    @Row('S-09')
    def 'no secret is written in clear, however deep it lies: #where'() {
        given:
        environment = env
        template = own
        inventory = hosts

        when:
        def imported = imported()

        then:
        imported.problems() == []
        imported.files().values().every { !it.contains('PLANTED') }
        !(imported.left() + imported.secrets() + imported.notes()).any { it.contains('PLANTED') }
        imported.secrets().any { it.startsWith(named) }

        where:
        where                              | env                                          | own                                                                                  | hosts                                                        || named
        'in an environment'                | [db: [password: 'PLANTED']]                  | [:]                                                                                  | 'all: '                                                      || 'e/db-password   '
        'in a list of an environment'      | [all: [[name: 'x', api_key: 'PLANTED']]]     | [:]                                                                                  | 'all: '                                                      || 'e/all-1-api_key   '
        'in an address'                    | [url: 'postgres://joe:PLANTED@db/x']         | [:]                                                                                  | 'all: '                                                      || 'e/url   '
        'in extra variables'               | [:]                                          | [arguments: '["-e", "{\\"a\\": {\\"token\\": \\"PLANTED\\"}}"]']                     | 'all: '                                                      || 't/a-token   '
        'as the default of a question'     | [:]                                          | [survey_vars: [[name: 'db_password', type: 'string', default_value: 'PLANTED']]]     | 'all: '                                                      || 't/db_password   '
        'as a default without a type'      | [:]                                          | [survey_vars: [[name: 'url', default_value: 'https://x:PLANTED@h/']]]                | 'all: '                                                      || 't/url   '
        'below a name of a host'           | [:]                                          | [:]                                                                                  | 'all: {hosts: {a: {credentials: {user: joe, one: PLANTED}}}}' || 'inventory/i.yml, all.hosts.a.credentials.one   '
        'in a list of a group'             | [:]                                          | [:]                                                                                  | 'all: {vars: {secrets: [{x: PLANTED}, PLANTED]}}'            || 'inventory/i.yml, all.vars.secrets   '
        'in an address of a group'         | [:]                                          | [:]                                                                                  | 'all: {children: {w: {vars: {u: "ssh://a:PLANTED@h"}}}}'     || 'inventory/i.yml, all.children.w.vars.u   '
    }

    @Row('S-09')
    def 'a comment of an inventory that may hold a secret is left out and told by its line, the others stay: #what'() {
        given:
        inventory = "# kept: rack 4\nall:\n  hosts:\n    web01: {port: 1} # the first\n    web02:$comment\n  # the last line\n"

        when:
        def imported = imported()
        def file = imported.files()['inventory/i.yml']

        then:
        imported.problems() == []
        !file.contains('PLANTED') && !imported.left().any { it.contains('PLANTED') }
        ['# kept: rack 4', '# the first'].every { file.contains(it) }
        InventoryText.read(file, 'i') == InventoryText.read(inventory, 'i')
        imported.left() == ["inventories[0].inventory: the comments in $lines may hold a secret" as String]

        where:
        what                     | comment                                                                    || lines
        'a value'                | '\n      # ansible_password: PLANTED\n    web03:'                          || 'line 6'
        'a value behind another' | ' # pw=PLANTED\n    web03:'                                                || 'line 5'
        'a block'                | '\n    # ansible_become_pass: |\n    #   PLANTED\n    #   PLANTED\n    web03:' || 'the lines 6, 7, 8'
        'a sentence'             | '\n    # was root, and the\n    # password is\n    # PLANTED\n    web03:'   || 'the lines 6, 7, 8'
        'an address'             | ' # https://joe:PLANTED@git.example.com/\n    web03:'                      || 'line 5'
        'a token'                | ' # API-Token PLANTED\n    web03:'                                         || 'line 5'
        'a PIN'                  | ' # PIN PLANTED\n    web03:'                                               || 'line 5'
        'a key'                  | ' # key: PLANTED\n    web03:'                                              || 'line 5'
        'a hash'                 | ' # 5f4dcc3b5PLANTEDaa765d61d8327\n    web03:'                             || 'line 5'
        'a UUID'                 | ' # 0b8a3f1c-77d2-4PLANTED\n    web03:'                                    || 'line 5'
        'without a blank'        | '\n    web03: {a: [1]}#pw=PLANTED\n    web04:'                             || 'line 6'
    }

    @Row('S-09')
    def 'what cannot be told from a comment goes with all of them rather than stay: #what'() {
        given:
        inventory = "# rack 4\nall:\n  hosts:\n    web01: $host\n    web02:\n"

        when:
        def imported = imported()
        def file = imported.files()['inventory/i.yml']

        then:
        !file.contains('PLANTED') && !file.contains('rack 4')
        imported.left() == ['inventories[0].inventory: its comments, one of which may hold a secret']
        InventoryText.read(file, 'i') == InventoryText.read(inventory, 'i')

        where:
        what           | host
        'two signs'    | '{motd: "rack #4"} # pw=PLANTED'
        'a block'      | '\n      motd: |\n        #1 pass\n        x\n      # password: PLANTED'
        'two quotes'   | "{motd: 'it''s #1'} # token PLANTED"
    }

    def 'an inventory whose comments hold no secret is taken over as it stands'() {
        given:
        inventory = "# rack 4, by Monika\r\nall:\r\n  hosts: # both\r\n    web01: {color: '#aa00ff'} # compass, pinned, monkeys\r\n#   web02:\r\n"

        when:
        def imported = imported()

        then:
        imported.left() == []
        imported.files()['inventory/i.yml'] == "# The inventory 'i' of Semaphore.\n" + inventory.stripTrailing() + '\n'
    }

    @Row('S-09')
    def 'a long text is looked through for an address soon'() {
        given:
        environment = [note: 'a.' * 500_000, other: '://a:' * 200_000]
        inventory = 'all: # ' + 'a' * 300_000 + '\n' + '# b\n' * 50_000 + '# ' + 'ab+' * 100_000 + '\n  hosts: {web01: }\n'

        expect:
        Tries.within('long texts') { imported() }.problems() == []
    }

    def 'groups and hosts that are named like secrets stay, and so does a number'() {
        given:
        inventory = 'all: {children: {tokens: {hosts: {token-server: {big: 1.0e+20, small: 1.0e-7, odd: "a\\u0085b\\ufeffc", ansible_password: x}}}}}'

        expect:
        InventoryText.read(imported().files()['inventory/i.yml'], 'i') ==
            [all: [children: [tokens: [hosts: ['token-server': [big: 1.0e20d, small: 1.0e-7d, odd: 'a\u0085b\ufeffc']]]]]]
    }

    @Row('S-09')
    def 'names that are alike without their signs keep their secrets apart, and no name ends a comment'() {
        when:
        def imported = imported(environments: [[name: 'e 1', json: '{"password": "a"}'], [name: 'E-1', json: '{"password": "b"}']],
                inventories: [[name: 'i\u0085evil: {hosts: {a: }}', type: 'static-yaml', inventory: inventory]],
                templates: [[name: 't', playbook: 'p.yml', repository: 'r', app: 'ansible', environments: ['E-1']]], schedules: [])

        then:
        imported.secrets()*.takeWhile { it != ' ' } == ['e-1/password', 'e-1-2/password']
        imported.files()['playbooks/t.groovy'].contains("secret('e-1-2/password')")
        InventoryText.read(imported.files()['inventory/i-evil-hosts-a.yml'], 'i') == [all: [hosts: [web01: null, web02: null]]]
    }
}
