package dev.steward.runner.cli.convert

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.house.Row
import dev.steward.house.Tries
import dev.steward.runner.cli.Bench
import dev.steward.runner.cli.Commands
import dev.steward.runner.cli.StateDesks
import dev.steward.runner.cli.print.Screen
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** {@code steward import semaphore} as people type it; the export is invented. */
class SemaphoreCommandSpec extends Specification {

    private static final Path FIXTURE = Path.of('src/test/resources/semaphore').toAbsolutePath()
    private static final ObjectMapper JSON = new ObjectMapper()
    private static final List<String> PIECES = ['{', '}', '[', ']', '"', '\\', ',', ':', 'null', 'true', '1e999', '-', '\\u0000', '\\n', '{{ x }}', "'", '${', '../', '!vault ', '*a', '[x:vars]\\n', 'static', 'tofu', '* * * * *']

    @TempDir Path dir
    @Shared Modules modules = new Modules()
    def out = new ByteArrayOutputStream()
    def err = new ByteArrayOutputStream()

    private int steward(Path folder = dir, String... words) {
        out.reset()
        err.reset()
        def screen = new Screen(new PrintStream(out, true), new PrintStream(err, true), false)
        def desks = new StateDesks([:], folder, new SystemTime(), 'spec', {})
        def bench = new Bench(screen, desks, [:], folder, 'anna')
        def compiler = { new PlaybookCompiler(modules) }
        new Commands(bench, desks, compiler)
                .with('import', { new FromCommand() })
                .with('import', 'semaphore', { new SemaphoreCommand(bench, compiler, { modules }) })
                .execute(words)
    }

    private String said() { new String(out.toByteArray(), 'UTF-8') + new String(err.toByteArray(), 'UTF-8') }

    private int taken(String... more) {
        steward(dir, ['import', 'semaphore', FIXTURE.resolve('export.json') as String, '-o', 'new', *more] as String[])
    }

    private Map export() { JSON.readValue(FIXTURE.resolve('export.json').toFile(), Map) }

    private int changed(Closure change) {
        def export = export()
        change(export)
        Files.writeString(dir.resolve('e.json'), JSON.writeValueAsString(export))
        steward('import', 'semaphore', 'e.json', '-o', 'new', '--checkout', FIXTURE.resolve('checkout') as String)
    }

