package dev.steward.runner.certificate

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import spock.lang.Specification
import spock.lang.TempDir

/** A certificate that is renewed in its files while it is in use. */
class RenewalSpec extends Specification {

    static final Instant NOW = Instant.parse('2026-05-01T00:00:00Z')

    @TempDir Path dir
    Issued issued
    Renewal renewal

    def setup() {
        issued = new Issued(dir, NOW).issue(['old.example'], NOW)
        renewal = new Renewal(issued.files)
    }

    def 'nothing happens while the files stay as they are'() {
        expect:
        (1..3).every { !renewal.look() }
        renewal.current().names() == ['old.example']
    }

    def 'new files are taken up once they have lain still from one look to the next'() {
        when:
        issued.issue(['new.example'], NOW)

        then:
        !renewal.look()
        renewal.look()
        !renewal.look()
        renewal.current().names() == ['new.example']
        renewal.trouble().empty
    }

    def 'a renewal caught between its two files is waited for, not told as trouble'() {
        given:
        String former = Files.readString(issued.key)
        issued.issue(['new.example'], NOW)
        String later = Files.readString(issued.key)
        issued.key(former)

        when:
        renewal.look()
        issued.key(later)
        renewal.look()

        then:
        renewal.trouble().empty

        when:
        renewal.look()

        then:
        renewal.current().names() == ['new.example']
        renewal.trouble().empty
    }

    def 'a bad one leaves the former one in use and is told; a good one after it ends that'() {
        when:
        issued.key('hello')
        2.times { renewal.look() }

        then:
        renewal.current().names() == ['old.example']
        renewal.trouble().get() == "the renewed certificate is not used: ${issued.key} has no private key in PEM form (RSA or EC); the former one is, until ${renewal.current().until()}"

        when:
        issued.issue(['new.example'], NOW)
        2.times { renewal.look() }

        then:
        renewal.current().names() == ['new.example']
        renewal.trouble().empty
    }

    def 'what was only touched is the same certificate: no connection has to begin anew'() {
        when:
        Files.writeString(issued.certificate, Files.readString(issued.certificate) + '\n')

        then:
        !renewal.look()
        !renewal.look()
        renewal.trouble().empty
    }
}
