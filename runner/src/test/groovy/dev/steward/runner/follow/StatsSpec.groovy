package dev.steward.runner.follow

import dev.steward.house.Row
import dev.steward.runner.proxmox.estate.Traffic
import java.time.Duration

/** What guests and nodes use. */
class StatsSpec extends LabFollow {

    static final long MIB = 1L << 20
    static final long GIB = 1L << 30

    @Row('X-25')
    def 'a guest is one line: #line'() {
        expect:
        new GuestStats('lxc/101', 'web-1', 'pve1', status, cpu, memory, limit, new Traffic(*traffic)).line() == line

        where:
        status    | cpu     | memory              | limit       | traffic                                                      || line
        'running' | 0.311   | 10_495_390_000L     | 20 * GIB    | [5_046_586_573L, 3_543_348_019L, 25 * GIB, 36 * GIB]         || 'running|31.1%|9.8GiB/20GiB|48.87%|4.7GiB/3.3GiB|25GiB/36GiB'
        'stopped' | 0       | 0                   | 512 * MIB   | [0, 0, 0, 0]                                                 || 'stopped|0.0%|0B/512MiB|0.00%|0B/0B|0B/0B'
        'running' | 1       | 1023                | 0           | [1024, 1536, MIB - 1, GIB - 1]                               || 'running|100.0%|1023B/0B|0.00%|1KiB/1.5KiB|1MiB/1GiB'
    }

    @Row('X-25')
    def 'a guest is measured by what people call it: #word'() {
        given:
        lab.change { it.guests()[101].traffic().with { t -> t.network(3 * MIB, 1536); t.disk(2 * GIB, 5) } }

        expect:
        follow().stats(subject(word)).line() == 'running|1.3%|85.3MiB/256MiB|33.33%|3MiB/1.5KiB|2GiB/5B'

        where:
        word << ['101', 'lxc/101', 'home/101', 'home/lxc/101', 'web-1', '10.99.8.102']
    }

    def 'while a node measures its processor anew the value of the cluster stands in'() {
        given: 'as PVE answers the first question to a worker'
        def zero = '{"data":{"vmid":101,"status":"running","cpu":0,"cpus":2,"mem":1048576,"maxmem":268435456,"name":"web-1","type":"lxc"}}'
        lab.faults().garble('GET', '/nodes/pve1/lxc/101/status/current', 1, zero)

        expect:
        follow().stats(subject('101')).line().startsWith('running|1.3%|1MiB/256MiB|0.39%|')
    }

    @Row(['X-26', 'X-30'])
    def 'a stream has its first line at once, then one every 3 s, until nobody receives'() {
        given:
        def start = time.nanos()
        List<Long> seconds = []

        when:
        follow().stats(subject('101'), { stats ->
            seconds << Duration.ofNanos(time.nanos() - start).toSeconds()
            if (seconds.size() == 4) {
                throw new IOException('the client has gone')
            }
        } as Receiver<Stats>)

        then:
        thrown(IOException)
        seconds == [0, 3, 6, 9]

        and: 'nothing asks any more; a token was enough, and no console was opened'
        int asked = lab.requests().size()
        time.advance(Duration.ofMinutes(5))
        lab.requests().size() == asked
        lab.requests().every { it.user() == 'root@pam!steward' && !it.path().contains('termproxy') && it.method() == 'GET' }
    }

    def 'a stream goes after a guest that moves, says what goes wrong meanwhile, and ends when the guest is gone'() {
        given:
        List<String> seen = []
        List<String> notes = []
        def steps = [{ lab.change { it.guests()[101].move('pve2') } },
                     { lab.faults().refuse('GET', '/nodes/pve2/lxc/101/status/current', 1, 500, 'something broke') },
                     { lab.kill('pve2') },
                     { lab.revive('pve2'); lab.change { it.guests().remove(101) } }].iterator()

        when:
        follow().stats(subject('101'), new Receiver<Stats>() {
            void take(Stats stats) {
                seen << "${stats.node()} ${stats.status()}".toString()
                steps.next().call()
            }

            void note(String text) { notes << text }
        })

        then:
        FollowException e = thrown()
        e.kind() == FollowException.Kind.NOT_FOUND
        seen[0..1] == ['pve1 running', 'pve2 running']
        notes.any { it.contains('something broke') }
    }

    @Row('X-27')
    def 'a node is JSON of texts, and again every second'() {
        given:
        def start = time.nanos()
        List<Long> seconds = []
        lab.change { it.node("pve1").boot(time.now() - Duration.ofHours(26).plusMinutes(3)) }

        when:
        def data = follow().stats(subject('pve1')).data()

        then:
        data == [kernel_version: '6.14.11-4-pve', pve_version: '9.2.11', cpu_usage: '7.9%', cpu_model: 'AMD EPYC',
                 mem_usage: '6GiB', mem_total: '32GiB', mem_pct: '18.75%', rootfs_usage: '31.7GiB', rootfs_total: '252GiB', rootfs_pct: '12.58%',
                 uptime: '1d2h3m', load_avg_1m: '0.42', load_avg_5m: '0.38', load_avg_15m: '0.31']

        when:
        follow().stats(subject('pve1'), { stats ->
            seconds << Duration.ofNanos(time.nanos() - start).toSeconds()
            if (seconds.size() == 3) {
                throw new IOException('enough')
            }
        } as Receiver<Stats>)

        then:
        thrown(IOException)
        seconds == [0, 1, 2]
    }

    def 'a guest goes before a node of its name; node/ says the node'() {
        expect:
        subject('pve2').id() == 'lxc/103'
        subject('node/pve2').id() == 'node/pve2'
        subject('home/pve1').id() == 'node/pve1'
    }

    def '#word is refused: #says'() {
        when:
        follow().find(word, cluster)

        then:
        FollowException e = thrown()
        e.kind() == kind
        e.message.contains(says)

        where:
        word        | cluster               || kind                           | says
        'wep-1'     | Optional.empty()      || FollowException.Kind.NOT_FOUND | "did you mean 'web-1'?"
        '999'       | Optional.empty()      || FollowException.Kind.NOT_FOUND | "no guest '999'"
        '10.9.9.9'  | Optional.empty()      || FollowException.Kind.NOT_FOUND | "no guest '10.9.9.9'"
        'node/pve9' | Optional.empty()      || FollowException.Kind.NOT_FOUND | "no node 'node/pve9'"
        '101'       | Optional.of('other')  || FollowException.Kind.NOT_FOUND | "No cluster 'other'"
    }
}