    def 'a project is taken over into a folder that check accepts and schedule lists, in the zone that is said'() {
        when:
        int code = taken('--checkout', 'beds=' + FIXTURE.resolve('checkout'), '--zone', 'Europe/Vienna')

        then:
        code == 0
        def files = ['steward.yml', 'IMPORTED.md', 'playbooks/water-the-beds.groovy', 'playbooks/open-the-windows.groovy', 'playbooks/cold-frames.groovy',
                     'inventory/pumps-north.yml', 'inventory/glass-houses.yml', 'inventory/old-file.yml']
        files.every { PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve('new').resolve(it))) == 'rw-------' }

        and: 'the playbook asks what the template asked, has what its environment said, and keeps what has no value yet a secret'
        def water = Files.readString(dir.resolve('new/playbooks/water-the-beds.groovy'))
        water.contains("minutes: ask(5, 'How long')")
        water.contains("bed: ask('roses', 'Which bed\\'s', choices: ['roses', 'beans'])")
        water.contains("reason: ask('', 'Why', help: 'One line', required: true)")
        water.contains("pin: ask(secret('water-the-beds/pin'), 'PIN')")
        water.contains("litres: 20,") && water.contains("rounds: '2'") && water.contains("hose: 'green'")
        water.contains("api_token: secret('summer/api_token')") && water.contains("seed_password: secret('semaphore/seed_password')")

        when: 'the configuration, its playbooks and its inventories are read'
        def folder = dir.resolve('new')
        int checked = steward(folder, ['check', *['water-the-beds', 'open-the-windows', 'cold-frames'].collect { folder.resolve("playbooks/${it}.groovy") as String }] as String[])

        then:
        checked == 0
        !said().contains('were not compared')

        when:
        steward(folder, 'inventory', '--list', '-i', folder.resolve('inventory/pumps-north.yml') as String)

        then:
        said().contains('"pump02.example.org"') && said().contains('"litres": 12') && said().contains('"mode": "0644"') && said().contains('"motor_on": true')

        when:
        int listed = steward(folder, 'schedule', 'list')

        then:
        listed == 0
        said().readLines().find { it.startsWith('morning ') } =~ /30 6 \* \* 1-5 +Europe\/Vienna +water-the-beds.groovy +(?!next)/
        said().readLines().find { it.startsWith('windows ') } =~ /0 9 \* \* \* +Europe\/Berlin +open-the-windows.groovy +/
        said().readLines().find { it.startsWith('frames-hourly ') } =~ /@hourly +Europe\/Vienna +cold-frames.groovy +next /
        said().readLines().size() == 3
    }

    def 'no secret is written in clear, and each that is to be filled in is named'() {
        expect:
        taken('--checkout', FIXTURE.resolve('checkout') as String) == 0
        ['planted-token-7731', 'vault-password-4410', 'hunter2-in-clear'].every { planted ->
            !said().contains(planted) && Files.walk(dir.resolve('new')).filter { Files.isRegularFile(it) }.noneMatch { Files.readString(it).contains(planted) }
        }
        ['  inventory/pumps-north.yml, pumps.vars.ansible_password   ', "  key 'gardener'   ", "  key 'root of the pumps'   ", '  summer/api_token   ',
         '  water-the-beds/pin   ', '  semaphore/seed_password   '].every { said().contains(it) }
        Files.readString(dir.resolve('new/steward.yml')).contains("#   summer/api_token: '…'\n")
    }

    def 'what is not taken over is told with its path and a reason, on the screen and in the report'() {
        when:
        int code = taken('--checkout', FIXTURE.resolve('checkout') as String)
        def report = Files.readString(dir.resolve('new/IMPORTED.md'))

        then:
        code == 0
        [
            'meta.max_parallel_tasks': 'runs on different hosts go side by side',
            'keys[4]': "'PIP_TOKEN', a secret of the ansible process",
            'inventories[4]': "'cloud': the type 'terraform-workspace' is no inventory of hosts",
            'environments[0].json.greeting': 'it is a Jinja text',
            'environments[0].json.ansible_become': 'how a host is reached stands in the inventory',
            'environments[0].env.ANSIBLE_FORKS': 'a variable of the ansible process',
            'environments[0].password': 'a vault password',
            'templates[0].task_params.skip_tags': 'runs here name the tags they want',
            'templates[0].arguments[3]': 'the argument --forks has no counterpart',
            'templates[0].playbook': "not converted, playbooks/water.yml:17: the module 'git' has no counterpart",
            'templates[0].vaults': 'a vault password',
            'templates[3]': "'Cloud': it is tofu, and only playbooks of Ansible are converted",
            'templates[4]': "'Somewhere else': the file '/etc/passwd' lies outside of ",
            'schedules[0].task_params.environment.nosuch': 'the playbook asks for no single value of this name',
            'schedules[0]': "'Morning' runs only with a value of 'reason'",
            'schedules[2]': "'Windows again' runs the same playbook on the same hosts as 'Windows'",
            'schedules[3].cron_format': "'Frames': cron '0 3 13 * 5' names a day of the month and a weekday",
            'schedules[5]': "'Once' runs once at a moment",
            'schedules[6]': "'Cloud nightly' runs a template that was not taken over",
            'views[0]': 'pages of Steward have no views',
            'integrations[0]': "'From the weather station': write a door of your own",
            'wind': 'Steward has nothing of that name',
        ].each { path, reason ->
            assert said().contains("  $path: $reason")
            assert report.contains("- $path: $reason")
        }
    }

    def 'without a checkout the inventories are taken over, and each template says what it waits for'() {
        expect:
        taken() == 0
        said().contains("  templates[1]: 'Open the windows': it lies in the repository 'beds': check that out and give --checkout 'beds'=DIR")
        Files.exists(dir.resolve('new/inventory/pumps-north.yml')) && !Files.exists(dir.resolve('new/playbooks'))

        and: 'a second time nothing is written over'
        taken() == 1
        said().contains('Nothing was written, since these are there already: ')
    }

    def 'an export of an older Semaphore has its survey as a text and its cron at the template'() {
        expect:
        changed {
            it.remove('schedules')
            it.templates = [it.templates[0] + [survey_vars: JSON.writeValueAsString(it.templates[0].survey_vars), cron: '15 4 * * 0'], it.templates[1]]
        } == 0
        Files.readString(dir.resolve('new/playbooks/water-the-beds.groovy')).contains("minutes: ask(5, 'How long')")
        Files.readString(dir.resolve('new/steward.yml')).contains('cron: "15 4 * * 0"')
    }

    def 'all that is wrong with an export is told at once, each with its path, and nothing is written'() {
        expect:
        changed {
            it.templates[1].inventory = 'nowhere'
            it.templates[2].playbook = 7
            it.templates[0].survey_vars[0].remove('name')
            it.schedules[0].template = 'no such'
            it.schedules[1].cron_format = ['*']
            it.environments[0].json = '{"a": 1, "a": 2}'
            it.inventories[0].inventory = '[pumps]\nx y\n[a:b]\n[nowhere:vars]\nk=v\n'
            it.inventories[1].inventory = 'all: [1, 2]'
            it.repositories[0].ssh_key = 'lost'
            it.views = 'x'
        } == 4
        said().readLines().toSorted() == [
            "e.json: templates[1].inventory: there is no inventory 'nowhere' in the export",
            'e.json: templates[2].playbook: expected a text, it is a number',
            'e.json: templates[0].survey_vars[0].name: it is missing',
            "e.json: schedules[0].template: there is no template 'no such' in the export",
            'e.json: schedules[1].cron_format: expected a text, it is a list',
            'e.json: environments[0].json: a name stands twice, at line 1, column 13',
            'e.json: inventories[0].inventory: inventories[0].inventory:2:1: after a host stands name=value, this is none: word 1; quote it',
            'e.json: inventories[0].inventory: inventories[0].inventory:3:1: [a:b] is no section; a group has :vars and :children',
            "e.json: inventories[0].inventory: inventories[0].inventory:4:1: the group 'nowhere' is nowhere; write a section [nowhere]",
            "e.json: inventories[1].inventory: inventories[1].inventory:1:6: the group 'all' needs a mapping with hosts, children or vars, this is a list; write 'hosts:' below 'all:' and each host as a key, 'web01:'",
            "e.json: repositories[0].ssh_key: there is no key 'lost' in the export",
            'e.json: views: expected a list, it is a text'].toSorted()
        !Files.exists(dir.resolve('new'))
    }

    def 'what is no export ends in one sentence: #what'() {
        given:
        Files.writeString(dir.resolve('e.json'), text)

        expect:
        Tries.within(what) { steward('import', 'semaphore', 'e.json', '-o', 'new') } == 4
        said().readLines().size() == 1 && said().startsWith('e.json: the file: ' + message)

        where:
        what             | text                                   || message
        'nothing'        | ''                                     || 'it is no export of a project'
        'a list'         | '[]'                                   || 'it is no export of a project'
        'another object' | '{"a": 1}'                             || 'it is no export of a project'
        'no JSON'        | '{"meta": {'                           || 'it is no JSON, or nested too deeply, at line 1, column'
        'much too deep'  | '{"meta":' + '[' * 20_000              || 'it is no JSON, or nested too deeply'
        'two of them'    | '{"meta":{},"templates":[]} {}'        || 'it is no JSON'
        'a name twice'   | '{"meta":{},"meta":{},"templates":[]}' || 'a name stands twice'
    }

    @Row('S-09')
    def 'names that would lead elsewhere, or out of their text, stay names'() {
        expect:
        changed {
            it.templates[1].name = "x'); evaluate(1) //\n../../\u001b[31m\u202e"
            it.schedules[1].template = it.templates[1].name
            it.schedules[1].name = "a: b\n  evil: true"
            it.templates.removeIf { one -> one.name == 'Cold frames' }
            it.schedules.removeIf { one -> !(one.name =~ /^(Morning|a: b)/) }
            it.templates[0].survey_vars[2].title = 'x\', required: false) //\n${1}'
            it.inventories[1].name = '../../etc/cron.d/x\n- evil'
            it.templates[1].inventory = it.inventories[1].name
        } == 0
        Files.walk(dir).filter { Files.isRegularFile(it) }.allMatch { it.startsWith(dir.resolve('new')) || it.fileName.toString() == 'e.json' }
        Files.exists(dir.resolve('new/inventory/etc-cron-d-x-evil.yml')) && Files.exists(dir.resolve('new/playbooks/x-evaluate-1-31m.groovy'))
        Files.readString(dir.resolve('new/steward.yml')).contains('\n  a-b-evil-true:\n')
        !said().contains('\u001b') && !said().contains('\u202e')
        steward(dir.resolve('new'), 'check', dir.resolve('new/playbooks/water-the-beds.groovy') as String) == 0
        steward(dir.resolve('new'), 'schedule', 'list') == 0
    }

    @Row('S-09')
    def 'a damaged export ends in words, and what is written can be read'() {
        given:
        String whole = Files.readString(FIXTURE.resolve('export.json'))

        expect:
        Tries.of(15) { Random random ->
            Files.writeString(dir.resolve('e.json'), Tries.damaged(whole, random, PIECES))
            def folder = "new-${random.nextInt(1_000_000_000)}"
            int code = steward('import', 'semaphore', 'e.json', '-o', folder as String)
            assert code in [0, 4]
            assert !(said() =~ /Exception|the log knows more/)
            assert code == 4 ? said().readLines().every { it.startsWith('e.json: ') } : steward(dir.resolve(folder), 'config') == 0
        }
    }
}
