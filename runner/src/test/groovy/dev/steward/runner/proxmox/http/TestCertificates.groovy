package dev.steward.runner.proxmox.http

import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyStore
import java.security.MessageDigest
import java.security.cert.X509Certificate
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext

/** An authority and certificates signed by it, made once per JVM by the JDK's own keytool. */
class TestCertificates {

    private static final char[] PASSWORD = 'secret'.toCharArray()
    private static TestCertificates made

    private final Map<String, SSLContext> servers = [:]
    private final Path dir = Files.createTempDirectory('certificates')

    static synchronized TestCertificates get() {
        made = made ?: new TestCertificates()
    }

    private TestCertificates() {
        key('ca', '-ext', 'bc:c')
        keytool('-exportcert', '-rfc', '-keystore', store('ca'), '-alias', 'ca', '-file', caFile().toString())
        signed('node', 'SAN=ip:127.0.0.1,dns:localhost')
        signed('other', 'SAN=dns:elsewhere.example.com')
        dir.toFile().deleteOnExit()
    }

    private void key(String name, String... more) {
        keytool('-genkeypair', '-keystore', store(name), '-alias', name, '-keyalg', 'EC', '-groupname', 'secp256r1',
                '-dname', "CN=$name", '-validity', '3650', *more)
    }

    private void signed(String name, String names) {
        key(name)
        String request = dir.resolve(name + '.csr')
        String signed = dir.resolve(name + '.pem')
        keytool('-certreq', '-keystore', store(name), '-alias', name, '-file', request)
        keytool('-gencert', '-rfc', '-keystore', store('ca'), '-alias', 'ca', '-infile', request, '-outfile', signed, '-ext', names,
                '-validity', '3650')
        keytool('-importcert', '-noprompt', '-keystore', store(name), '-alias', 'ca', '-file', caFile().toString())
        keytool('-importcert', '-noprompt', '-keystore', store(name), '-alias', name, '-file', signed)
    }

    private String store(String name) {
        dir.resolve(name + '.p12')
    }

    private static void keytool(String... arguments) {
        def command = [Path.of(System.getProperty('java.home'), 'bin', 'keytool') as String] + (arguments as List) + ['-storepass', 'secret']
        def process = new ProcessBuilder(command*.toString()).redirectErrorStream(true).start()
        String output = process.inputStream.text
        assert process.waitFor() == 0: output
    }

    Path caFile() {
        dir.resolve('ca.pem')
    }

    /** The SHA-256 of a certificate, as PVE shows it. */
    String fingerprint(String name) {
        MessageDigest.getInstance('SHA-256').digest(certificate(name).encoded).collect { String.format('%02X', it) }.join(':')
    }

    private X509Certificate certificate(String name) {
        keys(name).getCertificate(name)
    }

    /** The certificate of this name and those above it. */
    List<X509Certificate> chain(String name) {
        keys(name).getCertificateChain(name) as List
    }

    private KeyStore keys(String name) {
        def keys = KeyStore.getInstance('PKCS12')
        new File(store(name)).withInputStream { keys.load(it, PASSWORD) }
        keys
    }

    /** What a server that is this name shows: its certificate and, with the chain, the authority's. */
    synchronized SSLContext server(String name) {
        servers.computeIfAbsent(name) { context(name) }
    }

    private SSLContext context(String name) {
        def managers = KeyManagerFactory.getInstance(KeyManagerFactory.defaultAlgorithm)
        managers.init(keys(name), PASSWORD)
        def context = SSLContext.getInstance('TLS')
        context.init(managers.keyManagers, null, null)
        context
    }
}
