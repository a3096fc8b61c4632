package dev.steward.runner.config.guardian

import dev.steward.dsl.check.Checked
import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.dsl.plan.Phase
import dev.steward.dsl.plan.Retry
import dev.steward.house.Row
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.config.ConfigRefused
import dev.steward.runner.config.FileSecrets
import dev.steward.runner.inventory.Corpus
import dev.steward.runner.inventory.Inventory
import dev.steward.runner.inventory.PlanHosts
import dev.steward.runner.module.catalog.Modules
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Proxmox Guardian files as playbooks: those that people have, and whatever may be wrong with one. */
class GuardianImportSpec extends Specification {

    static final Path USERS = Path.of('src/test/resources/from-users')

    @TempDir Path dir
    @Shared Modules modules = new Modules()

    private Map<String, Path> laid(GuardianImport.Imported imported) {
        imported.files().collectEntries { name, text ->
            Path file = dir.resolve('out').resolve(name)
            Files.createDirectories(file.parent)
            Files.writeString(file, text)
            if (name == 'secrets.yml') {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString('rw-------'))
            }
            [name, file]
        }
    }

    private GuardianImport.Imported imported(String name) {
        Path file = dir.resolve(name)
        Files.writeString(file, Files.readString(USERS.resolve(name)))
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString('rw-------'))
        GuardianImport.of(file)
    }

    private plan(Map<String, Path> files) {
        Checked checked = new PlaybookCompiler(modules).check(files['playbooks/guardian.groovy'], [:])
        assert checked.problems() == []
        checked.plan()
    }

    private List<String> problems(String text) {
        Path file = dir.resolve('g.yaml')
        Files.writeString(file, text)
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString('rw-------'))
        try {
            GuardianImport.of(file)
            return []
        } catch (ConfigRefused e) {
            return e.problems()*.toString()*.replace(file.toString() + ':', '')
        }
    }

    def 'the file of the README becomes a plan that fits its inventory, and a configuration that loads'() {
        given:
        def imported = imported('guardian.yaml')
        def files = laid(imported)

        when:
        def plan = plan(files)
        Inventory inventory = Corpus.loader().load([files['inventory/guardian.yml'].toString()], Optional.<Path> empty())
        PlanHosts hosts = PlanHosts.of(plan, inventory, Optional.<String> empty())

        then: 'every phase and action is there, each on its host'
        inventory.warnings() == []
        hosts.problems()*.message().every { it.startsWith("no host or group of the inventory matches 'proxmox_all_") || it.startsWith("no host or group of the inventory matches 'tag_") }
        hosts.plays() == [['media-stack'], ['db-server.local'], [], [], ['localhost']]
        inventory.host('db-server.local').get().vars().with { it.ansible_user == 'postgres' && it.ansible_host == 'db-server.local' }
        inventory.host('media-stack').get().vars().steward_ways == ['pct']
        plan.power().get().with {
            assert phases()*.name() == ['stop-applications', 'stop-databases', 'shutdown-guests', 'Switch off this machine']
            assert phases()[0].startWhen().get().source() == 'ups.charge <= 20'
            assert phases()*.pointOfNoReturn() == [false, false, false, true]
            assert stableFor() == Duration.ofSeconds(60)
            upses() == ['eaton-ups']
        }

        and: 'what could not be taken over is told'
        imported.warnings() == []
        imported.notes()*.toString().any { it.endsWith('no way back is named: say in the playbook how machines come on again, with wayBack') }
        imported.notes()*.toString().any { it.contains('there is no file /etc/proxmox-guardian/secrets.yaml here') }
    }

    @Row('G-88')
    def 'commands reach one shell unchanged, whatever stands in them'() {
        given:
        def plan = plan(laid(imported('guardian-staged.yaml')))
        def lines = plan.allPlays().collectMany { all(it.tasks()) }.findAll { it.call().module() == 'shell' }.collect { it.call().arguments().script.parts() }

        expect:
        lines.every { it.size() == 1 }
        lines*.first()*.text() == ['crontab -l > /tmp/cron.bak && crontab -r || true', 'docker compose -f /opt/stacks/compose.yml pause', 'touch ~/hold',
            'docker compose -f /opt/stacks/compose.yml unpause', 'crontab /tmp/cron.bak || true',
            'while pgrep -f \'backup\\.sh|rsync\' > /dev/null; do\n  echo "it\'s still at work"\n  sleep 10\ndone\n',
            'pg_ctl stop -m fast -D /var/lib/postgresql/data', 'pg_isready -q', 'redis-cli SHUTDOWN SAVE', 'test -e /var/lib/redis/dump.rdb']
    }

    @Row(['G-47', 'G-48', 'G-13'])
    def 'tries, health checks, environment and what a failure means are taken over'() {
        given:
        def imported = imported('guardian-staged.yaml')
        def files = laid(imported)
        def phases = plan(files).power().get().phases()

        expect: 'attempts count the first try, retries do not; one attempt is none'
        def stop = task(phases[2], 'pg_ctl stop')
        stop.retry() == new Retry(3, Duration.ofSeconds(5), Retry.Backoff.EXPONENTIAL)
        stop.timeout().get() == Duration.ofSeconds(90)
        stop.keywords().ignoreErrors().empty
        task(phases[2], 'redis-cli').retry() == Retry.NONE
        task(phases[2], 'redis-cli').timeout().get() == Duration.ofSeconds(60)
        task(phases[2], 'redis-cli').keywords().ignoreErrors().get()
        phases*.onError() == [Phase.OnError.CONTINUE, Phase.OnError.CONTINUE, Phase.OnError.ABORT_PHASE, Phase.OnError.ABORT_ALL, Phase.OnError.CONTINUE]

        and: 'a health check follows where the action went well, on the same host, and expects success unless said'
        with(task(phases[2], 'Down: pg_isready')) {
            it.failedWhen()*.source() == ['health3_1.rc == 0']
            it.keywords().when()*.source() == ['!done3_1.failed && !done3_1.unreachable']
        }
        task(phases[2], 'Well: test -e').failedWhen()*.source() == ['health3_2.rc != 0']

        and: 'the environment reaches the command and what undoes it; what names itself a secret stands in the secrets file alone'
        def pause = task(phases[0], 'docker compose -f /opt/stacks/compose.yml pause')
        pause.keywords().environment().keySet() as List == ['COMPOSE_PROJECT_NAME', 'REGISTRY_TOKEN']
        pause.keywords().environment().REGISTRY_TOKEN.path() == 'guardian/REGISTRY_TOKEN'
        phases[0].recover()[0].tasks()[0].keywords().environment().COMPOSE_PROJECT_NAME == 'media'
        imported.files().findAll { it.value.contains("s3cr") }.keySet() == ['secrets.yml'] as Set
        Files.readString(files['secrets.yml']).contains("guardian/REGISTRY_TOKEN: 's3cr''et'")
    }

    @Row('G-87')
    def 'what undoes an action runs on its host and within its time, the last action first; guests need none'() {
        given:
        def imported = imported('guardian-staged.yaml')
        def phases = plan(laid(imported)).power().get().phases()

        expect:
        phases[0].recover()*.name() == ['Undo 1.2 proxmox-exec lxc:media-stack', 'Undo 1.1 ssh 192.0.2.20']
        phases[0].recover()*.hosts() == ['media-stack', '192.0.2.20']
        phases[0].recover()[1].tasks()[0].timeout().get() == Duration.ofSeconds(30)
        phases[3].recover() == []
        imported.notes()*.message().any { it.contains('the guests that an outage stopped, and no others, are started again') }
    }

    def 'guests are chosen as Guardian chooses them, hosts of a parallel phase are done side by side, conditions are gates'() {
        given:
        def files = laid(imported('guardian-staged.yaml'))
        def phases = plan(files).power().get().phases()

        expect:
        phases[3].plays()*.tasks().flatten()*.call()*.arguments() == [
                [select: [kind: 'lxc', tags: ['non-critical'], excludeTags: ['always-on'], name: '^web-\\d+$', vmidRange: [100, 199]], state: 'shutdown', timeout: Duration.ofMinutes(1)],
                [state: 'stopped', timeout: Duration.ofSeconds(120)],
                [state: 'shutdown', timeout: Duration.ofSeconds(120)]]
        phases[3].plays()*.hosts() == ['localhost', 'proxmox_all_qemu', 'proxmox_all_lxc:proxmox_all_qemu']
        plan(laid(imported('guardian.yaml'))).power().get().phases()[2].plays()*.hosts() == ['proxmox_all_lxc:&tag_non_critical', 'proxmox_all_qemu:!tag_always_on']
        phases[0].plays().size() == 1
        phases[0].plays()[0].hosts() == '192.0.2.20:media-stack:192.0.2.20-deploy'
        phases[0].plays()[0].rollout().with { it.forks().get() == 3 && it.strategy().name() == 'FREE' }
        phases[0].shrink().get() == new Phase.Shrink(1, Duration.ZERO)
        phases[3].shrink().empty
        phases[0].startWhen().get().source() == 'ups.charge <= 25'
        phases[4].startWhen().get().source() == 'ups.charge <= 10'
        phases[4].pointOfNoReturn()
        phases[4].plays()[0].tasks()[0].call().module() == 'poweroff'
        phases*.limit() == [Optional.empty(), Optional.of(Duration.ofMinutes(5)), Optional.empty(), Optional.empty(), Optional.empty()]
    }

    @Row(['G-10', 'G-85'])
    def 'the sections for steward.yml say the same as the file, and load'() {
        given:
        def imported = imported('guardian-staged.yaml')
        def files = laid(imported)

        when:
        def config = new ConfigLoader([:], dir).load(Optional.of(files['steward.yml'])).config()

        then: 'no certificate is asked for only because the file said so; the token is the one beside its id'
        config.proxmox().home.with {
            assert it.endpoints() == ['https://192.0.2.10:8006']
            assert it.tokenId().get() == 'guardian@pve!shutdown'
            !it.tls().verify()
        }
        secret(config, 'proxmox/home') == '0a1b2c3d-aaaa-bbbb-cccc-0123456789ab'
        !Files.readString(files['steward.yml']).contains('0a1b2c3d')

        and: 'a dry run stops nothing here either'
        with(config.power().get()) {
            !it.armed()
            it.plan().get() == 'guardian.groovy'
            it.ups()['eaton-ups'].port() == 3493
            [it.warning(), it.critical(), it.emergency()] == [40, 25, 12]
            it.recovery().enabled()
            it.recovery().onError().name() == 'RETRY'
        }

        and:
        config.notices().webhooks()['guardian-1'].with {
            assert it.urlEnv().get() == 'SLACK_WEBHOOK_URL'
            assert it.template().get() == '{"text": "${event}: ${data.message} at ${timestamp}"}'
            it.on() == ['power_lost', 'power_error']
        }
        imported.notes()*.toString().any { it.contains("guardian-staged.yaml:82:5: the event 'boredom' is told by nobody and was left out") }
    }

    @Row('G-02')
    def 'without its daemon section the defaults hold, and a file that is not there is named'() {
        expect:
        GuardianImport.USUAL.toString() == '/etc/proxmox-guardian/guardian.yaml'
        imported('guardian.yaml').notes()*.message().containsAll([
                'state file /var/lib/proxmox-guardian/state.json and lock file /var/run/proxmox-guardian.lock are not taken over: Steward\'s journal and lock lie in its state directory',
                'the log (info, json) is not taken over: Steward logs to its standard error, and each run is kept'])

        when:
        GuardianImport.of(dir.resolve('none.yaml'))

        then:
        def refused = thrown(ConfigRefused)
        refused.problems()*.message() == ["config file not found: ${dir.resolve('none.yaml')}".toString()]
    }

    static final String PVE = 'proxmox: {api_url: https://h:8006, token_id: a@pam!b}\n'
    static final String UPS = 'ups: {host: h, name: n}\n'

    private static String action(String said) {
        UPS + PVE + "phases:\n- name: p\n  actions:\n  - {$said}\n"
    }

    @Row(['G-03', 'G-04', 'G-05'])
    def 'everything that is wrong is told at once, each with its place: #text'() {
        expect:
        problems(text) == expected

        where:
        text                                                             || expected
        'phases:\n- actions: []\n'                                     || ['1:1: ups is missing; write ups: {host: …, name: …}', '1:1: proxmox is missing; write proxmox: {api_url: …, token_id: …}', '2:3: phase 1: name is missing; every phase has one', '2:3: phase 1: it has no actions; one at least is needed']
        'ups: {}\nproxmox: {}\n'                                       || ['1:6: ups.host is missing; write such as host: localhost:3493', '1:6: ups.name is missing; write the UPS as ups.conf of NUT calls it', '2:10: proxmox.api_url is missing; write such as api_url: https://192.0.2.10:8006/api2/json', '2:10: proxmox.token_id is missing; write such as token_id: guardian@pve!shutdown', '1:1: there are no phases; one at least is needed, with a name and actions']
        action('type: shh, host: h, command: c')                         || ["6:6: phase p, action 1: invalid type 'shh'; did you mean 'ssh'?"]
        action('command: c')                                             || ['6:5: phase p, action 1: type is missing; it is one of ssh, proxmox-exec, proxmox-guest, local']
        action('type: ssh')                                              || ['6:5: phase p, action 1: ssh needs host', '6:5: phase p, action 1: ssh needs command']
        action('type: proxmox-exec')                                     || ['6:5: phase p, action 1: proxmox-exec needs guest', '6:5: phase p, action 1: proxmox-exec needs command']
        action('type: proxmox-guest')                                    || ['6:5: phase p, action 1: proxmox-guest needs selector', '6:5: phase p, action 1: proxmox-guest needs action; it is shutdown or stop']
        action('type: local')                                            || ['6:5: phase p, action 1: local needs command']
    }

    @Row(['G-06', 'G-07', 'G-08'])
    def 'a word or number that cannot be meant is refused: #text'() {
        expect:
        problems(text) == expected

        where:
        text                                                                                    || expected
        action('type: local, command: c, on_error: abort')                                      || ["6:31: phase p, action 1: on_error is 'abort'; it is continue, abort_phase or abort_all"]
        action('type: local, command: c, healthcheck: {command: d, expect: fail}')              || ["6:57: phase p, action 1: healthcheck.expect is 'fail'; it is success or failure"]
        action('type: local, command: c, tiemout: 5s')                                          || ["6:31: phase p, action 1: unknown key 'tiemout'; did you mean 'timeout'?"]
        action('type: local, command: c, timeout: 5 minutes')                                   || ["6:40: phase p, action 1: timeout is '5 minutes', which is no duration; write such as 90s, 5m or 1m30s"]
        action('type: local, command: c, timeout: 60')                                          || ["6:40: phase p, action 1: timeout is '60', which is no duration: it has no unit; write such as 60s"]
        action('type: local, command: c').replace('  actions', '  condition: load > 5\n  actions') || ["5:3: phase p: condition is 'load > 5', which is not understood; without it the phase would run too early; write such as battery <= 10"]
        action('type: local, command: c').replace('name: n}', 'name: n, thresholds: {warning: 20, critical: 30, emergency: 101}}') || ["1:65: ups.thresholds.emergency is 101; a charge is 0 to 100 per cent", "1:51: ups.thresholds.critical (30) is to be below warning (20)", "1:65: ups.thresholds.emergency (101) is to be below critical (30)"]
        action('type: local, command: c') + 'optoins: {}\n'                                    || ["7:1: unknown key 'optoins'; did you mean 'options'?"]
    }

    @Row(['G-11', 'G-12', 'G-89'])
    def 'secrets come from their own file, which nobody else may read; a readable guardian.yaml is told'() {
        given:
        Path file = dir.resolve('guardian.yaml')
        Path secrets = dir.resolve('secrets.yaml')
        Files.writeString(file, Files.readString(USERS.resolve('guardian.yaml')).replace('/etc/proxmox-guardian/secrets.yaml', secrets.toString()))
        Files.writeString(secrets, 'proxmox_token_secret: "the-token"\nssh_key_file: /root/.ssh/guardian_key\ndiscord_webhook_url: https://discord.example.com/hook\n')
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString('rw-r-----'))
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString('rw-r--r--'))

        when:
        GuardianImport.of(file)

        then:
        def refused = thrown(ConfigRefused)
        refused.problems()*.toString() == ["$secrets: the secrets file has mode 0644 (rw-r--r--), so others than its owner could read it; chmod 0600 $secrets".toString()]

        when:
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString('rw-------'))
        def imported = GuardianImport.of(file)
        def files = laid(imported)
        def config = new ConfigLoader([:], dir).load(Optional.of(files['steward.yml'])).config()

        then:
        secret(config, 'proxmox/home') == 'the-token'
        config.proxmox().home.tls().verify()
        config.notices().webhooks()['guardian-1'].url().get().reveal() == "secret('notices/guardian-1')"
        secret(config, 'notices/guardian-1') == 'https://discord.example.com/hook'
        Files.readString(files['inventory/guardian.yml']).contains('ansible_ssh_private_key_file: /root/.ssh/guardian_key')
        imported.files().findAll { it.value.contains('the-token') || it.value.contains('/hook') }.keySet() == ['secrets.yml'] as Set
        imported.warnings()*.toString() == ["$file: it has mode 0640 (rw-r-----), so others than its owner can read it; chmod 0600 $file".toString()]
    }

    private static String secret(config, String path) {
        FileSecrets.open(config.secrets(), [:]).find(path).get().reveal()
    }

    private static task(Phase phase, String begins) {
        phase.tasks().find { it.name().startsWith(begins) }
    }

    private static List all(List steps) {
        steps.collectMany { it.class.simpleName == 'Block' ? all(it.steps()) : [it] }
    }
}
