package dev.steward.runner.outage

import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.dsl.plan.Plan
import dev.steward.house.Row
import dev.steward.runner.app.power.PlanSource
import dev.steward.runner.app.power.PowerService
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.Status
import dev.steward.runner.lab.host.DemoEstate
import dev.steward.runner.lab.host.HostSpec
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.access.Caller
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.time.SettableTime
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The shipped plan of eight stages on hosts of the lab over SSH, and on a simulated cluster. */
@Timeout(240)
class StagedLabSpec extends Specification {

    static final Path FILE = Path.of('../playbooks/ups-shutdown-staged.groovy')
    static final List<String> STAGES = ['Disable inputs', 'Wait for running jobs', 'Stop compose stacks', 'Stop databases', 'Stop services',
                                        'Shut down containers', 'Shut down VMs', 'Shut down the hosts']

    @TempDir Path folder
    @AutoCleanup DemoEstate hosts
    @AutoCleanup PveKit kit
    @AutoCleanup PowerService service

    private void house() {
        def spec = { String name, List<String> services -> new HostSpec(name, HostSpec.Kind.VM, Duration.ofSeconds(5), services, [], [], false) }
        hosts = new DemoEstate({ new SystemTime().now() }, 200, [spec('proxy', ['traefik']), spec('apps', ['docker']), spec('metrics', ['prometheus'])])
        hosts.start()
        Files.writeString(folder.resolve('known_hosts'), hosts.knownHosts())
        Files.writeString(folder.resolve('key'), hosts.clientKey())
        kit = new PveKit(folder, PveLab.cluster('lab').nodes(2)
                .lxc(101, 'web-1') { it.node('pve1').running() }.lxc(103, 'off-1') { it.node('pve2') }
                .qemu(201, 'db-1') { it.node('pve2').running() }.qemu(202, 'desk') { it.node('pve1').running().set('tags', 'hibernate') },
                new SettableTime(Instant.parse('2026-03-01T12:00:00Z')),
                "power: {ups: {cyberpower: {host: 127.0.0.1}}}\n            ssh: {knownHosts: '${folder.resolve('known_hosts')}'}")
        def at = { String name -> "$name: {ansible_host: 127.0.0.1, ansible_port: ${hosts.port(hosts.host(name))}, ansible_user: root, ansible_ssh_private_key_file: '${folder.resolve('key')}'}" }
        Files.writeString(folder.resolve('hosts/mine.yml'), """
            all: {children: {inputs: {hosts: {${at('proxy')}}}, docker_vms: {hosts: {${at('apps')}}}, services: {hosts: {${at('metrics')}}}}}
            """.stripIndent())
    }

    private static Plan plan() {
        def checked = new PlaybookCompiler(new Modules()).check(FILE, [inputs: 'inputs', services: 'services'])
        assert checked.problems() == []
        checked.plan()
    }

    private PveKit.PveResult outage(Map<Integer, String> script, Closure<Boolean> over = { it.row.status().ended() }) {
        def found = new PlanSource.Found(plan(), FILE, 'h', false)
        service = kit.runner.housePower().over(new ScriptedFeed(kit.time, script), [found: { Optional.of(found) }, problems: { [] }] as PlanSource)
        service.start()
        new PollingConditions(timeout: 150).eventually {
            assert kit.runner.store().queries().run(1).present && over(kit.result(1))
        }
        kit.result(1)
    }

    private String on(String host, String command) {
        new String(hosts.host(host).machine().exec(command).out())
    }

    private boolean up(String node) { kit.lab.change { it.node(node).up() } }

    @Row('G-62')
    def 'the shipped plan has the eight stages of old, each but the last can be undone'() {
        given:
        def power = plan().power().get()

        expect:
        power.phases()*.name() == STAGES
        power.phases()*.pointOfNoReturn() == [false] * 7 + [true]
        power.phases().dropRight(1).every { !it.recover().empty }
        power.wayBack().present
    }

    @Row(['G-62', 'G-50', 'G-83'])
    def 'a long outage goes through all stages in order, and each is verified before the next'() {
        given:
        house()
        kit.lab.change { it.job('pve1', 'vzdump', '101', Caller.SYSTEM).then(Duration.ofHours(2), { }).start() }

        when:
        def run = outage([10: 'OB']) { it.of(RunEvent.PhaseEnded).size() == STAGES.size() }

        then:
        run.of(RunEvent.PhaseEnded).collect { [it.name(), it.state()] } == STAGES.collect { [it, 'done'] }
        run.of(RunEvent.TaskFinished).every { it.status() in [Status.OK, Status.CHANGED, Status.SKIPPED] }
        def did = run.of(RunEvent.TaskFinished).findAll { it.status() == Status.CHANGED }.collectEntries { ["${it.host()}".toString(), it.message()] }
        did.proxy == 'traefik stopped'
        did.metrics == 'prometheus stopped'
        run.of(RunEvent.TaskFinished)*.message().any { it == 'aborted: vzdump of 101 on pve1' }
        run.of(RunEvent.TaskFinished)*.message().any { it == 'manage: 1 container is stopped; updates: 1 container is stopped' }
        run.of(RunEvent.TaskFinished).find { it.host() == 'desk' }.message().contains('was hibernated')
        !up('pve1') && !up('pve2')
    }

    def 'power back after the stacks were stopped: exactly what was stopped comes back, the last stage first'() {
        given:
        house()

        when:
        def run = outage([10: 'OB', (10 + 3 * 60): 'OL'])

        then:
        run.of(RunEvent.PhaseEnded).findAll { it.state() == 'recovered' }*.name() == ['Stop services', 'Stop compose stacks', 'Disable inputs']
        run.of(RunEvent.TaskFinished)*.message().any { it == 'manage: 1 container runs; updates: 1 container runs' }
        up('pve1') && up('pve2')
        [101, 201, 202].every { kit.lab.guest(it).running() }
        !kit.lab.guest(103).running()
    }
}
