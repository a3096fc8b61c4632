package dev.steward.runner.certificate;

import java.security.KeyStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A certificate with its key.
 *
 * @param store both, and the authorities in between; opened with {@link #PASSWORD}
 * @param leaf the certificate itself
 */
public record OwnCertificate(KeyStore store, X509Certificate leaf) {

    /** The store lies in memory alone, and Java wants a word for every key. */
    public static final String PASSWORD = "in memory";

    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    /** Host names and addresses that it is for, as it says them; a name may begin with {@code *.}. */
    public List<String> names() {
        try {
            return Optional.ofNullable(leaf.getSubjectAlternativeNames()).stream()
                    .flatMap(Collection::stream)
                    .filter(name -> name.get(0).equals(DNS) || name.get(0).equals(ADDRESS))
                    .map(name -> String.valueOf(name.get(1)))
                    .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** What it is called in a sentence. */
    public String title() {
        return names().isEmpty() ? leaf.getSubjectX500Principal().getName() : String.join(", ", names());
    }

    /** When it ends. */
    public Instant until() {
        return leaf.getNotAfter().toInstant();
    }
}
