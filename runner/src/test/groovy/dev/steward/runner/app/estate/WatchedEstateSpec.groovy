package dev.steward.runner.app.estate

import dev.steward.house.Row
import dev.steward.runner.app.Runner
import dev.steward.runner.config.ConfigRefused
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** The clusters that a runner keeps in view, on a simulated PVE over TLS. */
class WatchedEstateSpec extends Specification {

    @TempDir Path folder
    List<Closeable> opened = []
    def soon = new PollingConditions(timeout: 15, delay: 0.1)

    def cleanup() { opened.reverse().each { it.close() } }

    def 'without a cluster there is an empty estate, and nothing is asked'() {
        given:
        def runner = open('')

        when:
        runner.watchEstate()

        then:
        !runner.estates().any()
        runner.estates().known().clusters().isEmpty()
    }

    @Row('X-10')
    def 'a cluster is asked on its own; while somebody looks often, with addresses, else seldom'() {
        given:
        def lab = lab()
        def runner = open(clusters(lab))
        def estates = runner.estates()
        def known = { estates.known().clusters().home }
        def polls = { lab.requests().count { it.path().toString() == '/cluster/resources' } }

        when:
        runner.watchEstate()
        runner.watchEstate()

        then: 'the view is there without anybody asking for it'
        soon.eventually { assert known().view().present }
        polls() == 1
        known().addresses().values().every { it.all().isEmpty() }

        when:
        def look = estates.look()

        then:
        soon.eventually { assert polls() >= 3 }
        soon.eventually { assert known().of(known().view().get().guests()['lxc/101']).best().present }

        when: 'nobody looks any more'
        look.close()
        look.close()
        def then = polls()

        then:
        new PollingConditions(timeout: 7, initialDelay: 6).eventually { assert polls() - then <= 1 }
    }

    def 'a cluster that does not answer keeps nobody from starting, and is in view with its problem'() {
        given:
        def runner = open("proxmox: {home: {endpoints: ['https://127.0.0.1:9'], token: 'root@pam!t=5f3c1a9e-0d52-4d0b-9c55-6a1f00c0ffee', tls: {verify: false}}}")

        when:
        runner.watchEstate()

        then:
        soon.eventually { assert runner.estates().known().clusters().home.problem().get().contains('127.0.0.1:9') }
    }

    def 'a file of authorities that cannot be had is a problem of the configuration, at its line'() {
        given:
        def runner = open("proxmox:\n  home:\n    endpoints: ['https://127.0.0.1:9']\n    token: 'root@pam!t=5f3c1a9e-0d52-4d0b-9c55-6a1f00c0ffee'\n    tls: {ca: nowhere.pem}\n")

        when:
        runner.watchEstate()

        then:
        def e = thrown(ConfigRefused)
        e.message ==~ /.*steward\.yml:\d+:\d+: proxmox\.home\.tls\.ca: .*nowhere\.pem cannot be read.*/
    }

    private PveLab lab() {
        def lab = PveLab.cluster('lab').nodes(2).lxc(101, 'web-1') { it.running() }.start(new SystemTime())
        opened << ({ lab.close() } as Closeable)
        lab
    }

    private String clusters(PveLab lab) {
        Files.writeString(folder.resolve('ca.pem'), lab.caPem())
        "proxmox: {home: {endpoints: [${lab.urls().collect { "'$it'" }.join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}"
    }

    private Runner open(String text) {
        def file = Files.writeString(folder.resolve('steward.yml'), "$text\n")
        def loaded = new ConfigLoader([:], folder).load(Optional.of(file))
        def dir = (StateDir.open(folder.resolve('state'), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        def runner = Runner.open(loaded, dir, [:], new SystemTime())
        opened << ({ runner.close(); dir.close() } as Closeable)
        runner
    }
}
