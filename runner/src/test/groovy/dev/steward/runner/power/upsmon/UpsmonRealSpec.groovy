package dev.steward.runner.power.upsmon

import dev.steward.house.Row
import dev.steward.real.RealNut
import dev.steward.runner.power.hint.Hint
import dev.steward.runner.power.hint.HintWatch
import dev.steward.runner.power.nut.NutAddress
import dev.steward.runner.power.nut.NutLogin
import dev.steward.runner.power.nut.NutServer
import dev.steward.runner.power.nut.UpsClient
import dev.steward.runner.power.upsmon.UpsSetup.Role
import dev.steward.runner.power.upsmon.UpsSetup.Watched
import dev.steward.runner.secret.Secret
import dev.steward.runner.time.SystemTime
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

/** Debian's upsmon with the files that 'steward ups-config' prints, and the way of an event to Steward. */
@Timeout(180)
class UpsmonRealSpec extends Specification {

    @AutoCleanup
    RealNut nut = new RealNut()
    Path spool
    Path script
    Set<String> seen = []
    def heard = new LinkedBlockingQueue<Hint>()
    @AutoCleanup
    HintWatch watch
    def soon = new PollingConditions(timeout: 30, delay: 0.1)

    def setup() {
        spool = nut.folder.resolve('spool/ups')
        script = nut.folder.resolve('steward-notify')
        Files.writeString(script, NotifyScript.text(spool))
        RealNut.sh("""\
            chown root:root $script && chmod 755 $script
            install -d -o root -m 755 ${spool.parent} && install -d -o root -g nut -m 2730 $spool""".stripIndent())
        watch = new HintWatch(spool, new SystemTime(), { heard.addAll(it) })
        watch.start()
    }

    Map<String, String> files(Map how = [:]) {
        def ups = new Watched('cyberpower', '127.0.0.1', nut.port, how.user ?: 'steward', how.password ?: 'geheim')
        new UpsFiles(new UpsSetup(InstalledNut.version().get(), [ups], how.role ?: Role.TELL, spool, script,
                Duration.ofMinutes(20), 'root')).all().subMap(['upsmon.conf', 'nut.conf', 'upssched.conf'])
    }

    /** Hints lie in a folder: two at once come in any order. */
    boolean await(String type) {
        long end = System.nanoTime() + 30_000_000_000L
        while (!(type in seen) && System.nanoTime() < end) {
            def hint = heard.poll(100, TimeUnit.MILLISECONDS)
            if (hint) {
                assert hint.ups() in ['', "cyberpower@127.0.0.1:$nut.port" as String]
                seen << hint.type()
            }
        }
        assert type in seen: nut.log('upsmon')
        true
    }

    @Row(['G-28', 'G-29', 'G-30'])
    def 'Debian\'s upsmon, with exactly what ups-config prints, tells of every event by type and UPS'() {
        given:
        nut.upsmon('upsmon', files())
        soon.eventually { assert nut.log('upsmon').contains('UPS: cyberpower@127.0.0.1') }

        expect: 'nothing in it is strange to upsmon'
        !nut.log('upsmon').readLines().any { it =~ /(?i)invalid|unrecognized|unknown|ignoring|fatal/ }

        when: 'the mains fail, the battery gets low, the mains come back'
        nut.say('cyberpower', ['ups.status': 'OB DISCHRG'])

        then:
        await('ONBATT')

        when:
        nut.say('cyberpower', ['ups.status': 'OB DISCHRG LB', 'battery.charge': '8'])

        then:
        await('LOWBATT')

        and: 'it shuts nothing down: its process is there still'
        nut.processes.upsmon.alive

        when:
        nut.say('cyberpower', ['ups.status': 'OL CHRG RB'])

        then:
        await('ONLINE')
        await('REPLBATT')

        when: 'the driver goes and comes back'
        nut.stop('driver-cyberpower')

        then:
        await('COMMBAD')

        when:
        nut.startDriver('cyberpower')

        then:
        await('COMMOK')
    }

