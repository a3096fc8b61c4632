package dev.steward.runner.module.system

import dev.steward.house.Row
import dev.steward.runner.module.ModuleTry
import dev.steward.runner.module.ShellText
import dev.steward.runner.secret.Secret
import java.nio.file.Files
import java.time.Duration

class ProcessSpec extends ModuleTry {

    def 'a command gets its words as they are'() {
        when:
        def outcome = call('command', argv: ['printf', '%s|', *words])

        then:
        changed(outcome)
        outcome.data().stdout == words.collect { it + '|' }.join()
        outcome.data().rc == 0

        where:
        words << [['a b', "it's", '"', '$HOME', '`id`', '-n', ''], ['two\nlines', 'Größe ☃', '*', '\\n', '%s']]
    }

    def 'a failing command says how'() {
        when:
        def outcome = call('shell', script: 'echo out; echo first >&2; echo last >&2; exit 7')

        then:
        failed(outcome)
        outcome.message() == 'exit 7: last'
        outcome.data().subMap('rc', 'stdout', 'stderr', 'lines') == [rc: 7, stdout: 'out', stderr: 'first\nlast', lines: ['out']]
        target.shownText().contains('out')
    }

    def 'a secret of a shell line is in its environment, not in its text'() {
        given:
        def text = new ShellText('printf %s "$STEWARD_SECRET_1" | wc -c', [STEWARD_SECRET_1: new Secret('hunter2')])

        expect:
        call('shell', script: text).data().stdout == '7'
    }

    def 'creates and removes make a command needless: #arguments'() {
        given:
        Files.writeString(folder.resolve('there'), '')

        expect:
        call([script: 'true', chdir: folder.toString()] + arguments, 'shell').result().name() == result

        where:
        arguments            || result
        [creates: 'there']   || 'OK'
        [creates: 'th*']     || 'OK'
        [creates: 'nope']    || 'CHANGED'
        [removes: 'there']   || 'CHANGED'
        [removes: 'nope*']   || 'OK'
    }

    def 'check mode runs nothing, but knows what is needless'() {
        given:
        checking()

        expect:
        call('shell', script: "touch $folder/x").result().name() == 'SKIPPED'
        ok(call('shell', script: "touch $folder/x", creates: '/etc/passwd'))
        !Files.exists(folder.resolve('x'))
    }

    @Row('G-52')
    def 'a command past its time is killed and says so'() {
        given:
        target.remaining = Optional.of(Duration.ofMillis(300))

        when:
        def outcome = call('shell', script: 'sleep 30')

        then:
        failed(outcome)
        outcome.message().contains('timed out')
        outcome.data().rc == 124
    }

    def 'a reboot refuses politely where it would not work, and does nothing in check mode'() {
        given:
        checking()

        when:
        def outcome = call('reboot')

        then:
        outcome.message() in ['would reboot', "the host has neither 'shutdown' nor 'reboot'", 'reboot needs root on the host: add become() to the play']
        outcome.data().rebooted == false
    }
}
