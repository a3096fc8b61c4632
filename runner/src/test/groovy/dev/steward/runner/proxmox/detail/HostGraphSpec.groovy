package dev.steward.runner.proxmox.detail

import dev.steward.house.Row
import dev.steward.runner.proxmox.GuestKind
import dev.steward.runner.proxmox.Vmid
import dev.steward.runner.proxmox.estate.Cluster
import dev.steward.runner.proxmox.estate.Estate
import dev.steward.runner.proxmox.estate.Guest
import dev.steward.runner.proxmox.estate.Load
import dev.steward.runner.proxmox.estate.Node
import dev.steward.runner.proxmox.estate.Sums
import dev.steward.runner.proxmox.estate.Traffic
import dev.steward.runner.proxmox.estate.View
import java.time.Duration
import java.time.Instant
import javax.xml.parsers.DocumentBuilderFactory
import spock.lang.Specification

class HostGraphSpec extends Specification {

    static final Load LOAD = new Load(0.5, 2, 100, 400, 10, 50, Duration.ofHours(1))

    static Guest guest(GuestKind kind, int id, String name, String node, String status = 'running', boolean template = false) {
        new Guest('home', kind, new Vmid(id), name, node, status, template, [], Optional.empty(), Optional.empty(), Optional.empty(),
                LOAD, new Traffic(0, 0, 0, 0))
    }

    static Node node(String name, boolean online = true) {
        new Node('home', name, OptionalInt.empty(), Optional.empty(), online, Optional.empty(), '', LOAD)
    }

    static Estate estate(List<Node> nodes, List<Guest> guests, Optional<String> problem = Optional.empty()) {
        def view = new View(new Cluster('home', 'lab', true, true, nodes.size(), 1, Optional.empty()), nodes.collectEntries { [it.name(), it] },
                guests.collectEntries { [it.id(), it] }, [:], [] as Set, [], [] as Set, Instant.EPOCH)
        new Estate([home: new Estate.Seen('home', Optional.of(view), [:], Duration.ZERO, problem)])
    }

    Estate two = estate([node('pve1'), node('pve2', false)], [guest(GuestKind.LXC, 101, 'web-1', 'pve1'),
            guest(GuestKind.QEMU, 201, 'docker-1', 'pve1', 'stopped'), guest(GuestKind.LXC, 102, 'dns', 'pve2', 'unknown')])

    @Row(['N-66', 'N-45'])
    def 'which node carries which guest is a tree of text'() {
        expect:
        new HostGraph(two).text() == '''\
            home: quorum, 1 of 2 nodes online
            ├─ pve1 online
            │  ├─ lxc/101 web-1 running [Agentless]
            │  └─ qemu/201 docker-1 stopped [Requires agent]
            └─ pve2 offline
               └─ lxc/102 dns unknown [Agentless]
            '''.stripIndent()
    }

    @Row('N-66')
    def 'the same is DOT, with an edge from each node to each of its guests'() {
        when:
        String dot = new HostGraph(two).dot()

        then:
        dot.startsWith('digraph estate {')
        dot.readLines().findAll { it.contains(' -> ') }*.trim() as Set == ['"home" -> "home/node/pve1";', '"home" -> "home/node/pve2";',
                '"home/node/pve1" -> "home/lxc/101";', '"home/node/pve1" -> "home/qemu/201";', '"home/node/pve2" -> "home/lxc/102";'] as Set
    }

    @Row('N-66')
    def 'the same is a picture: well-formed, with a box for each, and an edge for each'() {
        when:
        def svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(GraphSvg.of(two).getBytes('UTF-8')))

        then:
        svg.documentElement.tagName == 'svg'
        svg.getElementsByTagName('rect').length == 6
        svg.getElementsByTagName('path').length == 5
        GraphSvg.of(two).contains('>web-1 · lxc/101 · running [Agentless]<')
    }

    def 'a name cannot break out of the picture or of DOT'() {
        given:
        def evil = estate([node('pve1')], [guest(GuestKind.LXC, 101, '<script>"x\\', 'pve1')])

        expect:
        !GraphSvg.of(evil).contains('<script')
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(GraphSvg.of(evil).getBytes('UTF-8')))
        new HostGraph(evil).dot().contains('label="<script>\\"x\\\\\\nlxc/101')
    }

    def 'a cluster that does not answer says so'() {
        expect:
        new HostGraph(estate([node('pve1')], [], Optional.of('nobody there'))).text().startsWith('home: quorum, 1 of 1 nodes online when last seen; does not answer (nobody there)')
        new HostGraph(new Estate([away: new Estate.Seen('away', Optional.empty(), [:], Duration.ZERO, Optional.of('nobody there'))])).text() == 'away: does not answer (nobody there)\n'
    }

    @Row('N-64')
    def 'sums are over the guests that run, but the disks of all'() {
        expect:
        Sums.of([guest(GuestKind.LXC, 101, 'a', 'n'), guest(GuestKind.QEMU, 102, 'b', 'n'), guest(GuestKind.QEMU, 103, 'c', 'n', 'stopped')]) ==
                new Sums(3, 2, 1, 2.0, 4.0, 200, 800, 30, 150)
    }
}
