package dev.steward.runner.doctor

import dev.steward.runner.power.upsmon.NutVersion
import dev.steward.runner.power.upsmon.ShutdownScript
import dev.steward.runner.power.upsmon.UpsFiles
import dev.steward.runner.power.upsmon.UpsSetup
import dev.steward.runner.power.upsmon.UpsmonConf
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration

/** An upsmon that shuts its machine down: in which form doctor takes it. */
class LastLineSpec extends Specification {

    @TempDir Path folder
    Path script

    def setup() {
        script = Files.writeString(folder.resolve('steward-shutdown'), ShutdownScript.text())
        mode('rwxr-xr-x')
    }

    private void mode(String mode) { Files.setPosixFilePermissions(script, PosixFilePermissions.fromString(mode)) }

    private String conf(String command) {
        def watched = new UpsSetup.Watched('cyberpower', '192.0.2.164', 3493, 'steward', 'geheim')
        new UpsFiles(new UpsSetup(NutVersion.BOOKWORM, [watched], UpsSetup.Role.FALLBACK, folder, folder.resolve('steward-notify'),
                Duration.ofMinutes(15), 'steward')).all()['upsmon.conf'].replaceFirst('SHUTDOWNCMD .*', "SHUTDOWNCMD \"$command\"")
    }

    private String look(String command = script) {
        new LastLine(script).look(UpsmonConf.of(conf(command))).map { it.said() }.orElse('')
    }

    def 'the shipped form is taken, by whoever is root'() {
        expect:
        look() == (System.getProperty('user.name') == 'root' ? '' : look().find('.*others than root.*'))
    }

    def 'no other order to shut down is: #command'() {
        expect:
        look(command).contains('two shutdowns at once')
        look(command).contains('playbooks/provision-nut-client.groovy')

        where:
        command << ['/sbin/shutdown -h +0', '/sbin/shutdown -h +2', '/usr/local/lib/steward/other', '']
    }

    def 'a script that is gone, is changed, or can be changed is found: #said'() {
        given:
        how.call(script)

        expect:
        look().contains(said)

        where:
        said                                 | how
        'is missing or cannot be executed'   | { Files.delete(it) }
        'is missing or cannot be executed'   | { Files.setPosixFilePermissions(it, PosixFilePermissions.fromString('rw-r--r--')) }
        'can be changed by others than root' | { Files.setPosixFilePermissions(it, PosixFilePermissions.fromString('rwxrwxr-x')) }
    }

    def 'a script of another release is found'() {
        given:
        Files.writeString(script, ShutdownScript.text() + '# by hand\n')

        expect:
        look().contains(System.getProperty('user.name') == 'root' ? 'is not the one of this release' : 'others than root')
    }

    def 'the script of the playbook is the one that doctor knows, and ups-config names its place'() {
        expect:
        Files.readString(Path.of('../playbooks/files/steward-shutdown')) == ShutdownScript.text()
        new LastLine(ShutdownScript.PLACE).script() == Path.of('/usr/local/lib/steward/steward-shutdown')
    }
}
