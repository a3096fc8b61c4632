package dev.steward.web.cli

import dev.steward.house.Row
import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

class CommandLineRealSpec extends Specification {

    /** 'sesame open', closed by 'correct horse'. */
    static final String ENVELOPE = '''\
        $ANSIBLE_VAULT;1.1;AES256
        35663966636236383039386331343938646439613564613261303932633136626138616432326663
        3063633039313730356137386166343134616339373234340a313535326530373230313462663434
        36323862623136316632366535383437643337383234613934626439363035353964346133616239
        3733613566303331630a656461326365623436396534303866346266623738633838306432393031
        3263
        '''.stripIndent()

    @Shared @AutoCleanup Terminal steward = new Terminal()

    def 'exit code #code: #what'() {
        when:
        def ended = steward.run(*words)

        then:
        ended.code() == code
        (ended.out() + ended.err()).contains(said)
        !(ended.out() + ended.err()).contains('null')
        !(ended.out() + ended.err()).contains('\tat ')

        where:
        code | what                          | words                                                    || said
        0    | 'all hosts well'              | ['run', 'ok.groovy', '-i', 'inv.yml']                    || 'RECAP'
        1    | 'no such playbook'            | ['run', 'nope.groovy', '-i', 'inv.yml']                  || 'nope.groovy'
        1    | 'a limit term that is nobody' | ['run', 'ok.groovy', '-i', 'inv.yml', '-l', 'alpah']     || 'alpah'
        2    | 'a host failed'               | ['run', 'fail.groovy', '-i', 'inv.yml']                  || 'FAILED'
        4    | 'a host is unreachable'       | ['run', 'gone.groovy', '-i', 'inv.yml']                  || 'UNREACHABLE'
        4    | 'a playbook with problems'    | ['run', 'wrong.groovy', '-i', 'inv.yml']                 || 'wrong.groovy:1:'
        4    | 'an inventory with problems'  | ['run', 'ok.groovy', '-i', 'wrong.yml']                  || 'wrong.yml'
        4    | 'a run parameter of no var'   | ['run', 'ok.groovy', '-i', 'inv.yml', '-e', 'coutn=2']   || "did you mean 'count'"
        5    | 'an unknown option'           | ['run', 'ok.groovy', '-i', 'inv.yml', '--bogus']         || '--bogus'
        5    | 'a run that is no number'     | ['runs', 'show', 'x']                                    || "RUN): 'x' is no whole number"
        5    | 'an option that is no number' | ['run', 'ok.groovy', '--forks', '1.5']                   || "'--forks': '1.5' is no whole number"
        5    | 'no verb'                     | []                                                       || 'COMMAND'
        0    | 'check'                       | ['check', 'ok.groovy']                                   || 'ok, 1 play'
        4    | 'check of a wrong one'        | ['check', 'wrong.groovy']                                || "did you mean 'shell'"
        1    | 'a run that is not there'     | ['runs', 'show', '9999']                                 || 'no run 9999'
        1    | 'a schedule that is not there' | ['schedule', 'next', 'nope']                            || 'nope'
    }

    def 'check and plan compare hosts with the inventory: a pattern that matches nothing is a warning, at its place, and no failure'() {
        given:
        steward.write('typo.groovy', "playbook('Typo') {\n  play('p') {\n    hosts 'alpha:btea'\n    tasks { task('t') { debug 'x' } }\n  }\n}\n")
        String said = "typo.groovy:3:5: warning: no host or group of the inventory matches 'btea'; did you mean 'beta'?"

        when:
        def checked = steward.run('check', 'typo.groovy', '-i', 'inv.yml')
        def json = Terminal.json(steward.run('check', 'typo.groovy', '-i', 'inv.yml', '--json').out())
        def planned = steward.run('plan', 'typo.groovy', '-i', 'inv.yml')
        def tree = Terminal.json(steward.run('plan', 'typo.groovy', '-i', 'inv.yml', '--json').out())

        then:
        checked.code() == 0
        checked.out().readLines() == [said, 'typo.groovy: ok, 1 play, 1 warning']
        json*.severity == ['warning']
        json[0].at == [file: 'typo.groovy', line: 3, column: 5]
        planned.code() == 0
        planned.err().contains("did you mean 'beta'?")
        planned.out().contains('hosts alpha:btea  (1 host: alpha)')
        tree.plays[0].matches == [count: 1, hosts: ['alpha']]
        tree.warnings*.severity == ['warning']

        and: 'where only the configured inventory could be looked at and there is none, that is said'
        steward.run('check', 'typo.groovy').err().contains('Host patterns were not compared: there is no inventory at')

        and: 'a pattern that cannot be understood is a problem'
        steward.write('bracket.groovy', "playbook('B') { play('p') { hosts 'alpha[1'; tasks { task('t') { debug 'x' } } } }")
        steward.run('check', 'bracket.groovy', '-i', 'inv.yml').code() == 4
        steward.run('plan', 'bracket.groovy', '-i', 'inv.yml').code() == 4
        steward.run('check', 'typo.groovy', '-i', 'nope.yml').code() == 4
    }

