package dev.steward.runner.cli.estate

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.house.Row
import dev.steward.runner.cli.Bench
import dev.steward.runner.cli.Commands
import dev.steward.runner.cli.StateDesks
import dev.steward.runner.cli.print.Screen
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** {@code steward inventory drift} against a simulated cluster. */
class DriftCommandSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveLab lab = PveLab.cluster('home').nodes(2)
            .lxc(101, 'web-1') { it.running() }.lxc(102, 'dns') { it.node('pve2') }.start(new SystemTime())
    def out = new ByteArrayOutputStream()
    def err = new ByteArrayOutputStream()

    def setup() {
        Files.writeString(folder.resolve('ca.pem'), lab.caPem())
        Files.writeString(folder.resolve('steward.yml'),
                "inventory: [hosts.yml, proxmox.yml]\nproxmox: {home: {endpoints: [${lab.urls().join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}\n")
        Files.writeString(folder.resolve('proxmox.yml'), 'plugin: proxmox\n')
    }

    @Row('U-10')
    def 'the exit code says whether files and clusters agree, and every difference is a line: #listed'() {
        given:
        hosts(listed)

        expect:
        drift(*words) == code
        lines.every { (out as String).contains(it) }

        where:
        listed                             | words     || code | lines
        '{web-1: {}}'                      | []        || 0    | ['no differences between the files and home', '3 guests and nodes come from the cluster alone; --all shows them']
        '{web-1: {}}'                      | ['--all'] || 2    | ['dns (lxc/102 on pve2) in home is in no file; it comes from the cluster', '3 differences']
        '{web-1: {}, old: {}}'             | []        || 2    | ['old: there is no guest or node with its name or address in any cluster', 'hosts.yml', '1 difference ']
        '{dns: {proxmox_node: pve1}}'      | []        || 2    | ['dns: the file says proxmox_node pve1, but lxc/102 is on pve2']
    }

    def 'as JSON it has every difference, with what each side says'() {
        given:
        hosts('{dns: {proxmox_node: pve1}}')

        expect:
        drift('--json') == 2
        with(new ObjectMapper().readValue(out.toByteArray(), Map)) {
            it.count == 1 && it.complete && it.clusters[0].name == 'home' && it.clusters[0].compared
            with(it.differences[0]) { it.kind == 'node' && it.host == 'dns' && it.subject == 'lxc/102' && it.inFile == 'pve1' && it.inCluster == 'pve2' }
            it.differences.count { it.kind == 'unlisted' && !it.counts } == 3
        }
    }

    def 'a cluster that does not answer is told, and is no agreement'() {
        given:
        hosts('{web-1: {}, old: {}}')
        lab.close()

        expect:
        drift() == 4
        (err as String).contains('cluster home does not answer')
        !(out as String).contains('old:')
    }

    def 'without a cluster there is nothing to compare with'() {
        given:
        Files.writeString(folder.resolve('steward.yml'), 'inventory: [hosts.yml]')
        hosts('{web-1: {}}')

        expect:
        drift() == 1
        (err as String).contains("Name one in steward.yml below 'proxmox:'")
    }

    private void hosts(String hosts) { Files.writeString(folder.resolve('hosts.yml'), "all: {hosts: $hosts}") }

    private int drift(String... words) {
        def time = new SystemTime()
        def states = new StateDesks([:], folder, time, 'drift', {})
        def bench = new Bench(new Screen(new PrintStream(out), new PrintStream(err), false), null, [:], folder, 'me')
        def all = ['inventory', 'drift'] + (words as List)
        new Commands(bench, states, { null as PlaybookCompiler }).with('inventory', 'drift', { new DriftCommand(bench, states, time) }).execute(all as String[])
    }
}
