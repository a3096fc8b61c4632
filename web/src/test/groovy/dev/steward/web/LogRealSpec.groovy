package dev.steward.web

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.house.Row
import dev.steward.runner.lab.ups.LabUps
import dev.steward.runner.lab.ups.UpsLab
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The log of the packaged server, through an outage. */
@Timeout(240)
class LogRealSpec extends Specification {

    static final String PLAN = '''
        playbook('UPS shutdown') {
            onBattery confirm: 0.seconds
            wayBack note: 'BIOS: power on after AC loss'
            phase('Say so') {
                startWhen { ups.onBattery }
                play('Here') { hosts 'localhost'; tasks { task('Say') { shell 'true' } } }
                recover { play('Here') { hosts 'localhost'; tasks { task('Say') { shell 'true' } } } }
            }
            phase('Never') {
                startWhen { ups.charge <= 1 }
                pointOfNoReturn()
                play('Here') { hosts 'localhost'; tasks { task('Say') { shell 'true' } } }
            }
        }'''.stripIndent()

    @TempDir Path folder
    @AutoCleanup UpsLab upsd = UpsLab.open(new SystemTime())
    @AutoCleanup Packaged steward

    private List<String> logged(String log) {
        LabUps ups = upsd.add('cyberpower')
        Files.writeString(folder.resolve('hosts.yml'), 'all: {hosts: {localhost: {ansible_connection: local}}}\n')
        Files.writeString(folder.resolve('ups.groovy'), PLAN)
        steward = new Packaged(folder)
        steward.serve("""
            inventory: [hosts.yml]
            playbooks: .
            schedules: {}
            log: $log
            power: {plan: ups.groovy, poll: 1s, pollOnBattery: 1s, ups: {cyberpower: {host: '${upsd.address()}'}}}
            """.stripIndent())
        def soon = new PollingConditions(timeout: 90, delay: 0.2)
        soon.eventually { assert steward.get('/api/v1/power').state == 'online' }
        ups.set('ups.status', 'OB DISCHRG')
        soon.eventually { assert steward.get('/api/v1/power').outage?.phases?.getAt(0)?.state == 'done' }
        steward.close()
        Files.readAllLines(folder.resolve('logs/own.log'))
    }

    @Row('G-77')
    def 'as JSON, each line is an object that names its run, down to the level that is asked for'() {
        when:
        def lines = logged('{level: debug, format: json, file: logs/own.log}').collect { new ObjectMapper().readValue(it, Map) }

        then:
        lines.every { it.message != null && it.logger && it.thread && Instant.parse(it.time as String) && it.level in ['DEBUG', 'INFO', 'WARN', 'ERROR'] }
        lines.any { it.level == 'DEBUG' }
        lines.find { it.message.contains('phase_start Say so') }.with { it.level == 'INFO' && it.run == 1 }
        !lines.find { it.message.contains('power_lost') }.containsKey('run')
    }

    @Row('G-77')
    def 'as text, from a level on'() {
        when:
        def lines = logged('{level: warn, file: logs/own.log}')

        then:
        lines.every { it =~ /^\d{4}-\d\d-\d\dT[\d:.]+\S+ (WARN|ERROR) / || it.startsWith('\t') || !(it =~ /^\d{4}-/) }
        !lines.any { it.contains('power_lost') }
    }

    def 'what cannot be understood is refused with what was expected'() {
        given:
        Files.writeString(folder.resolve('steward.yml'), 'schedules: {}\nlog: {format: xml, levle: info}\n')

        when:
        def said = new Packaged(folder).call('serve', '--port', '0')

        then:
        said.exit != 0
        said.text.contains('log.format')
        said.text.contains('json')
        said.text.contains("did you mean 'level'?") || said.text.contains('level')
    }

    def 'a file that cannot be written is told, and the server starts all the same'() {
        given:
        Files.writeString(folder.resolve('logs'), 'a file')

        when:
        logged('{file: logs/own.log}')

        then:
        thrown(IOException)
        steward.log().contains('cannot be written')
    }
}
