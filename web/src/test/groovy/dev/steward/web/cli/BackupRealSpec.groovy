package dev.steward.web.cli

import dev.steward.house.Row
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.zip.ZipFile
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

/** The packaged command, real servers: a backup of one that works, restored for another. */
class BackupRealSpec extends Specification {

    @AutoCleanup Terminal steward = new Terminal()
    PollingConditions soon = new PollingConditions(timeout: 60, delay: 0.2)
    Path file = steward.folder.resolve('backup.zip')

    private Process serve(Path home) {
        steward.home = home
        def server = steward.start(['serve', '--port', '0'])
        soon.eventually { assert steward.out(server).contains('Steward serves'), steward.err(server) }
        server
    }

    private String get(Process server, String path, String token) {
        def connection = new URI((steward.out(server) =~ /(http:\S+)\//)[0][1] + path).toURL().openConnection()
        connection.setRequestProperty('Authorization', "Bearer $token")
        connection.inputStream.getText('UTF-8')
    }

    /** What a page or an answer says, but for what belongs to the moment and the process. */
    private static String said(String text) {
        text.replaceAll(/(csrf" value=|nonce[-=]"?|data-csrf=)"?[^"' ]+/, '$1').replaceAll(/\d+ (second|minute|s|min)s? ago|just now/, 'lately')
    }

    @Row('S-12')
    def 'a backup made while runs write, restored elsewhere, shows the same pages, and the schedules fire there'() {
        given: 'a server with a past, and one run that writes without end'
        steward.write('steward.yml', """
            playbooks: ${steward.folder}
            inventory: [${steward.folder}/inv.yml]
            secrets: {file: ${steward.folder}/secrets.yml}
            schedules:
              often: {playbook: ok.groovy, cron: '0/5 * * * * ?', overlap: allow}
              yearly: {playbook: fail.groovy, cron: '0 3 1 1 *'}
            """.stripIndent())
        steward.write('secrets.yml', 'x: planted-in-the-secrets\n')
        Files.setPosixFilePermissions(steward.folder.resolve('secrets.yml'), PosixFilePermissions.fromString('rw-------'))
        steward.write('chatter.groovy', "playbook('Chatter') { play('p') { hosts 'alpha'; tasks { task('Talk') { shell 'while :; do echo one line and another; sleep 0.01; done' } } } }")
        def first = serve(steward.folder.resolve('first'))
        soon.eventually { assert steward.out(first).contains('this once') }
        def token = (steward.out(first) =~ /this once: (\S+)/)[0][1]
        assert steward.run('run', 'ok.groovy').code() == 0
        assert steward.run('run', 'fail.groovy').code() == 2
        assert steward.run('schedule', 'pause', 'yearly').code() == 0
        assert steward.run('token', 'create', 'grafana', '--scope', 'read').code() == 0
        def chatter = steward.start(['run', 'chatter.groovy'])
        soon.eventually { assert steward.runs().any { it.playbook == 'Chatter' && it.status == 'running' } }

        when:
        def made = steward.run('backup', 'backup.zip')
        def again = steward.run('backup', 'backup.zip')
        def runs = steward.runs()
        long chattering = runs.find { it.playbook == 'Chatter' }.id as long
        def ended = runs.findAll { it.status in ['ok', 'failed'] && (it.id as long) < chattering }*.id.sort().take(3)
        def paths = ended.collectMany { ["/runs/$it", "/runs/$it/about", "/runs/$it/log", "/api/v1/runs/$it", "/api/v1/runs/$it/events"] } +
                ['/api/v1/runs?playbook=Fails']
        def before = paths.collectEntries { [it, said(get(first, it, token))] }

        then:
        made.code() == 0
        made.err() == ''
        made.out().contains('is saved in ' + file)
        made.out().contains('secrets.yml (secrets)')
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) == 'rw-------'
        again.code() == 1
        again.err().contains('is there already and stays as it is')
        first.alive
        chatter.alive

        and: 'with what lies beside, and no secret'
        def inside = new ZipFile(file.toFile()).withCloseable { zip -> zip.entries().toList().collectEntries { [it.name, zip.getInputStream(it).text] } }
        inside['files/steward.yml'].contains('yearly')
        inside['files/playbooks/ok.groovy'].contains('All well')
        !inside.any { it.value.contains('planted-in-the-secrets') }

        when: 'it is restored while the server runs, then elsewhere'
        def refused = steward.run('restore', 'backup.zip')
        def checked = steward.run('restore', 'backup.zip', '--check')
        Path second = steward.folder.resolve('second')
        steward.home = second
        def restored = steward.run('restore', 'backup.zip', '--files', 'elsewhere')
        def twice = steward.run('restore', 'backup.zip')
        def other = serve(second)
        def after = paths.collectEntries { [it, said(get(other, it, token))] }

        then:
        refused.code() == 1
        refused.err().contains('another Steward owns')
        checked.code() == 0
        checked.out().contains('can be restored')
        restored.code() == 0
        restored.out().contains("Restored to $second.")
        Files.readString(steward.folder.resolve('elsewhere/steward.yml')).contains('yearly')
        twice.code() == 1
        twice.err().contains('--replace')

        and: 'the same pages, and the run that was at work is lost and says so'
        paths.findAll { before[it] != after[it] } == []
        steward.runs().find { it.id == chattering }.status == 'lost'

        and: 'schedules go on: the paused one is, the other fires'
        Terminal.json(steward.run('schedule', 'list', '--json').out()).find { it.name == 'yearly' }.pause.by
        soon.eventually { assert steward.runs().count { it.schedule == 'often' && it.status == 'ok' && (it.id as long) > chattering } > 0 }
    }

    @Row('S-12')
    def 'a full disk leaves what was there, and says what to do'() {
        given:
        def state = Files.createDirectories(steward.home)
        assert ['mount', '-t', 'tmpfs', '-o', 'size=12m,mode=700', 'tmpfs', state as String].execute().waitFor() == 0
        assert steward.run('run', 'ok.groovy', '-i', 'inv.yml').code() == 0
        assert steward.run('backup', 'backup.zip').code() == 0
        def filler = state.resolve('filler').toFile()
        def enoughForALock = 20_000
        ['dd', 'if=/dev/zero', "of=$filler", 'bs=4k', 'status=none']*.toString().execute().waitFor()
        new RandomAccessFile(filler, 'rw').withCloseable { it.setLength(filler.length() - enoughForALock) }

        when:
        def refused = steward.run('restore', 'backup.zip', '--replace')
        filler.delete()

        then:
        refused.code() == 1
        refused.err().contains('the disk is full: no room is left for the restored history in ' + state)
        refused.err().contains('Nothing was changed')
        refused.err().readLines().size() == 1
        steward.runs()*.status == ['ok']

        and: 'nor is anything half done'
        !Files.exists(state.resolve('restoring'))

        cleanup:
        ['umount', '-l', state as String].execute().waitFor()
    }

    @Row('S-12')
    def 'a damaged backup is refused, and a kill leaves what was there'() {
        given:
        assert steward.run('run', 'ok.groovy', '-i', 'inv.yml').code() == 0
        assert steward.run('backup', 'backup.zip').code() == 0
        assert steward.run('run', 'ok.groovy', '-i', 'inv.yml').code() == 0
        byte[] bytes = file.toFile().bytes
        int at = new String(bytes, 'ISO-8859-1').indexOf('tables/run_event.jsonl')
        bytes[at + 200] ^= 1
        steward.folder.resolve('damaged.zip').toFile().bytes = bytes

        when:
        def damaged = steward.run('restore', 'damaged.zip', '--replace')
        def killed = steward.start(['restore', 'backup.zip', '--replace'])
        def state = steward.folder.resolve('state')
        soon.eventually { assert Files.exists(state.resolve('restoring')) || !killed.alive }
        killed.destroyForcibly().waitFor()

        then:
        damaged.code() == 1
        damaged.err().contains('damaged.zip is damaged: tables/run_event.jsonl is not what was written')
        steward.runs().size() == 2

        when: 'the next one clears away what the killed one left'
        def restored = steward.run('restore', 'backup.zip', '--replace')

        then:
        restored.code() == 0
        restored.out().contains('What was there before is kept as ' + state.resolve('before-restore-'))
        steward.runs().size() == 1
        !Files.exists(state.resolve('restoring'))
    }
}
