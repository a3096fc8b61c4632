package dev.steward.runner.power.upsmon

import dev.steward.real.RealHosts
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** When steward-shutdown lets a node go, by what the node can see of its cluster. All cases run at once, on a Debian host. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SlotRealSpec extends Specification {

    static final String CLAIM = 'pool:steward-outage:Steward on one (/srv) carries an outage out [aaaa] NOW::'
    static final String MEMBERS = '{\n"nodelist": {\n  "pve1": { "id": 1, "online": 1, "ip": "192.0.2.1"},\n  "pve2": { "id": 2, "online": ONLINE, "ip": "192.0.2.2"},\n' +
            '  "pve22": { "id": 3, "online": 0, "ip": "192.0.2.3"}\n  }\n}\n'

    /** Settings beside the usual ones, what stands in /etc/pve, what happens there, and after how many seconds the node goes. */
    static final Map<String, Map> CASES = [
            'no cluster file at all'              : [pve: 'rmdir pve/x', goes: 7..13],
            'one that goes earlier is there'      : [pve: members(1), goes: 7..13],
            'one that goes earlier is off'        : [pve: members(0), goes: 2..6],
            'it goes off meanwhile'               : [conf: 'slot=20', pve: members(1), then: "sleep 4; ${members(0)}", goes: 4..12],
            'the first one waits for nobody'      : [conf: 'node=pve2', pve: members(1), goes: 2..6],
            'a claim that lives and ends'         : [pve: members(0), then: "${beats(8)}; rm pve/user.cfg; : >pve/user.cfg", goes: 8..14],
            'a claim that nobody renews'          : [conf: 'lease=6', pve: "${members(0)}; ${claim()}", goes: 6..11],
            'a claim that never ends'             : [conf: 'standback=8', pve: members(0), then: beats(40), goes: 13..19],
            'a claim that comes late'             : [conf: 'grace=5', pve: members(0), then: "sleep 3; ${beats(6)}; : >pve/user.cfg", goes: 9..15],
            'a file system that hangs'            : [pve: 'mkfifo pve/user.cfg pve/.members', goes: 7..13],
            'a claim, then a file system that hangs': [conf: 'lease=6', pve: "${members(0)}; ${claim()}", then: 'sleep 2; rm pve/user.cfg; mkfifo pve/user.cfg', goes: 6..11],
            'settings nobody can read'            : [conf: 'slot=soon\nstandback=-1\nnodes=pve1 $(touch /srv/oops)\nlease=99999999999', pve: members(1), goes: 2..6],
    ]

    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(1, ['nothing'])

    static String members(int online) { "printf '%s' '${MEMBERS.replace('ONLINE', online as String)}' >pve/n; mv pve/n pve/.members" }

    static String claim() { "echo '$CLAIM' >pve/user.cfg" }

    /** A living Steward, for so many seconds. */
    static String beats(int seconds) { "for i in \$(seq $seconds); do echo '${CLAIM.replace('NOW', "'\$i'")}' >pve/user.cfg; sleep 1; done" }

    def setupSpec() {
        Path root = Path.of("/proc/${hosts.init(1)}/root")
        Files.writeString(root.resolve('srv/steward-shutdown'), ShutdownScript.text())
        CASES.eachWithIndex { name, one, n ->
            Path own = Files.createDirectories(root.resolve("srv/$n"))
            Files.writeString(own.resolve('steward-shutdown.conf'),
                    "nodes=pve2 pve1\nnode=pve1\nslot=5\ngrace=2\nstandback=60\nlease=3\ncommand=cut -d. -f1 /proc/uptime >/srv/$n/went\n${one.conf ?: ''}\n")
            Files.writeString(own.resolve('case'), "mkdir -p /etc/pve pve/x; cd /srv/$n; busybox mount -o bind pve /etc/pve || exit\n${one.pve}\n(${one.then ?: ':'}) &\n" +
                    "cut -d. -f1 /proc/uptime >begun\nNUT_CONFPATH=/srv/$n exec sh /srv/steward-shutdown\n")
        }
        hosts.judge(1, "cd /srv; for n in \$(seq 0 ${CASES.size() - 1}); do mkdir -p \$n/pve/x; (cd \$n; setsid unshare --mount sh case >out 2>&1 </dev/null &); done")
    }

    def '#name: the node goes after #goes s'() {
        given:
        int n = CASES.keySet().toList().indexOf(name)
        String said = hosts.judge(1, "cd /srv/$n; for i in \$(seq 30); do [ ! -s went ] || break; sleep 1; done; cat begun went out; true")
        def times = said.readLines().findAll { it.isInteger() }*.toInteger()

        expect:
        assert times.size() == 2: said
        (times[1] - times[0]) in goes
        hosts.judge(1, 'ls /srv; ls -d /run/steward-shutdown.* || true').contains('oops') == false

        where:
        name << CASES.keySet()
        goes = CASES[name].goes
    }
}
