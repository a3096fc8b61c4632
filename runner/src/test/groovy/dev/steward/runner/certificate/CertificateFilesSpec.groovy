package dev.steward.runner.certificate

import dev.steward.runner.lab.pve.http.Authority
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** What the page proves itself with, read from its files. */
class CertificateFilesSpec extends Specification {

    static final Instant NOW = Instant.parse('2026-05-01T00:00:00Z')

    @TempDir Path dir
    @Shared String other = Issued.pem(new Authority(NOW).issue(['other.example'], [], NOW).key())
    Issued issued

    def setup() { issued = new Issued(dir, NOW).issue(['steward.example', '*.house.example'], NOW) }

    private List<String> faults() {
        try {
            issued.files.read()
            []
        } catch (CertificateRefused e) {
            e.faults().collect { "${it.file()}: ${it.message().replace(dir as String + '/', '')}" as String }
        }
    }

    def 'a certificate says for which names it is and until when, and is sent with the authority above it'() {
        given:
        List<String> pems = Files.readString(issued.certificate).split('(?<=-----END CERTIFICATE-----\n)') as List
        Files.writeString(issued.certificate, (turned ? pems.reverse() : pems).join(''))

        when:
        def read = issued.files.read()

        then:
        read.names() == ['steward.example', '*.house.example']
        read.title() == 'steward.example, *.house.example'
        read.until() > NOW
        read.store().getCertificateChain('page')*.subjectX500Principal == [read.leaf(), issued.authority.certificate()]*.subjectX500Principal

        where:
        turned << [false, true]
    }

    def 'everything that is wrong is told at once: #wrong'() {
        given:
        change(issued)

        expect:
        faults() == told

        where:
        wrong                  | change                                                                   || told
        'nothing'              | { }                                                                      || []
        'both missing'         | { Files.delete(it.certificate); Files.delete(it.key) }           || ['certificate: page.pem does not exist', 'key: page.key does not exist']
        'no certificate'       | { Files.writeString(it.certificate, 'hello') }                       || ['certificate: page.pem has no certificate in PEM form']
        'a broken certificate' | { Files.writeString(it.certificate, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n') } || ['certificate: page.pem has no certificate in PEM form']
        'another key'          | { it.key(other) }                                                    || ['key: page.key is not the key of page.pem; name the key that the certificate was asked for with']
        'an open key'          | { it.key(Files.readString(it.key), 'rw-r--r--') }                || ["key: page.key has mode rw-r--r--; others than its owner could take it: chmod 0600 page.key"]
        'an open key and more' | { Files.delete(it.certificate); it.key('hello', 'rw----r--') }   || ['certificate: page.pem does not exist', "key: page.key has mode rw----r--; others than its owner could take it: chmod 0600 page.key", 'key: page.key has no private key in PEM form (RSA or EC)']
        'a passphrase'         | { it.key('-----BEGIN ENCRYPTED PRIVATE KEY-----\n') }                || ["key: page.key has a passphrase, which nobody types at a start; 'openssl pkey' takes it off"]
        'the two exchanged'    | { Issued it -> def text = Files.readString(it.key); it.key(Files.readString(it.certificate)); Files.writeString(it.certificate, text) } || ['certificate: page.pem has no certificate in PEM form', 'key: page.key has no private key in PEM form (RSA or EC)']
    }
}
