package dev.steward.runner.collect

import com.fasterxml.jackson.databind.ObjectMapper
import com.sun.net.httpserver.HttpServer
import dev.steward.house.Row
import dev.steward.runner.config.collect.PushConfig
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.secret.Secret
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What the collector learned, sent to a real receiver over HTTP. */
class PusherSpec extends Specification {

    @TempDir Path folder
    SettableTime time = new SettableTime(Instant.parse('2026-11-21T02:30:00Z'))
    @AutoCleanup PveLab lab = PveLab.cluster('lab').nodes(1).lxc(101, 'web-1') { it.running() }.qemu(200, 'docker-1') { it.running() }.start(time)
    @AutoCleanup CollectFixture work = new CollectFixture(folder, [home: lab], time)
    @AutoCleanup('stop') Receiver receiver = new Receiver()
    Secret configured = null
    String kept = null
    Pusher pusher

    /** A receiver that answers as it is told, and remembers what came. */
    static class Receiver {

        final HttpServer server = HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 0)
        final List<Map> came = Collections.synchronizedList([])
        final List<Integer> answers = Collections.synchronizedList([])
        String good = 'first'
        List<String> renewals = []

        Receiver() {
            server.createContext('/api/proxmox') { exchange ->
                def body = exchange.requestBody.text
                String said = exchange.requestHeaders.getFirst('Authorization')
                int status = answers ? answers.remove(0) : said == "Bearer $good" ? 200 : 401
                if (status == 200) {
                    came << [path: exchange.requestURI.path, body: new ObjectMapper().readValue(body, Map), type: exchange.requestHeaders.getFirst('Content-Type')]
                }
                reply(exchange, status, "{\"error\": \"seen $said\"}")
            }
            server.createContext('/token') { exchange ->
                renewals << exchange.requestBody.text
                good = 'renewed-' + renewals.size()
                reply(exchange, 200, "{\"access_token\": \"$good\", \"refresh_token\": \"refresh-${renewals.size()}\"}")
            }
            server.start()
        }

        static reply(exchange, int status, String text) {
            exchange.sendResponseHeaders(status, 0)
            exchange.responseBody.withCloseable { it << text }
        }

        String url(String path) { "http://127.0.0.1:${server.address.port}$path" }

        void stop() { server.stop(0) }
    }

    private PushConfig config(boolean renews = false) {
        new PushConfig(receiver.url('/api/proxmox'), new Secret('first'), renews ? Optional.of(receiver.url('/token')) : Optional.empty(),
                renews ? Optional.of(new Secret('refresh-0')) : Optional.empty())
    }

    private void collect(PushConfig config) {
        pusher = new Pusher(new PushClient(config, { Optional.ofNullable(configured) }, [refresh: { Optional.ofNullable(kept).map { new Secret(it) } }, keep: { kept = it.reveal() }] as PushMemory), time)
        work.begin().collect()
        pusher.accept(work.told[-1])
    }

    @Row('A-17')
    def 'every document is posted to its own address with the bearer token, by the documented names'() {
        when:
        collect(config())
        pusher.pass()

        then:
        receiver.came*.path as Set == ['/api/proxmox/cluster', '/api/proxmox/node', '/api/proxmox/lxc', '/api/proxmox/qemu'] as Set
        receiver.came*.type.unique() == ['application/json']
        def by = receiver.came.collectEntries { [it.path.split('/')[-1], it.body] }
        by.cluster.with { it.cluster_name == 'lab' && it.name == 'lab' && it.cluster_id == it.px_cluster_id && it.nodes == 1 && it.quorate == 1 }
        by.node.with { it.name == 'pve1' && it.node_id == 1 && it.nodeid == 1 && it.online == 1 && it.pve_version == it.pveversion && it.cluster_id == by.cluster.cluster_id }
        by.lxc.with { it.lxc_id == 'lxc/101' && it.vmid == 101 && it.node == 'pve1' && it.memory_mb == 256 && it.config.hostname == 'web-1' }
        by.qemu.with { it.qemu_id == 'qemu/200' && it.cpu_cores == 1 && it.config.name == 'docker-1' }
        pusher.waiting() == 0
    }

    @Row('A-19')
    def 'a receiver in trouble is asked again after 30 s, then twice as long up to 30 min, for ever, and then gets the newest'() {
        given:
        collect(config())
        receiver.answers.addAll([500] * 10)
        pusher.pass()

        when: 'each time it is asked a little before, and then at, the end of the pause'
        def asked = [30, 60, 120, 240, 480, 960, 1800, 1800, 1800].collect { pause ->
            time.advance(Duration.ofSeconds(pause - 1))
            pusher.pass()
            int before = receiver.answers.size()
            time.advance(Duration.ofSeconds(1))
            pusher.pass()
            [before, receiver.answers.size()]
        }

        then:
        asked == (9..1).collect { [it, it - 1] }
        receiver.came == []

        when: 'meanwhile a document becomes newer, and the receiver is well again'
        lab.guest(101).config().put('memory', 999)
        work.collect()
        pusher.accept(work.told[-1])
        receiver.answers.clear()
        time.advance(Duration.ofMinutes(30))
        pusher.pass()

        then:
        receiver.came.findAll { it.path.endsWith('/lxc') }*.body*.memory_mb == [999]
        pusher.waiting() == 0
    }

    @Row('A-19')
    def 'a refused token is renewed by its refresh token and the document sent at once; the new refresh token is kept'() {
        given:
        receiver.good = 'another'

        when:
        collect(config(true))
        pusher.pass()

        then:
        receiver.renewals == ['grant_type=refresh_token&refresh_token=refresh-0']
        receiver.came.size() == 4
        kept == 'refresh-1'
    }

    @Row('A-19')
    def 'a refused token that was replaced where it is configured is looked up again; one that was not waits'() {
        given:
        receiver.good = 'another'
        collect(config())

        when:
        pusher.pass()

        then:
        receiver.came == []
        pusher.waiting() == 4

        when:
        configured = new Secret('another')
        time.advance(Duration.ofSeconds(31))
        pusher.pass()

        then:
        receiver.came.size() == 4
    }

    def 'what the receiver does not want is let go, and no token is shown'() {
        given:
        collect(config())
        receiver.answers.addAll([422, 500])

        when:
        def sent = (1..2).collect { pusher.client.send('lxc', [:]) }

        then:
        sent*.result() == [PushClient.Result.REFUSED, PushClient.Result.LATER]
        sent*.words().every { it.contains('seen Bearer ***') && !it.contains('first') }
    }

    def 'nobody answers: everything waits'() {
        given:
        collect(config())
        receiver.stop()

        when:
        pusher.pass()

        then:
        pusher.waiting() == 4
    }
}
