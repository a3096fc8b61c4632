package dev.steward.runner.certificate

import dev.steward.runner.lab.pve.http.Authority
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.security.PrivateKey
import java.time.Instant

/** Certificates of an authority of our own, as files beside their keys. */
class Issued {

    final Path folder
    final Authority authority
    final Path certificate
    final Path key

    Issued(Path folder, Instant now) {
        this.folder = folder
        authority = new Authority(now)
        certificate = folder.resolve('page.pem')
        key = folder.resolve('page.key')
    }

    CertificateFiles getFiles() { new CertificateFiles(certificate, key) }

    /** A new one for these names; it ends two years later. */
    Issued issue(List<String> names, Instant now) {
        def made = authority.issue(names, [], now)
        Files.writeString(certificate, Authority.pem(made.certificate()) + authority.pem())
        key(pem(made.key()))
        this
    }

    /** The key's file alone. */
    Path key(String text, String mode = 'rw-------') {
        Files.writeString(key, text)
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(mode))
    }

    static String pem(PrivateKey key) {
        "-----BEGIN PRIVATE KEY-----\n${Base64.getMimeEncoder(64, '\n'.bytes).encodeToString(key.encoded)}\n-----END PRIVATE KEY-----\n"
    }
}