    def 'Ctrl+C: code 99, within 2 s the process group is gone and no step begins, and the recap says what was left'() {
        given:
        def process = steward.start(['run', 'slow.groovy', '-i', 'inv.yml', '-e', 'seconds=4321'])
        new PollingConditions(timeout: 30).eventually { assert sleepers() == 1 }

        when:
        Terminal.interrupt(process)

        then:
        new PollingConditions(timeout: 2).eventually { assert sleepers() == 0 }

        and:
        def ended = steward.end(process, 10)
        ended.code() == 99
        ended.out().contains('aborted=1')
        ended.out().readLines().last().startsWith('cancelled')
        ended.err().contains('Ending run')
        !Files.exists(steward.folder.resolve('after'))
    }

    def 'a folder of playbooks that may not be read is told, not taken for an empty one'() {
        given:
        def shut = Files.createDirectory(steward.folder.resolve('shut'))
        Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString('rwx------'))
        steward.write('shut.yml', "playbooks: shut\ninventory: inv.yml\nschedules: {}\n")
        def open = PosixFilePermissions.fromString('rwxrwxrwx')
        Files.setPosixFilePermissions(steward.folder, open)

        when: 'another user asks'
        def builder = new ProcessBuilder('setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups',
                Terminal.LAUNCHER, 'doctor', '--config', 'shut.yml').directory(steward.folder.toFile()).redirectErrorStream(true)
        builder.environment().STEWARD_HOME = steward.folder.resolve('nobody') as String
        def process = builder.start()
        def said = process.inputStream.text

