package dev.steward.runner.doctor

import dev.steward.dsl.check.Checked
import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.dsl.plan.PowerPlan
import dev.steward.house.Row
import dev.steward.runner.app.supply.UpsClients
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.config.power.PowerConfig
import dev.steward.runner.app.Runner
import dev.steward.runner.doctor.Finding.Level
import dev.steward.runner.inventory.Inventory
import dev.steward.runner.lab.ups.LabUser
import dev.steward.runner.lab.ups.UpsLab
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.power.upsmon.NutVersion
import dev.steward.runner.power.upsmon.UpsFiles
import dev.steward.runner.power.upsmon.UpsSetup
import dev.steward.runner.time.SystemTime
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** What doctor says of UPSes and of NUT on this machine. */
class PowerCheckSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup UpsLab lab = UpsLab.open(new SystemTime()).user(LabUser.secondary('steward', 'geheim'))
    def ups = lab.add('cyberpower')
    Path nut
    Path spool

    def setup() {
        nut = Files.createDirectory(folder.resolve('nut'))
        spool = Files.createDirectory(folder.resolve('spool'))
        ups.set('battery.runtime', '3600')
    }

    private PowerConfig config(Map with = [:]) {
        Files.writeString(folder.resolve('steward.yml'), """\
power:
  hints: $spool
  ups:
    cyberpower: {host: '${with.host ?: lab.address()}', timeout: 2s, ${with.user == null ? "user: steward, password: ${with.password ?: 'geheim'}" : with.user}}
""")
        new ConfigLoader([:], folder, folder.resolve('none.yml')).load(Optional.empty()).config().power().get()
    }

    private PowerPlan plan(String wayBack = 'wayBack upsReturn: true', String name = 'cyberpower') {
        def text = """\
            playbook('Ends it') {
                onBattery ups: '$name'
                $wayBack
                phase('Guests') { timeout 10.minutes; play('g') { hosts 'localhost'; tasks { task('x') { shell 'true' } } } }
                phase('Nodes') { timeout 5.minutes; pointOfNoReturn(); play('n') { hosts 'localhost'; tasks { task('x') { shell 'true' } } } }
            }
            """.stripIndent()
        def file = Files.writeString(folder.resolve('plan.groovy'), text)
        def checked = new PlaybookCompiler(new Modules()).check(file, [:])
        assert checked instanceof Checked.Accepted: checked
        checked.plan().power().get()
    }

    private List<Finding> look(Map with = [:]) {
        new PowerCheck(with.config ?: config(), { name, ups -> UpsClients.open(name, ups, new SystemTime()) }, nut, System.getProperty('user.name'))
                .look(Optional.ofNullable(with.containsKey('plan') ? with.plan : plan()), Optional.ofNullable(with.inventory))
    }

    private static List<String> problems(List<Finding> findings, String what) {
        findings.findAll { it.level() == Level.PROBLEM && it.what() == what }*.said()
    }

    private static List<String> notes(List<Finding> findings, String what) {
        findings.findAll { it.level() == Level.NOTE && it.what() == what }*.said()
    }

    private void upsmon(Map replaced = [:], String role = 'TELL') {
        def script = Files.writeString(folder.resolve('steward-notify'), '#!/bin/sh\n')
        script.toFile().setExecutable(true)
        def watched = new UpsSetup.Watched('cyberpower', 'localhost', 3493, 'steward', 'geheim')
        def text = new UpsFiles(new UpsSetup(NutVersion.BOOKWORM, [watched], UpsSetup.Role.valueOf(role), spool, script,
                Duration.ofMinutes(15), 'steward')).all()['upsmon.conf']
        replaced.each { from, to -> assert text.contains(from); text = text.replace(from, to) }
        Files.writeString(nut.resolve('upsmon.conf'), text)
    }

    def 'a UPS that is well is told with its numbers, and that its primary waits for us'() {
        when:
        def found = look()

        then:
        found.findAll { it.what() == 'ups cyberpower' }*.level().unique() == [Level.GOOD]
        found.find { it.what() == 'ups cyberpower' }.said() == "cyberpower@${lab.address()} OL, 100 %, 60 min, load 36 %"
        ups.logins() == 0
    }

    def 'what is wrong with a UPS is said with the next step: #said'() {
        given:
        doing.call(ups, lab)

        expect:
        problems(look(), 'ups cyberpower').any { it.contains(said) }

        where:
        said                                      | doing
        'DATA-STALE'                              | { u, l -> u.error('DATA-STALE') }
        'DRIVER-NOT-CONNECTED'                    | { u, l -> u.error('DRIVER-NOT-CONNECTED') }
        'check that upsd runs'                    | { u, l -> l.stop() }
        'its battery must be replaced'            | { u, l -> u.set('ups.status', 'OL RB') }
        'says FSD'                                | { u, l -> u.forceShutdown() }
        'battery.charge.low is 100'               | { u, l -> u.set('battery.charge.low', '100') }
        'and at the present load the battery gives 8 min' | { u, l -> u.set('battery.runtime', '600') }
    }

    def 'a wrong password is found before it is needed'() {
        expect:
        problems(look(config: config(password: 'falsch')), 'ups cyberpower').any { it.contains('ACCESS-DENIED') && it.contains('upsd.users') && !it.contains('falsch') }
        notes(look(config: config(user: '')), 'ups cyberpower').any { it.contains('does not wait for Steward') }
    }

    def 'a plan for a UPS that is not there fails'() {
        expect:
        problems(look(plan: plan('wayBack upsReturn: true', 'apc')), 'plan').any { it.contains('names the UPS apc') && it.contains('there is cyberpower') }
    }

    @Row('G-90')
    def 'upsmon that shuts down beside Steward is a double shutdown'() {
        given:
        upsmon(['SHUTDOWNCMD "/usr/local/lib/steward/steward-shutdown"': 'SHUTDOWNCMD "/sbin/shutdown -h +2"'], 'FALLBACK')

        when:
        def said = problems(look(), 'upsmon')

        then:
        said.size() == 1
        said[0].contains('two shutdowns at once')
        said[0].contains('comment SHUTDOWNCMD and FINALDELAY out')
        said[0].contains('ups-config')
    }

    def 'upsmon as ups-config prints it is well'() {
        given:
        upsmon()

        expect:
        problems(look(), 'upsmon') == (System.getProperty('user.name') == 'root' ? [] : problems(look(), 'upsmon').findAll { it.contains('others than root') })
    }

    def 'what upsmon does not tell Steward is found: #said'() {
        given:
        upsmon(replaced)

        expect:
        problems(look(), 'upsmon').any { it.contains(said) }

        where:
        replaced                                                                || said
        ['NOTIFYFLAG ONBATT SYSLOG+EXEC': 'NOTIFYFLAG ONBATT SYSLOG']           || 'never called for ONBATT'
        ['NOTIFYFLAG FSD SYSLOG+EXEC': '']                                      || 'never called for FSD'
        ['NOTIFYCMD': '#NOTIFYCMD']                                             || 'has no NOTIFYCMD'
        ['steward-notify': 'elsewhere']                                         || 'is missing or cannot be executed'
        ['HOSTSYNC 900': 'HOSTSYNC 15', 'geheim secondary': 'geheim primary']   || 'HOSTSYNC is 15 s, and the plan may take 900 s'
    }

    def 'a primary elsewhere must wait as long as the plan takes, and nothing of NUT starts where MODE is none'() {
        given:
        upsmon()
        Files.writeString(nut.resolve('nut.conf'), 'MODE=none\n')

        expect:
        notes(look(), 'upsmon').any { it.contains('at least 900 s') }
        problems(look(), 'upsmon').any { it.contains('MODE=none') }
    }

    def 'a script that others may change is found'() {
        given:
        upsmon()
        folder.resolve('steward-notify').toFile().setWritable(true, false)
        Files.setPosixFilePermissions(folder.resolve('steward-notify'), java.nio.file.attribute.PosixFilePermissions.fromString('rwxrwxrwx'))

        expect:
        problems(look(), 'upsmon').any { it.contains('can be changed by others than root') }
    }

    def 'a spool with another mode is found, with the command that mends it'() {
        given:
        upsmon()
        Files.setPosixFilePermissions(spool, java.nio.file.attribute.PosixFilePermissions.fromString('rwxrwxrwx'))

        expect:
        problems(look(), 'hints').any { it.contains('mode 777 instead of 2730') && it.contains("-g nut -m 2730 $spool") }

        when:
        Files.delete(spool)

        then:
        problems(look(), 'hints').any { it.contains('is no folder') }
    }

    def 'a UPS that feeds a host nobody knows is found'() {
        given:
        Files.writeString(folder.resolve('hosts.yml'), 'all: {hosts: {pve1: {}}}\n')
        def loaded = new ConfigLoader([:], folder, folder.resolve('none.yml')).load(Optional.empty())
        Inventory inventory = Runner.inventories(loaded, [:], new SystemTime()).load([folder.resolve('hosts.yml') as String], folder)

        expect:
        problems(look(config: config(user: 'feeds: [pve1, pve3]'), inventory: inventory), 'feeds') == ['no host of the inventory is called pve3; correct power.ups.*.feeds']
    }

    def 'what cannot be seen is asked: whether the switches have a UPS'() {
        expect:
        notes(look(), 'network')[0].contains('are the switches')
    }
}
