package dev.steward.runner.proxmox.estate

import dev.steward.runner.proxmox.GuestKind
import dev.steward.runner.proxmox.PveVersion
import dev.steward.runner.proxmox.Vmid
import java.time.Duration
import java.time.Instant

/** Views made of words; what is not said is as on a quiet cluster of two nodes. */
class EstateFixture {

    static final Instant NOON = Instant.parse('2026-03-01T12:00:00Z')

    static Guest guest(Map said) {
        new Guest(said.cluster ?: 'home', GuestKind.valueOf((said.kind ?: 'lxc').toUpperCase(Locale.ROOT)), new Vmid(said.id as int),
                said.name ?: "g$said.id", said.node ?: 'pve1', said.status ?: 'running', said.template ?: false,
                said.tags ?: [], Optional.ofNullable(said.pool as String), Optional.ofNullable(said.lock as String),
                Optional.ofNullable(said.ha as String), load(said), new Traffic(0, 0, 0, 0))
    }

    static Node node(Map said) {
        new Node(said.cluster ?: 'home', said.name, OptionalInt.empty(), Optional.ofNullable(said.address as String),
                said.online != false, Optional.ofNullable(said.ha as String), '', load(said))
    }

    static Load load(Map said) {
        new Load(0.1d, said.cores ?: 2d, 1L << 29, ((said.memory ?: 1024) as long) << 20, 1L << 30, 8L << 30, Duration.ofSeconds(said.uptime ?: 86_400))
    }

    static View view(Map said = [:]) {
        String name = said.cluster ?: 'home'
        List<Node> nodes = said.nodes ?: [node(cluster: name, name: 'pve1', address: '192.0.2.230'), node(cluster: name, name: 'pve2', address: '192.0.2.232')]
        new View(new Cluster(name, name, true, said.quorate != false, nodes.size(), 1, PveVersion.find(said.version ?: '9.0.3')),
                nodes.collectEntries { [it.name(), it] }, (said.guests ?: []).collectEntries { [it.id(), it] }, [:], [] as Set, [], [] as Set, NOON)
    }

    /** A cluster as it is seen; addresses by guest id. */
    static Estate.Seen seen(View view, Map<String, List<String>> addresses = [:], String problem = null, Duration age = Duration.ofSeconds(1),
                            Map<String, String> aliases = [:]) {
        new Estate.Seen(view.cluster().name(), Optional.of(view), addresses.collectEntries { id, ips ->
            [id, new Addresses(ips.collect { new Address(it, 'eth0', Address.Origin.INTERFACES) }, Optional.empty())]
        }, age, Optional.ofNullable(problem), aliases)
    }

    static Estate.Seen unseen(String name, String problem) {
        new Estate.Seen(name, Optional.empty(), [:], Duration.ZERO, Optional.of(problem))
    }

    static Estate estate(Estate.Seen... seen) {
        new Estate(seen.collectEntries { [it.name(), it] })
    }
}
