package dev.steward.runner.connection.agent

import dev.steward.runner.connection.Absent
import dev.steward.runner.connection.Command
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.ConnectionContractSpec
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.ConnectionException.Kind
import dev.steward.runner.connection.ConnectionSettings
import dev.steward.runner.connection.GuestRef
import dev.steward.runner.connection.LoginDefaults
import dev.steward.runner.connection.Output
import dev.steward.runner.inventory.Host
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.proxmox.PveApi
import dev.steward.runner.proxmox.Vmid
import dev.steward.runner.time.SystemTime
import java.time.Duration
import java.util.concurrent.Callable
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared

/** The contract, into a VM through its guest agent and the API of a simulated cluster; the VM's inside is this machine. */
class GuestAgentSpec extends ConnectionContractSpec {

    static final String WEAK = '5f3c1a9e-0d52-4d0b-9c55-6a1f00c0beef'

    @Shared @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()
    @Shared time = new SystemTime()
    @Shared @AutoCleanup MachineShell inside = new MachineShell()
    @Shared @AutoCleanup PveLab lab = AgentLab.start(time) {
        it.qemu(200, 'vm200') { vm -> vm.running() }
                .qemu(201, 'vm201') {}
                .qemu(202, 'vm202') { vm -> vm.running().unset('agent') }
                .qemu(203, 'vm203') { vm -> vm.running().withoutAgent() }
                .qemu(204, 'vm204') {}
                .token('root@pam', 'weak', WEAK, true)
    }
    @Shared @AutoCleanup PveApi api = AgentLab.client(lab, time)
    @Shared Places places = new Places(api: api)
    @Shared Connection machine

    def setupSpec() {
        lab.change { state ->
            state.guests().values().each { it.shell(inside); it.manner().boot(Duration.ZERO) }
            null
        }
        machine = agent(200)
    }

    @Override
    Connection connection() { machine }

    /** A VM's shell begins after two programs of the API, not one of this machine. */
    @Override
    protected Duration limit() { Duration.ofMillis(1500) }

    def 'why a VM cannot be entered is told with the next step: #what'() {
        given:
        inside.refusing = refusing
        def way = token ? new GuestAgent(new Places(api: AgentLab.client(lab, time, [token: token])), time, threads).to(settings(vmid)) : agent(vmid)

        when:
        way.run(Command.argv('true'), Output.NONE)

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.UNREACHABLE
        (e instanceof Absent) == absent
        e.message.contains("guest agent of VM $vmid on pve1: ")
        e.message.contains(words)

        cleanup:
        inside.refusing = null

        where:
        what                  | vmid | token                        | refusing                                               || absent | words
        'it is stopped'       | 201  | null                         | null                                                   || true   | "the VM is not running; start it first (guest state: 'started')"
        'none is configured'  | 202  | null                         | null                                                   || true   | 'the agent is not enabled for this VM'
        'none answers'        | 203  | null                         | null                                                   || true   | 'the agent does not answer'
        'guest-exec is off'   | 200  | null                         | 'Command guest-exec has been disabled: the command is not allowed' || false | 'guest-exec is switched off in the VM'
        'no shell in it'      | 200  | null                         | ''                                                     || false  | 'the agent finds no /bin/sh'
        'a privilege is missing' | 200 | "root@pam!weak=$WEAK" as String | null                                             || false  | 'VM.GuestAgent.Unrestricted, on PVE 8 VM.Monitor, on /vms/200'
        'nobody has it'       | 999  | null                         | null                                                   || false  | 'its node does not have the VM'
    }

