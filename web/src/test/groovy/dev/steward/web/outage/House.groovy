package dev.steward.web.outage

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.real.RealHosts
import dev.steward.real.RealNut
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.Pace
import dev.steward.runner.notify.Hook
import dev.steward.runner.power.upsmon.NotifyScript
import dev.steward.runner.time.SystemTime
import dev.steward.web.Packaged
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/**
 * A house: a UPS behind Debian's NUT, two nodes of the lab with guests, a Debian host with systemd over OpenSSH, and Steward as an
 * operator starts it, in a guest of the first node as far as it knows.
 */
class House implements Closeable {

    /** Containers of one compose project, as far as a host is asked about them; each is a process of that host. */
    static final String DOCKER = '''\
        #!/bin/sh
        d=/srv/containers
        runs() { [ -s $d/$1 ] && kill -0 "$(cat $d/$1)" 2>/dev/null; }
        each() { for c in $(ls $d); do "$@" $c; done; }
        shown() { ! runs $1 || echo $1; }
        begin() { runs $1 || { setsid sleep 100000 </dev/null >/dev/null 2>&1 & echo $! >$d/$1; }; }
        end() { ! runs $1 || kill "$(cat $d/$1)"; while runs $1; do sleep 0.1; done; echo compose >>/srv/ended; }
        look() { if runs $1; then s='running - 0'; else s='exited - 143'; fi; echo "$s xalways $(stat -c %Y $d/$1) /$1"; }
        if [ "$1" = compose ]; then
          shift
          while :; do case $1 in -p | -f) shift 2 ;; *) break ;; esac; done
          case $1 in ps) ls $d ;; stop) each end ;; start) each begin ;; version) echo v2 ;; *) exit 64 ;; esac
        else
          case "$1 $2 $3 $4" in
            'ps --filter label=com.docker.compose.project --format') [ -z "$(each shown)" ] || printf 'shop\\t/srv\\t/srv/compose.yml\\n' ;;
            ps*) each shown ;;
            inspect*) shift 5; for c in "$@"; do look $c; done ;;
            *) exit 64 ;;
          esac
        fi
        '''.stripIndent()

    static final Path SHIPPED = Packaged.PLAYBOOKS.resolve('ups-shutdown.groovy')

    /** Work on a host, in front of the shipped plan: what asks for requests first, then containers. */
    static final String APPLICATIONS = '''\
        stopBefore consumers: 'tag_apps', providers: 'tag_storage'

        phase('Applications') {
            startWhen { ups.onBattery }

            play('Applications') {
                hosts 'host-1'
                tasks {
                    task('Note') { shell 'date +%s%N >>/srv/noted' }
                    task('Stop the web server') { service name: 'lab-web', state: 'stopped' }
                    task('Stop containers') { dockerCompose 'stop', all: true, timeout: 10.seconds }
                }
            }
            recover {
                play('Applications again') {
                    hosts 'host-1'
                    tasks {
                        task('Start containers') { dockerCompose 'start', all: true }
                        task('Start the web server') { service name: 'lab-web', state: 'started' }
                    }
                }
            }
        }

        phase('Keep both nodes')'''.stripIndent()

    final Path folder
    final RealNut nut = new RealNut()
    final RealHosts hosts = RealHosts.up(1, ['nothing'], 0, 'systemd')
    final Hook hook = new Hook()
    final Packaged steward
    final Path spool
    final Path script
    final PveLab lab
    private int seen

