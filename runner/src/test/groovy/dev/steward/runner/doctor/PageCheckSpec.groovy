package dev.steward.runner.doctor

import dev.steward.runner.certificate.Issued
import dev.steward.runner.config.ServerConfig
import dev.steward.runner.config.access.TlsConfig
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.Specification
import spock.lang.TempDir

/** What the check-up says of the page's certificate. */
class PageCheckSpec extends Specification {

    static final Instant NOW = Instant.parse('2026-05-01T00:00:00Z')

    @TempDir Path dir

    private static ServerConfig server(Issued issued) {
        new ServerConfig('127.0.0.1', 0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(new TlsConfig(issued.certificate, issued.key)), [], [], Optional.empty(), [])
    }

    def '#days days before its end it stands #level: #said'() {
        given:
        def issued = new Issued(dir, NOW).issue(['steward.example'], NOW)
        Instant end = issued.files.read().until()

        expect:
        PageCheck.look(server(issued), end - Duration.ofDays(days)).collect { [it.level(), it.what(), it.said().contains(said)] } == [[level, 'page certificate', true]]

        where:
        days || level                 | said
        400  || Finding.Level.GOOD    | 'steward.example, until 20'
        15   || Finding.Level.GOOD    | 'steward.example, until 20'
        13   || Finding.Level.PROBLEM | '13 days are left; renew '
        -1   || Finding.Level.PROBLEM | 'it is over, and browsers turn people away; renew '
        800  || Finding.Level.PROBLEM | "is this machine's clock right?"
    }

    def 'everything that is wrong with the files is a line of its own'() {
        given:
        def issued = new Issued(dir, NOW).issue(['steward.example'], NOW)
        Files.delete(issued.certificate)
        issued.key('hello')

        expect:
        PageCheck.look(server(issued), NOW)*.toString() == [
                Finding.problem('page certificate', "$issued.certificate does not exist" as String),
                Finding.problem('page certificate', "$issued.key has no private key in PEM form (RSA or EC)" as String)]*.toString()
    }

    def 'a page without a certificate of its own has nothing to say'() {
        expect:
        PageCheck.look(ServerConfig.DEFAULT, NOW) == []
    }
}