        then:
        process.waitFor() == 1
        said.contains("PROBLEM playbooks: the folder $shut may not be read by ")
    }

    private static long sleepers() {
        ProcessHandle.allProcesses().filter { it.info().commandLine().orElse('').endsWith('sleep 4321') }.count()
    }

    def 'run parameters: #given says #said'() {
        expect:
        steward.run('run', 'ok.groovy', '-i', 'inv.yml', '-v', '-e', given, '-t', 'talk', '-l', 'alpha').out().contains(said)

        where:
        given                   || said
        'count=41'              || 'hello 42'
        '{"greeting": "a b"}'   || 'a b 2'
        'greeting=moin'         || 'moin 2'
    }

    def 'tags, limit from a file and --json: each line is an event, and only what was asked for runs'() {
        given:
        steward.write('hosts.limit', 'beta\n')

        when:
        def ended = steward.run('run', 'ok.groovy', '-i', 'inv.yml', '--json', '--skip-tags', 'write', '-l', '@hosts.limit')
        def events = ended.out().readLines().collect { Terminal.json(it) }

        then:
        ended.code() == 0
        events.first().kind == 'runStarted'
        events.last().kind == 'runFinished'
        events.last().event.recap.hosts.keySet() == ['beta'] as Set
        events.findAll { it.kind == 'taskFinished' && it.event.status.toLowerCase() == 'changed' }.size() == 1
    }

    @Row('G-36')
    def 'a check run lists every step as skipped or to be changed, and nothing runs'() {
        given:
        Files.deleteIfExists(steward.folder.resolve('written'))

        when:
        def ended = steward.run('run', 'ok.groovy', '-i', 'inv.yml', '-C')

        then:
        ended.code() == 0
        ended.out().contains('CHECK: nothing is changed')
        ['Speak', 'Write'].every { ended.out().contains("TASK [$it]") }
        ended.out().readLines().findAll { it.startsWith('  skipped') }.size() == 4
        !Files.exists(steward.folder.resolve('written'))
    }

    def 'secrets of the configuration are masked in a run, whoever prints them'() {
        given:
        steward.write('steward.yml', """
            diun: {token: canary-of-diun-1}
            proxmox: {home: {endpoints: ['https://pve1.example.com:8006'], token: 'root@pam!t=canary-of-pve-2', tls: {verify: false}}}
            """.stripIndent())
        steward.write('says.groovy', "playbook('Says') { play('p') { hosts 'alpha'; tasks { task('t') { " +
                "shell 'echo canary-of-diun-1 canary-of-pve-2 | tr a-z a-z' } } } }")

        when:
        def ended = steward.run('run', 'says.groovy', '-i', 'inv.yml', '-v')

        then:
        ended.code() == 0
        !(ended.out() + ended.err()).contains('canary')
        ended.out().contains('*** ***')
    }

    @Row('G-40')
    def 'version says version, commit and commit time'() {
        given:
        def seconds = { String commit -> new ProcessBuilder('git', 'log', '-1', '--format=%ct', commit).start().inputStream.text.strip() }

        expect:
        steward.run('version').out() ==~ /steward \d+\.\d+\.\d+\S*, commit (unknown|[0-9a-f]{7,12}) of (unknown|\d{4}-\d\d-\d\dT\S+Z)\n/
        def json = Terminal.json(steward.run('version', '--json').out())
        json.commit == 'unknown' || Instant.parse(json.time as String).epochSecond as String == seconds(json.commit as String)
    }

    def 'an owner that is killed: the next command shows its run as lost, with its last step'() {
        given:
        def process = steward.start(['run', 'slow.groovy', '-i', 'inv.yml', '-e', 'seconds=7'])
        new PollingConditions(timeout: 30).eventually { assert steward.runs()[0].lastStep?.startsWith('Sleep') }

        when:
        process.destroyForcibly().waitFor()
        def lost = steward.runs()[0]

        then:
        lost.status == 'lost'
        lost.lastStep.startsWith('Sleep')
        steward.run('runs', 'list', '-n', '1').out().contains("'Sleep' on alpha")
    }

    def 'the history of one playbook is asked for by the name a person knows: #named'() {
        given:
        steward.run('run', 'fail.groovy', '-i', 'inv.yml', '-l', 'beta')
        def failed = steward.runs()[0].id as String

        when:
        def listed = { Terminal.json(steward.run('runs', 'list', '--playbook', it as String, '-n', '1', '--json').out())*.id*.toString() }

        then:
        listed(named) == [failed]
        listed("!$named") != [failed]
        listed("ok,$named") == [failed]

        where:
        named << ['fail', 'fail.groovy']
    }

    def 'retry --failed runs only the hosts that failed'() {
        given:
        steward.run('run', 'fail.groovy', '-i', 'inv.yml', '-l', 'beta')
        def failed = steward.runs()[0].id as String

        when:
        steward.write('mended', '')
        def ended = steward.run('runs', 'retry', failed, '--failed')

        then:
        ended.code() == 0
        ended.out().contains('beta')
        !ended.out().contains('alpha')
        steward.run('runs', 'show', failed).out().contains('failed')
        steward.run('runs', 'log', failed).code() == 0
        steward.run('runs', 'cancel', failed).err().contains('has ended already')
    }

    def 'a run whose playbook changed since is repeated only by a text that was named'() {
        given:
        String then = "playbook('Then') { play('p') { hosts 'alpha'; tasks { task('t') { shell 'echo of then' } } } }"
        steward.write('moving.groovy', then)
        steward.run('run', 'moving.groovy', '-i', 'inv.yml')
        def run = steward.runs()[0].id as String

        expect: 'the same text just goes'
        steward.run('runs', 'retry', run).code() == 0

        when:
        steward.write('moving.groovy', then.replace('of then', 'of today'))
        int before = steward.runs().size()
        def unsaid = steward.run('runs', 'retry', run)
        def recorded = steward.run('runs', 'retry', run, '--as-recorded')
        def recordedLog = steward.run('runs', 'log', steward.runs()[0].id as String).out()
        def now = steward.run('runs', 'retry', run, '--as-now')
        def nowLog = steward.run('runs', 'log', steward.runs()[0].id as String).out()

        then: 'nothing was begun where nobody said which'
        unsaid.code() == 1
        unsaid.err().contains("The playbook changed since run $run: ")
        unsaid.err().contains('moving.groovy')
        unsaid.err().contains('--as-recorded')
        unsaid.err().contains('--as-now')
        [recorded.code(), now.code()] == [0, 0]
        recordedLog == 'alpha | of then\n'
        nowLog == 'alpha | of today\n'
        steward.runs().size() == before + 2

        and: 'a run of the recorded text records that text'
        steward.run('runs', 'retry', steward.runs()[1].id as String).code() == 1

        and: 'both at once make no sense, and a file that is gone counts as changed'
        steward.run('runs', 'retry', run, '--as-now', '--as-recorded').code() == 5
        Files.delete(steward.folder.resolve('moving.groovy'))
        steward.run('runs', 'retry', run).code() == 1
        steward.run('runs', 'retry', run, '--as-recorded').code() == 0
        steward.run('runs', 'retry', run, '--as-now').code() == 4
    }

    def 'vaulted values: opened by a file, by a script and by the configuration, and never shown'() {
        given:
        steward.write('vault-pw', 'correct horse\n')
        steward.write('vault-script', '#!/bin/sh\necho "correct horse"\n')
        steward.folder.resolve('vault-script').toFile().setExecutable(true)
        steward.write('wrong-pw', 'battery staple\n')
        steward.write('configured.yml', "playbooks: .\ninventory: [vaulted.yml]\nvault: {passwordFile: vault-script}\n")
        // ansible-vault encrypt_string --vault-password-file vault-pw 'sesame open'
        steward.write('vaulted.yml', "all:\n  hosts:\n    alpha:\n      ansible_connection: local\n      word: !vault |\n" + ENVELOPE.readLines().collect { "        $it\n" }.join(''))
        steward.write('tell.groovy', "playbook('Tell') { play('p') { hosts 'alpha'; tasks { task('t') { shell \"printf %s \${host.vars.word} | wc -c\" }; task('u') { shell \"echo \${host.vars.word}\" } } } }")

        expect:
        def ended = steward.run(*words)
        ended.code() == code
        (ended.out() + ended.err()).contains(said)
        !(ended.out() + ended.err()).contains('sesame')

        where:
        code | words                                                                                                 || said
        0    | ['run', 'tell.groovy', '-i', 'vaulted.yml', '-v', '--vault-password-file', 'vault-pw']                || '11'
        0    | ['run', 'tell.groovy', '-i', 'vaulted.yml', '-v', '--vault-pass-file', 'vault-script']                || '***'
        0    | ['run', 'tell.groovy', '--config', 'configured.yml', '-v']                                            || '11'
        0    | ['plan', 'tell.groovy', '-i', 'vaulted.yml', '--vault-password-file', 'wrong-pw']                     || '1 host: alpha'
        0    | ['inventory', '-i', 'vaulted.yml', '--list', '--vault-password-file', 'vault-pw']                     || '"__ansible_vault": "$ANSIBLE_VAULT;1.1;AES256'
        2    | ['run', 'tell.groovy', '-i', 'vaulted.yml']                                                           || "the variable 'word' of alpha is closed by a vault (" 
        1    | ['run', 'tell.groovy', '-i', 'vaulted.yml', '--vault-password-file', 'gone']                          || 'does not exist. Look at --vault-password-file.'
        4    | ['run', 'tell.groovy', '-i', 'vaulted.yml', '--vault-password-file', 'wrong-pw']                      || 'wrong-pw'
        5    | ['run', 'tell.groovy', '-i', 'vaulted.yml', '--ask-vault-pass']                                       || 'only be asked for on a terminal'
    }
}
