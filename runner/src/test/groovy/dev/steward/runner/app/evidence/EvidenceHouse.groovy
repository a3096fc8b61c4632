package dev.steward.runner.app.evidence

import com.sun.net.httpserver.HttpServer
import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.runner.app.Runner
import dev.steward.runner.cli.Bench
import dev.steward.runner.cli.Commands
import dev.steward.runner.cli.StateDesks
import dev.steward.runner.cli.evidence.TestReportCommand
import dev.steward.runner.cli.print.Screen
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.lab.host.DemoEstate
import dev.steward.runner.lab.host.HostSpec
import dev.steward.runner.lab.process.Program
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.tool.NodeTools
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.notify.Post
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration

/** A cluster of two nodes with shells, a mail relay, and servers that answer as Prometheus and Grafana do. */
class EvidenceHouse implements AutoCloseable {

    static final Path SHIPPED = Path.of('../playbooks').toAbsolutePath().normalize()

    final Path folder
    final DemoEstate machines
    final PveLab lab
    final Post post = new Post()
    final HttpServer web = HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 0)
    /** What is answered at an address that ends so: by path and query, decoded. */
    final Map<String, String> answers = Collections.synchronizedMap([:])
    final List<String> bearers = Collections.synchronizedList([])
    final ByteArrayOutputStream out = new ByteArrayOutputStream()
    final ByteArrayOutputStream err = new ByteArrayOutputStream()

    EvidenceHouse(Path folder) {
        this.folder = folder
        machines = new DemoEstate({ new SystemTime().now() }, 200, ['pve1', 'pve2'].collect { new HostSpec(it, HostSpec.Kind.VM, Duration.ofSeconds(20), ['nut-monitor'], [], [], false) })
        machines.start()
        lab = PveLab.cluster('lab').nodes(2).lxc(101, 'web-1') { it.running() }.start(new SystemTime())
        ['pve1', 'pve2'].each { NodeTools.install(machines.host(it), lab, it) }
        web.createContext('/') { exchange ->
            bearers << String.valueOf(exchange.requestHeaders.getFirst('Authorization'))
            String asked = URLDecoder.decode(exchange.requestURI.toString(), 'UTF-8')
            def found = answers.find { asked.contains(it.key) }
            byte[] body = (found?.value ?: '{"status":"error"}').bytes
            exchange.sendResponseHeaders(found ? 200 : 404, body.length)
            exchange.responseBody.withCloseable { it.write(body) }
        }
        web.start()
        Files.writeString(folder.resolve('ca.pem'), lab.caPem())
        Files.writeString(folder.resolve('known_hosts'), machines.knownHosts())
        Files.writeString(folder.resolve('key'), machines.clientKey())
        Files.setPosixFilePermissions(folder.resolve('key'), PosixFilePermissions.fromString('rw-------'))
        Files.createDirectories(folder.resolve('hosts'))
        Files.writeString(folder.resolve('hosts/mine.yml'), 'all: {hosts: {' + ['pve1', 'pve2'].collect {
            "$it: {ansible_host: 127.0.0.1, ansible_port: ${machines.port(machines.host(it))}, ansible_user: root, ansible_ssh_private_key_file: '${folder.resolve('key')}'}"
        }.join(', ') + '}}\n')
        configure("""
            inventory: [hosts]
            playbooks: '$SHIPPED'
            ssh: {knownHosts: '${folder.resolve('known_hosts')}'}
            proxmox: {home: {endpoints: [${lab.urls().collect { "'$it'" }.join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}
            notices: {mail: {host: 127.0.0.1, port: ${post.port}, tls: none, from: steward@example.org, to: [ops@example.org]}}
            monitoring: {prometheus: '${url()}', grafana: {url: '${url()}', token: grafana-viewer-token}}
            """)
    }

    String url() { "http://127.0.0.1:${web.address.port}" }

    void configure(String text) { Files.writeString(folder.resolve('steward.yml'), text.stripIndent()) }

    /** NUT as 'provision-nut-client.groovy' leaves it, as far as anybody looks. */
    void nut(String node) {
        def machine = machines.host(node).machine()
        machine.programs().put('upsmon', { call ->
            call.out().line('Network UPS Tools upsmon 2.8.1')
            0
        } as Program)
        machine.files().program('/usr/sbin/upsmon', 'upsmon')
        machine.files().folders('/etc/nut')
        machine.files().furnish('/etc/nut/upsmon.conf', 0640, 'MONITOR cyberpower@192.0.2.164 1 upsmon secret slave\n')
    }

    /** Something done by the Steward that owns the state. */
    def <T> T steward(Closure<T> what) {
        def loaded = new ConfigLoader([:], folder).load(Optional.of(folder.resolve('steward.yml')))
        def dir = (StateDir.open(folder.resolve('.steward'), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        def runner = Runner.open(loaded, dir, [:], new SystemTime())
        try {
            what(runner)
        } finally {
            runner.close()
            dir.close()
        }
    }

    int run(String... words) {
        [out, err]*.reset()
        def screen = new Screen(new PrintStream(out, true), new PrintStream(err, true), false)
        def states = new StateDesks([:], folder, new SystemTime(), 'spec', {})
        def bench = new Bench(screen, states, [:], folder, 'anna')
        new Commands(bench, states, { new PlaybookCompiler(new Modules()) }).with('report', { new TestReportCommand(bench) })
                .execute((words.toList() + ['--config', folder.resolve('steward.yml') as String]) as String[])
    }

    @Override
    void close() {
        web.stop(0)
        post.close()
        lab.close()
        machines.close()
    }
}
