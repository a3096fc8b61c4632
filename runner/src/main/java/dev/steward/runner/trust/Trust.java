package dev.steward.runner.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom a client believes to be the server it asked for. Nothing said: whoever an authority of this machine vouches for.
 *
 * @param ca a PEM file of authorities; empty: the machine's
 * @param fingerprints SHA-256 of certificates that are believed, as {@link #fingerprint} writes them
 * @param verify false: whoever answers is believed
 * @param remedy what to do where the file has no certificate, as "take a copy of …"
 */
public record Trust(Optional<Path> ca, List<String> fingerprints, boolean verify, String remedy) {

    public Trust {
        fingerprints = List.copyOf(fingerprints);
    }

    /**
     * The context of all connections.
     *
     * @throws IllegalArgumentException when the file of authorities cannot be used
     */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /**
     * The same for a client that makes its own context.
     *
     * @throws IllegalArgumentException when the file of authorities cannot be used
     */
    public TrustManager[] managers() {
        try {
            return new TrustManager[] {manager()};
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /**
     * A SHA-256 fingerprint as upper-case hex pairs with colons, from the ways people write it; empty: it is none.
     */
    public static Optional<String> fingerprint(String text) {
        String hex = text.replaceFirst("(?i)^sha-?256( fingerprint)?[:=]?", "")
                .replaceAll("[:\\s]", "")
                .toUpperCase(Locale.ROOT);
        return hex.matches("[0-9A-F]{64}") ? Optional.of(hex.replaceAll("(..)(?!$)", "$1:")) : Optional.empty();
    }

    private X509ExtendedTrustManager manager() throws GeneralSecurityException {
        if (!verify) {
            return new TrustAnyone();
        }
        if (!fingerprints.isEmpty()) {
            return new TrustPinned(Set.copyOf(fingerprints));
        }
        return authorities(ca.isPresent() ? store(ca.get()) : null);
    }

    /** The usual checks, host name included, from these authorities; null: the machine's. */
    static X509ExtendedTrustManager authorities(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new IllegalStateException("this Java checks no host names");
    }

    /** A store of certificates that are trusted as authorities. */
    static KeyStore store(Collection<? extends Certificate> certificates) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
            return store;
        } catch (IOException e) {
            throw new IllegalStateException("an empty store cannot fail to load", e);
        }
    }

    private KeyStore store(Path file) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new IllegalArgumentException(notPem(file));
            }
            return store(found);
        } catch (IOException e) {
            throw new IllegalArgumentException("tls.ca: " + file + " cannot be read: " + e.getMessage(), e);
        } catch (java.security.cert.CertificateException e) {
            throw new IllegalArgumentException(notPem(file), e);
        }
    }

    private String notPem(Path file) {
        return "tls.ca: " + file + " has no certificate in PEM form; " + remedy;
    }
}