    House(Path folder) {
        this.folder = folder
        lab = PveLab.cluster('lab').nodes(2)
                .lxc(101, 'shop') { it.node('pve2').running().tags('apps').shutsDownIn(Duration.ofSeconds(1)) }
                .lxc(102, 'nas') { it.node('pve2').running().tags('storage').shutsDownIn(Duration.ofMillis(300)) }
                .qemu(103, 'desk') { it.node('pve2').running().tags('first-off').shutsDownIn(Duration.ofMillis(500)) }
                .lxc(104, 'off') { it.node('pve2') }
                .qemu(105, 'db') { it.running().shutsDownIn(Duration.ofMillis(500)).set('startup', 'order=2') }
                .lxc(106, 'dns') { it.running().shutsDownIn(Duration.ofMillis(500)).set('startup', 'order=1') }
                .lxc(109, 'steward') { it.running() }
                .pace(new Pace(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(10), Duration.ofMillis(500), Duration.ofSeconds(1),
                        Duration.ofSeconds(3), Duration.ofSeconds(1)))
                .start(new SystemTime())
        spool = nut.folder.resolve('spool/ups')
        script = nut.folder.resolve('steward-notify')
        Files.writeString(script, NotifyScript.text(spool))
        RealNut.sh("chmod 755 $script && install -d -m 755 ${spool.parent} && install -d -o root -g nut -m 2730 $spool")
        furnish()
        Files.writeString(folder.resolve('ca.pem'), lab.caPem())
        Files.createDirectories(folder.resolve('hosts'))
        Files.createDirectories(folder.resolve('playbooks'))
        Files.writeString(folder.resolve('hosts/proxmox.yml'), 'plugin: proxmox\n')
        Files.copy(hosts.inventory(), folder.resolve('hosts/mine.yml'))
        steward = new Packaged(folder)
    }

    private void furnish() {
        hosts.judge(1, "cat >/usr/bin/docker <<'END'\n${DOCKER}END\nchmod 755 /usr/bin/docker")
        hosts.judge(1, '''
            mkdir -p /srv/containers; touch /srv/containers/web /srv/containers/queue
            printf '[Service]\\nExecStart=/bin/sleep 100000\\nExecStopPost=/bin/sh -c "echo service >>/srv/ended"\\n' >/etc/systemd/system/lab-web.service
            systemctl daemon-reload; systemctl start lab-web; cd /srv; docker compose start''')
    }

    /** The plan from now on: the shipped one, changed; each is replaced exactly once. */
    void plan(Map<String, String> changes) {
        String text = Files.readString(SHIPPED)
        (["phase('Keep both nodes')": APPLICATIONS] + changes).each { from, to ->
            assert text.split(java.util.regex.Pattern.quote(from), -1).length == 2: "$from is not in $SHIPPED once"
            text = text.replace(from, to)
        }
        Files.writeString(folder.resolve('playbooks/ups.groovy'), text)
    }

    /** Starts Steward; more stands in the section power. */
    void serve(String more) {
        steward.serve("""
            inventory: [hosts]
            playbooks: playbooks
            schedules: {}
            ssh: {knownHosts: '${hosts.knownHosts()}'}
            proxmox: {home: {endpoints: [${lab.urls().collect { "'$it'" }.join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}
            notices:
              webhooks:
                house:
                  url: '${hook.url()}'
                  on: [power_lost, power_restored, shutdown_start, shutdown_complete, phase_start, phase_complete, recovery_start, recovery_complete, recovery_error, power_error]
                  template: '{"event": "\${event}", "title": "\${data.title}", "timestamp": "\${timestamp}"}'
            power:
              plan: ups.groovy
              ups: {cyberpower: {host: '${nut.address()}', user: steward, password: geheim}}
              hints: $spool
              self: {guest: lxc/109}
              stableFor: 1s
              $more
            """.stripIndent())
    }

    /** As upsmon calls it. */
    void hint(String type) {
        def builder = new ProcessBuilder(script as String, "UPS cyberpower@${nut.address()}: $type")
        builder.environment().putAll([NOTIFYTYPE: type, UPSNAME: "cyberpower@${nut.address()}" as String])
        assert builder.start().waitFor() == 0
    }

    /** What people were told, in the order of its coming: event, title, timestamp. */
    List<Map> told() { hook.posted.collect { new ObjectMapper().readValue(it.text as String, Map) } }

    List<String> events() { told()*.event }

    Map power() { steward.get('/api/v1/power') }

    boolean up(String node) { lab.change { it.node(node).up() } }

    Set<Integer> running() { lab.change { it.guests().values().findAll { g -> g.running() }*.vmid() as Set } }

    /** What was written before this counts no more. */
    void forget() { seen = lab.requests().size() }

    /** What was written on the cluster and taken, in order, as "POST /nodes/…". */
    List<String> writes() {
        lab.requests().drop(seen).findAll { it.method() != 'GET' && it.path() != '/pools' && it.status() == 200 }.collect { "${it.method()} ${it.path()}".toString() }
    }

    String judge(String command) { hosts.judge(1, "$command\ntrue").strip() }

    @Override
    void close() {
        [steward, hook, lab, hosts, nut].each { it?.close() }
    }
}
