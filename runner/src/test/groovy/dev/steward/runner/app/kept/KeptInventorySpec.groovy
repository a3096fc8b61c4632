package dev.steward.runner.app.kept

import dev.steward.dsl.check.Checked
import dev.steward.runner.inventory.Inventory
import dev.steward.runner.inventory.InventoryBuilder
import dev.steward.runner.inventory.InventoryException
import dev.steward.runner.inventory.dynamic.DynamicSource
import dev.steward.runner.inventory.origin.Place
import dev.steward.runner.inventory.yaml.InventoryLoader
import dev.steward.runner.secret.AnsibleVault
import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import spock.lang.Specification
import spock.lang.TempDir

/** The hosts of an outage when their source fails: files, and a cluster that answers or does not. */
class KeptInventorySpec extends Specification {

    @TempDir Path dir
    def time = new SettableTime(Instant.parse('2026-03-01T12:00:00Z'))
    boolean answers = true

    private Inventory load() {
        def cluster = new DynamicSource() {
            Set<String> plugins() { ['proxmox'] as Set }

            List add(DynamicSource.Asked asked, InventoryBuilder builder) {
                if (!answers) {
                    builder.gap('cluster home does not answer')
                    return []
                }
                ['proxmox_all_lxc', 'proxmox_all_stopped'].each { builder.addGroup(it) }
                ['web-1', 'shop'].each {
                    builder.addHost(it, 'proxmox_all_lxc', Optional.empty(), Optional.empty())
                    builder.offer(it, 'proxmox_vmid', it == 'shop' ? 102L : 101L, Place.of('cluster.yml'))
                    builder.offer(it, 'ansible_host', '192.0.2.9', Place.of('cluster.yml'))
                }
                []
            }
        }
        new InventoryLoader(AnsibleVault.of([]), [cluster]).load([dir.resolve('hosts').toString()], Optional.of(dir))
    }

    private void files(String hosts) {
        Files.createDirectories(dir.resolve('hosts'))
        Files.writeString(dir.resolve('hosts/cluster.yml'), 'plugin: proxmox\n')
        Files.writeString(dir.resolve('hosts/mine.yml'), hosts)
    }

    private LastValid last() { new LastValid(dir.resolve('state'), dir, { new Checked.Refused([]) }) }

    private void goodDay() {
        files('all: {hosts: {web-1: {ansible_user: anna, ansible_password: s3cr3t}, nas: {}}, children: {docker: {hosts: {web-1: {}}}}}\n')
        last().keep(new KeptPlan.Kept(time.now(), '', dir.resolve('steward.yml'), 'ups.groovy', [:], KeptHosts.of(load())))
    }

    def 'a cluster that does not answer has the hosts it had, and what files say of a host counts as they say it now'() {
        given:
        goodDay()
        files('all: {hosts: {web-1: {ansible_user: bert}, new-1: {}}}\n')
        answers = false
        def hosts = last().over(this::load, time)

        when:
        def now = hosts.get()

        then:
        now.gaps() == []
        now.select('proxmox_all_lxc').hosts()*.name().toSorted() == ['shop', 'web-1']
        now.select('proxmox_all_stopped').hosts() == []
        now.host('web-1').get().vars().ansible_user == 'bert'
        now.host('web-1').get().vars().proxmox_vmid == 101L
        now.host('shop').get().vars().ansible_host == '192.0.2.9'
        now.hostNames().toSorted() == ['new-1', 'shop', 'web-1']
        hosts.trouble().get().startsWith('Cluster home does not answer; an outage is handled with the hosts that the last valid power plan had, kept at 2026-03-01T12:00:00Z, 0 minutes ago')
        hosts.whole().empty

        when:
        answers = true

        then:
        hosts.whole().get().hostNames().toSorted() == ['new-1', 'shop', 'web-1']
        hosts.trouble().empty
    }

    def 'files that are wrong: the hosts of the last good day, without their passwords; where none are kept, it is refused'() {
        given:
        goodDay()
        files('all: [')

        when:
        def now = last().over(this::load, time).get()

        then:
        now.select('docker').hosts()*.name() == ['web-1']
        now.host('web-1').get().vars().ansible_user == 'anna'
        !now.host('web-1').get().vars().containsKey('ansible_password')
        !Files.readString(dir.resolve('state/power/kept-plan.json')).contains('s3cr3t')

        when:
        new LastValid(dir.resolve('other'), dir, { new Checked.Refused([]) }).over(this::load, time).get()

        then:
        thrown(InventoryException)
    }

    def 'a file that was changed by hand or cut is no plan'() {
        given:
        goodDay()
        def file = dir.resolve('state/power/kept-plan.json')
        Files.writeString(file, change(Files.readString(file)))

        expect:
        new KeptPlan(dir.resolve('state')).last().empty

        where:
        change << [{ it.replace('shop', 'shoq') }, { it[0..-20] }, { '' }]
    }
}