    @Row('P-24')
    def 'upssched with exactly the printed file tells Steward too, and a machine keeps a dated line of each event'() {
        given:
        def log = Files.createFile(nut.folder.resolve('log/ups-events.log'))
        RealNut.sh("chown nut $log")
        nut.upsmon('upsmon', files().collectEntries { name, text -> [name, text.replaceFirst('NOTIFYCMD .*', 'NOTIFYCMD /sbin/upssched')] })
        soon.eventually { assert nut.log('upsmon').contains('UPS: cyberpower@127.0.0.1') }

        when:
        nut.say('cyberpower', ['ups.status': 'OB DISCHRG'])

        then:
        await('ONBATT')
        Files.readString(log) =~ /(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} ONBATT cyberpower@127.0.0.1:$nut.port onbatt$/
    }

    @Row('P-19')
    def 'a node that watches an upsd elsewhere is a client of it, and upsc reads it'() {
        given:
        def own = new Watched('cyberpower', '192.0.2.164', 3493, 'steward', 'geheim')
        def said = new UpsFiles(new UpsSetup(NutVersion.BOOKWORM, [own], Role.FALLBACK, spool, script, Duration.ofMinutes(20), 'root')).all()
        nut.upsmon('upsmon', files(role: Role.FALLBACK))

        expect:
        said['nut.conf'].contains('\nMODE=netclient\n')
        said['upsmon.conf'].contains('MONITOR cyberpower@192.0.2.164:3493 1 steward geheim secondary\n')
        nut.upsc("cyberpower@127.0.0.1:$nut.port", 'ups.status').contains('OL')
        soon.eventually { assert nut.upsc('-c', "cyberpower@127.0.0.1:$nut.port").contains('127.0.0.1') }
    }

    def 'NOCOMM comes where upsd stays away'() {
        given:
        nut.upsmon('upsmon', files().collectEntries { name, text -> [name, text.replace('NOCOMMWARNTIME 300', 'NOCOMMWARNTIME 3')] })
        soon.eventually { assert nut.log('upsmon').contains('UPS: cyberpower@127.0.0.1') }

        when:
        nut.stop('upsd')

        then:
        await('NOCOMM')

        when:
        nut.startUpsd()

        then:
        await('COMMOK')
    }

    def 'at FSD the primary waits for Steward until it logs out, and only then shuts down'() {
        given: 'a primary whose shutdown only leaves a mark, and the upsmon beside Steward'
        nut.upsmon('upsmon', files())
        def mark = nut.folder.resolve('run/down')
        def primary = files(user: 'boss', password: 'chef', role: Role.FALLBACK)['upsmon.conf']
                .replace(' secondary\n', ' primary\n')
                .replaceFirst('SHUTDOWNCMD .*', "SHUTDOWNCMD \"touch $mark\"")
                .replace('FINALDELAY 5', 'FINALDELAY 0').replace('HOSTSYNC 15', 'HOSTSYNC 1200')
        nut.upsmon('primary', ['upsmon.conf': primary + "POWERDOWNFLAG ${nut.folder.resolve('run/killpower')}\n"])
        def client = new UpsClient(NutServer.plain(NutAddress.of(nut.address())).as(new NutLogin('steward', new Secret('geheim'))),
                'cyberpower', new SystemTime())
        client.logIn()
        client.read()
        soon.eventually { assert client.logins() == 3: nut.log('primary') }

        when:
        def said = nut.forceShutdown('primary')
        soon.eventually { assert nut.log('primary').contains('User requested FSD'): said }

        then:
        await('FSD')

        and: 'upsmon beside Steward shuts nothing down'
        nut.processes.upsmon.alive
        soon.eventually { assert client.read().status().has('FSD') }

        when: 'its HOSTSYNC is the length of our plan, so it waits'
        def waited = System.nanoTime()
        while (System.nanoTime() - waited < 4_000_000_000L) { client.read() }

        then:
        !Files.exists(mark)

        when: 'Steward is done, and its machine goes down with the upsmon there'
        client.logOut()
        nut.stop('upsmon')

        then:
        soon.eventually { assert Files.exists(mark) }

        cleanup:
        client?.close()
    }
}
