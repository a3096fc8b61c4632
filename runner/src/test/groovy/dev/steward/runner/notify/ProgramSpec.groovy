package dev.steward.runner.notify

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.runner.config.notify.CommandConfig
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

class ProgramSpec extends Specification {

    @TempDir Path dir

    private Channel program(String text, int seconds = 10) {
        Path file = Files.writeString(dir.resolve('tell'), '#!/bin/sh\n' + text)
        file.toFile().setExecutable(true)
        new Program('pager', new CommandConfig([file.toString(), 'a word; $(touch x)'], Duration.ofSeconds(seconds), []))
    }

    def 'a program reads the notice as JSON, has the short of it in variables, and nothing of our environment'() {
        when:
        def sent = program("cat > $dir/in; env > $dir/env; printf %s \"\$1\" > $dir/word").send(ChannelContractSpec.notice())

        then:
        sent == Delivery.delivered()
        with(new ObjectMapper().readValue(dir.resolve('in').toFile(), Map)) {
            key == 'power-1-lost'
            kind == 'power-lost'
            severity == 'error'
            text == 'On battery since 02:00\n.\n"Zeile" \\ <@here> & €\n'
        }
        dir.resolve('word').toFile().text == 'a word; $(touch x)'
        def names = dir.resolve('env').toFile().readLines()*.takeWhile { it != '=' } as Set
        names.containsAll(['STEWARD_KIND', 'STEWARD_TITLE'])
        names.every { it.startsWith('STEWARD_') || it in ['PATH', 'HOME', 'LANG', 'TZ', 'PWD', 'OLDPWD', '_', 'SHLVL'] }
    }

    def 'it ends with #exit: #result'() {
        expect:
        with(program("echo no line here; exit $exit").send(ChannelContractSpec.notice())) {
            it.result() == result
            message() == words
        }

        where:
        exit || result                     | words
        0    || Delivery.Result.DELIVERED  | ''
        1    || Delivery.Result.RETRY      | 'it ended with 1: no line here'
        65   || Delivery.Result.REFUSED    | 'it ended with 65: no line here'
    }

    def 'one that does not end is ended with its children, and tried again'() {
        when:
        def sent = program("sleep 60 & echo \$! > $dir/child; wait", 1).send(ChannelContractSpec.notice())

        then:
        sent.result() == Delivery.Result.RETRY
        sent.message() == 'it did not end within 1 s'
        !ProcessHandle.of(dir.resolve('child').toFile().text.trim() as long).map { it.onExit().get(5, java.util.concurrent.TimeUnit.SECONDS); it.alive }.orElse(false)
    }

    def 'one that is not there is tried again'() {
        expect:
        new Program('x', new CommandConfig(['/not/there'], Duration.ofSeconds(5), [])).send(ChannelContractSpec.notice()).result() == Delivery.Result.RETRY
    }
}
