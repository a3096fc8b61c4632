package dev.steward.runner.certificate

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import spock.lang.Specification
import spock.lang.TempDir

/** Keys and certificates as OpenSSL writes them. */
class CertificateFilesRealSpec extends Specification {

    @TempDir Path dir

    private void shell(String command) {
        def process = new ProcessBuilder('sh', '-c', command).directory(dir.toFile()).redirectErrorStream(true).start()
        String said = process.inputStream.text
        assert process.waitFor() == 0: said
    }

    def 'a key of this kind is read: #kind'() {
        given:
        shell make
        shell 'openssl req -x509 -new -key page.key -days 30 -subj /CN=steward.example -addext subjectAltName=DNS:steward.example,IP:192.0.2.7 -out page.pem && chmod 0600 page.key'

        when:
        def read = new CertificateFiles(dir.resolve('page.pem'), dir.resolve('page.key')).read()

        then:
        Files.readString(dir.resolve('page.key')).contains(begin)
        read.names() == ['steward.example', '192.0.2.7']

        where:
        kind            | make                                                                       || begin
        'PKCS#8, RSA'   | 'openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out page.key' || 'BEGIN PRIVATE KEY'
        'PKCS#1'        | 'openssl genrsa -traditional -out page.key 2048'                           || 'BEGIN RSA PRIVATE KEY'
        'PKCS#8, EC'    | 'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out page.key' || 'BEGIN PRIVATE KEY'
        'SEC 1'         | 'openssl ecparam -name prime256v1 -genkey -noout -out page.key'            || 'BEGIN EC PRIVATE KEY'
        'SEC 1, and its curve before it' | 'openssl ecparam -name prime256v1 -genkey -out page.key'  || 'BEGIN EC PARAMETERS'
    }

    def 'a key with a passphrase is refused: #make'() {
        given:
        shell make
        shell 'openssl req -x509 -new -key page.key -passin pass:hunter2 -days 30 -subj /CN=steward.example -out page.pem && chmod 0600 page.key'

        when:
        new CertificateFiles(dir.resolve('page.pem'), dir.resolve('page.key')).read()

        then:
        def refused = thrown(CertificateRefused)
        refused.faults()*.file() == ['key']
        refused.message.contains('has a passphrase')

        where:
        make << ['openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes256 -pass pass:hunter2 -out page.key',
                 'openssl genrsa -traditional -aes128 -passout pass:hunter2 -out page.key 2048']
    }

    def 'a key that root keeps for a group is kept well; one that somebody else does is not'() {
        given:
        shell 'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout page.key -days 30 -subj /CN=steward.example -out page.pem'
        Files.setPosixFilePermissions(dir.resolve('page.key'), PosixFilePermissions.fromString('rw-r-----'))
        shell "chown $owner page.key"

        expect:
        try {
            new CertificateFiles(dir.resolve('page.pem'), dir.resolve('page.key')).read()
            assert told == null
        } catch (CertificateRefused e) {
            assert e.message.contains(told)
        }

        where:
        owner    || told
        'root'   || null
        'nobody' || 'has mode rw-r-----'
    }
}
