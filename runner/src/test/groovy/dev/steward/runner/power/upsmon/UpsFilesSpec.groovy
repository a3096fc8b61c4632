package dev.steward.runner.power.upsmon

import spock.lang.Specification

import java.nio.file.Path
import java.time.Duration

class UpsFilesSpec extends Specification {

    Map<String, String> files(Map how = [:]) {
        def watched = [new UpsSetup.Watched('cyberpower', how.host ?: '192.0.2.164', 3493, 'steward', how.password ?: 'geheim')]
        new UpsFiles(new UpsSetup(NutVersion.of(how.nut ?: '2.8.0').get(), watched, how.role ?: UpsSetup.Role.TELL,
                Path.of('/var/spool/steward/ups'), UpsSetup.SCRIPT, how.plan ?: Duration.ofMinutes(20), 'steward')).all()
    }

    def 'the words are those of the release: #nut'() {
        expect:
        files(nut: nut)['upsmon.conf'].contains(word)
        files(nut: nut)['upsmon.conf'].contains('NOTIFYFLAG BYPASS') == more

        where:
        nut     || word               | more
        '2.7.4' || ' geheim slave\n'  | false
        '2.8.0' || ' geheim secondary\n' | false
        '2.8.1' || ' geheim secondary\n' | true
        '2.8.5' || ' geheim secondary\n' | true
    }

    def 'NOTIFYCMD is a path alone, which every release takes, and every type has EXEC'() {
        given:
        def text = files()['upsmon.conf']

        expect:
        text.contains("NOTIFYCMD $UpsSetup.SCRIPT\n")
        UpsFiles.TYPES.every { text.contains("NOTIFYFLAG $it SYSLOG+EXEC\n") }
        text.contains('HOSTSYNC 1200\n')
    }

    def 'a host that only tells shuts nothing down, one with a fallback does'() {
        expect:
        !UpsmonConf.of(files()['upsmon.conf']).shutsDown()
        UpsmonConf.of(files(role: UpsSetup.Role.FALLBACK)['upsmon.conf']).shutsDown()
    }

    def 'a password is written so that upsmon reads it as it is'() {
        expect:
        files(password: 'a b"c\\d')['upsmon.conf'].contains(' steward "a b\\"c\\\\d" secondary\n')
    }

    def 'the mode is that of the place of upsd: #host'() {
        expect:
        files(host: host)['nut.conf'].contains("\nMODE=$mode\n")

        where:
        host          || mode
        '192.0.2.164' || 'netclient'
        'localhost'   || 'netserver'
        '[::1]'       || 'netserver'
    }

    def 'a file of upsmon is read as upsmon reads it'() {
        when:
        def conf = UpsmonConf.of('''\
            # MONITOR no@where 1 a b primary
            MONITOR cyberpower@localhost 1 steward "a b" master  # the one
            SHUTDOWNCMD "/sbin/shutdown -h +0"
            NOTIFYFLAG ONBATT SYSLOG+WALL+EXEC
            NOTIFYCMD "/sbin/upssched"
            HOSTSYNC 40
            '''.stripIndent())

        then:
        conf.monitors() == [new UpsmonConf.Monitor('cyberpower@localhost', 1, true)]
        conf.shutsDown()
        conf.calls('ONBATT')
        !conf.calls('ONLINE')
        conf.hostSync() == Duration.ofSeconds(40)
        conf.minSupplies() == 1
    }
}
