package dev.steward.runner.proxmox.estate

import dev.steward.house.Row
import dev.steward.runner.config.ProxmoxConfig
import dev.steward.runner.config.ProxmoxLimits
import dev.steward.runner.config.ProxmoxTls
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.proxmox.PveApi
import dev.steward.runner.proxmox.http.PveClient
import dev.steward.runner.secret.Secret
import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** The estate as the client sees it, on a simulated PVE over TLS. */
class EstatesSpec extends Specification {

    @TempDir Path folder
    SettableTime time = new SettableTime(Instant.parse('2026-11-21T02:30:00Z'))
    @AutoCleanup PveLab lab = PveLab.cluster('lab').nodes(3)
            .lxc(101, 'web-1') { it.running().tags('prod;web') }
            .lxc(102, 'dns') { it.node('pve2') }
            .qemu(200, 'docker-1') { it.running(Duration.ofMinutes(10)) }
            .start(time)
    List<Closeable> opened = []
    List<EstateChange> heard = []

    def cleanup() { opened.each { it.close() } }

    @Row(['X-08', 'X-15'])
    def 'a cluster is seen with version, name, nodes and quorum'() {
        when:
        def view = estates(api('home', lab)).now().clusters().home.view().get()

        then:
        view.cluster().with { it.name() == 'home' && it.ownName() == 'lab' && it.clustered() && it.quorate() && it.members() == 3 }
        view.cluster().version().get().text() == '9.2.11'
        view.nodes().keySet() == ['pve1', 'pve2', 'pve3'] as Set
        view.nodes().values().every { it.online() && it.address().present }
        view.guests().keySet().toList() == ['lxc/101', 'lxc/102', 'qemu/200']
        view.guests()['lxc/101'].with { it.tags() == ['prod', 'web'] && it.running() && it.node() == 'pve1' }
    }

    @Row(['X-08', 'A-25'])
    def 'a node that stands alone is called by its own name, and has quorum'() {
        given:
        def alone = PveLab.standalone().lxc(101, 'web-1') { it.running() }.start(time)
        opened << ({ alone.close() } as Closeable)

        when:
        def cluster = estates(api('cabin', alone)).now().clusters().cabin.view().get().cluster()

        then:
        !cluster.clustered()
        cluster.quorate()
        cluster.ownName() == 'pve1'
        cluster.members() == 1
    }

    @Row('A-27')
    def 'two clusters of one name are kept apart by ours'() {
        given:
        def twin = PveLab.cluster('lab').nodes(2).lxc(101, 'mail') { it.running() }.start(time)
        opened << ({ twin.close() } as Closeable)

        when:
        def estate = estates(api('home', lab), api('away', twin)).now()

        then:
        estate.clusters().values()*.view()*.get()*.cluster()*.ownName() == ['lab', 'lab']
        estate.clusters().home.view().get().guests()['lxc/101'].name() == 'web-1'
        estate.clusters().away.view().get().guests()['lxc/101'].name() == 'mail'
    }

    @Row('X-10')
    def 'one call refreshes everything that moves, and replaces the view whole'() {
        given:
        def estates = estates(api('home', lab))
        def before = estates.now().clusters().home.view().get()
        int asked = lab.requests().size()

        when:
        time.advance(Duration.ofSeconds(4))
        estates.refresh('home')

        then:
        lab.requests().drop(asked)*.path().collect { it.toString() } == ['/cluster/resources']
        !estates.known().clusters().home.view().get().is(before)
        before.at() == Instant.parse('2026-11-21T02:30:00Z')
    }

    @Row(['X-11', 'X-12', 'X-16'])
    def 'addresses come from the guests themselves, are kept for 30 s, and one that cannot be asked spoils nothing'() {
        given:
        def estates = estates(api('home', lab))

        when:
        def seen = estates.now().clusters().home

        then:
        seen.of(seen.view().get().guests()['lxc/101']).with { it.best().present && it.all()[0].origin() == Address.Origin.INTERFACES }
        seen.of(seen.view().get().guests()['qemu/200']).with { it.best().present && it.all()[0].origin() == Address.Origin.AGENT }
        seen.of(seen.view().get().guests()['lxc/102']).with { it.best().present && it.all().every { a -> a.origin() == Address.Origin.CONFIG } }

        when: 'asked again soon'
        int asked = lab.requests().size()
        time.advance(Duration.ofSeconds(10))
        estates.now()

        then: 'nobody is asked for addresses again'
        lab.requests().drop(asked)*.path().every { !it.toString().contains('interfaces') && !it.toString().contains('/config') }

        when: 'they are old'
        time.advance(Duration.ofSeconds(31))
        asked = lab.requests().size()
        estates.now()

        then:
        lab.requests().drop(asked)*.path().any { it.toString().contains('interfaces') }
    }

    @Row('X-40')
    def 'a cluster that does not answer keeps its last view, with its age and the reason, and recovers'() {
        given:
        def estates = estates(api('home', lab))
        estates.now()

        when:
        ['pve1', 'pve2', 'pve3'].each { lab.kill(it) }
        time.advance(Duration.ofMinutes(2))
        estates.refresh('home')
        def seen = estates.known().clusters().home

        then:
        seen.view().present
        seen.problem().present
        seen.age() >= Duration.ofMinutes(2)

        when:
        ['pve1', 'pve2', 'pve3'].each { lab.revive(it) }
        time.advance(Duration.ofMinutes(5))
        estates.refresh('home')

        then:
        estates.known().clusters().home.problem().empty
    }

    def 'what changed is heard'() {
        given:
        def estates = estates(api('home', lab))
        estates.now()

        when:
        lab.kill('pve3')
        time.advance(Duration.ofSeconds(60))
        estates.refresh('home')

        then:
        heard*.text().contains('node pve3 is offline')
    }

    private Estates estates(PveApi... apis) {
        def estates = new Estates(apis.toList(), time)
        estates.listen { heard.addAll(it) }
        opened << ({ estates.close() } as Closeable)
        estates
    }

    private PveApi api(String name, PveLab of) {
        Path ca = Files.writeString(folder.resolve("${name}.pem"), of.caPem())
        def config = new ProxmoxConfig(of.urls(), Optional.of(new Secret(of.token())), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), 'pam', new ProxmoxTls(Optional.of(ca), [], true),
                new ProxmoxLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 4, Duration.ofSeconds(60)))
        def client = PveClient.open(name, config, time)
        opened << ({ client.close() } as Closeable)
        client
    }
}
