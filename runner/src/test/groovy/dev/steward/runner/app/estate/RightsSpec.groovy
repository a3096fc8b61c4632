package dev.steward.runner.app.estate

import dev.steward.real.Checkout
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.HaResource
import dev.steward.runner.proxmox.PveApi
import dev.steward.runner.proxmox.PveException
import dev.steward.runner.proxmox.PvePath
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** The roles that the README has an operator make, on clusters of both releases: they suffice, and give no more. */
class RightsSpec extends Specification {

    static final String SECRET = '8d1b7c56-7d2f-4b39-9a3e-1c5d2f7a9b10'

    @TempDir Path folder
    @AutoCleanup PveLab lab
    @AutoCleanup Clusters clusters

    private static Map<String, List<String>> roles(String version) {
        Files.readString(Checkout.root().resolve('README.md')).findAll(/(?m)^pveum role add (\w+) --privs "([^"]+)"$/) { all, name, privileges ->
            [name, privileges.split(' ').collect { version.startsWith('8') && it.startsWith('VM.GuestAgent') ? 'VM.Monitor' : it }.unique()]
        }.collectEntries()
    }

    private PveApi cluster(String version, List<String> given) {
        def builder = PveLab.cluster('home').version(version).nodes(2)
                .lxc(101, 'web-1') { it.running() }.lxc(102, 'dns') { it.node('pve2') }.qemu(201, 'docker-1') { it.running() }
                .also { state ->
                    state.services().put('ct:102', new HaResource('ct:102', 'stopped'))
                    roles(version).each { name, privileges -> state.access().roles().define(name, privileges) }
                }
        given.each { builder.user('steward@pve', 'never used', '/', it) }
        lab = builder.token('steward@pve', 'automation', SECRET, false).start(new SystemTime())
        Files.writeString(folder.resolve('ca.pem'), lab.caPem())
        Path file = Files.writeString(folder.resolve('steward.yml'),
                "proxmox: {home: {endpoints: [${lab.urls().join(', ')}], token: 'steward@pve!automation=$SECRET', tls: {ca: ca.pem}}}\n")
        clusters = Clusters.of(new ConfigLoader([:], folder).load(Optional.of(file)), new SystemTime())
        clusters.estates().api('home')
    }

    def 'the first role sees everything of a cluster of #version, and changes nothing'() {
        given:
        def api = cluster(version, ['StewardLook'])

        when:
        def seen = clusters.now().clusters().home

        then:
        seen.problem().empty
        seen.view().get().with { it.guests().size() == 3 && it.nodes().size() == 2 && it.storages().size() == 4 && it.ha()*.id().any { id -> id.contains('ct:102') } }
        seen.of(seen.view().get().guests()['qemu/201']).all()*.origin()*.name() == ['AGENT']
        seen.of(seen.view().get().guests()['lxc/101']).all()*.origin()*.name() == ['INTERFACES']

        when:
        api.post(PvePath.of('nodes', 'pve1', 'lxc', 101, 'status', 'stop'), [:])

        then:
        PveException e = thrown()
        e.kind() == PveException.Kind.FORBIDDEN

        where:
        version << ['9.2.11', '8.4.21']
    }

    def 'with the second one it also does #what on #version'() {
        given:
        def api = cluster(version, ['StewardLook', 'StewardAct'])

        when:
        api."$verb"(PvePath.of(*path), form)

        then:
        noExceptionThrown()

        where:
        [version, row] << [['9.2.11', '8.4.21'], [
                ['a start', 'post', ['nodes', 'pve2', 'lxc', 102, 'status', 'start'], [:]],
                ['a shutdown', 'post', ['nodes', 'pve1', 'qemu', 201, 'status', 'shutdown'], [:]],
                ['a snapshot', 'post', ['nodes', 'pve1', 'lxc', 101, 'snapshot'], [snapname: 'before']],
                ['a backup', 'post', ['nodes', 'pve1', 'vzdump'], [vmid: 101, storage: 'local']],
                ['a migration', 'post', ['nodes', 'pve1', 'lxc', 101, 'migrate'], [target: 'pve2', restart: true]],
                ['a command in a VM', 'post', ['nodes', 'pve1', 'qemu', 201, 'agent', 'exec'], [command: ['true']]],
                ['a change of HA', 'put', ['cluster', 'ha', 'resources', 'ct:102'], [state: 'started']],
                ['a reboot of a node', 'post', ['nodes', 'pve2', 'status'], [command: 'reboot']],
                ['Wake-on-LAN', 'post', ['nodes', 'pve2', 'wakeonlan'], [:]],
        ]].combinations()
        (what, verb, path, form) = row
    }
}