    def 'a VM that has moved is found again on its new node, and the command runs once there'() {
        given:
        Connection moving = agent(200)
        assert moving.run(Command.argv('true'), Output.NONE).good()
        places.asked = 0
        places.onMove = { places.node = 'pve2' }
        lab.change { state -> state.guests().get(200).move('pve2'); null }

        when:
        def result = moving.run(Command.script("echo once >>$folder/mark"), Output.NONE)

        then:
        result.good()
        places.asked in 1..2
        folder.resolve('mark').toFile().text == 'once\n'

        when: 'it moves back while a command runs'
        places.onMove = { places.node = 'pve1' }
        def during = pool.submit({ moving.run(Command.script("echo up >>$folder/up; while [ ! -e $folder/go ];do sleep .05;done; echo done"), Output.NONE) } as Callable)
        until { folder.resolve('up').toFile().exists() }
        lab.change { state -> state.guests().get(200).move('pve1'); null }
        folder.resolve('go').toFile().text = ''

        then:
        during.get(30, TimeUnit.SECONDS).out() == 'done\n'
        places.asked >= 2

        cleanup:
        places.onMove = {}
        places.node = 'pve1'
        lab.change { state -> state.guests().get(200).move('pve1'); null }
    }

    def 'an agent that is silent for a while, as in a backup, loses nothing'() {
        given:
        def during = pool.submit({ run(Command.script("echo up >>$folder/up; while [ ! -e $folder/go ];do sleep .05;done; echo done")) } as Callable)
        until { folder.resolve('up').toFile().exists() }

        when:
        lab.change { state -> state.guests().get(200).manner().agent(false); null }
        int asked = lab.requests().size()
        folder.resolve('go').toFile().text = ''
        until { lab.requests().drop(asked).any { it.reason() == 'QEMU guest agent is not running' } }
        lab.change { state -> state.guests().get(200).manner().agent(true); null }

        then:
        during.get(30, TimeUnit.SECONDS).out() == 'done\n'
    }

    def 'a VM that stops while a command runs is told as a lost link, not as a failure of the command'() {
        given:
        lab.change { state -> state.guests().get(204).on(4711, state.now()); null }
        def during = pool.submit({ agent(204).run(Command.script("echo up >>$folder/up; exec sleep ${mark()}"), Output.NONE) } as Callable)
        until { folder.resolve('up').toFile().exists() && alive() }

        when:
        lab.change { state -> state.guests().get(204).off(); null }
        during.get(30, TimeUnit.SECONDS)

        then:
        ExecutionException e = thrown()
        (e.cause as ConnectionException).kind() == Kind.LOST
        e.cause.message.contains('the VM stopped')

        cleanup:
        kill()
    }

    def 'what is said in PVE\'s way of bytes is within its limits: nothing but ASCII, and no input beyond 64 KiB'() {
        given:
        int before = lab.requests().size()

        when:
        run(Command.script('cat >/dev/null; printf "Gr\\303\\274\\303\\237e \\377"', 'Grüße').reading(new byte[300_000]))
        def sent = lab.requests().drop(before).findAll { it.method() == 'POST' }*.params()

        then:
        sent.size() > 5
        sent.every { params -> ([params.'input-data'] + params.command).every { it.toString().every { c -> (c as char) < 128 } } }
        sent*.'input-data'*.length().max() <= 65_536
        sent.every { params -> params.collect { k, v -> URLEncoder.encode(v.toString(), 'UTF-8').length() }.sum() < 64 << 10 }
    }

    def 'a short command costs one program, and nothing of it is left in the VM'() {
        given:
        run(Command.argv('true'))
        int before = inside.begun
        def others = left()

        when:
        5.times { run(Command.script('echo short')) }

        then:
        inside.begun - before <= 10
        until { left() - others == [] }
    }

    private static List<String> left() {
        new File('/var/tmp').list().findAll { it.startsWith('.steward.') } as List
    }

    private static ConnectionSettings settings(int vmid) {
        ConnectionSettings.of(new Host("vm$vmid", [], [ansible_connection: 'guestAgent', proxmox_vmid: vmid]), LoginDefaults.NONE)
    }

    Connection agent(int vmid) {
        new GuestAgent(places, time, threads).to(settings(vmid))
    }

    static class Places implements AgentPlaces {
        PveApi api
        String node = 'pve1'
        int asked
        Closure onMove = {}

        @Override
        AgentPlaces.Place of(GuestRef guest) { new AgentPlaces.Place(api, node, new Vmid(guest.vmid())) }

        @Override
        boolean moved(GuestRef guest) {
            asked++
            onMove()
            true
        }
    }
}
