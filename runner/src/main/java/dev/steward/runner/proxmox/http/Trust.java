package dev.steward.runner.proxmox.http;

import dev.steward.runner.config.ProxmoxTls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whom the client believes to be the cluster. */
final class Trust {

    private Trust() {}

    /**
     * The context of all connections.
     *
     * @throws IllegalArgumentException when the file of authorities cannot be used
     */
    static SSLContext context(ProxmoxTls tls) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager(tls)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private static X509ExtendedTrustManager manager(ProxmoxTls tls) throws GeneralSecurityException {
        if (!tls.verify()) {
            return new TrustAnyone();
        }
        if (!tls.fingerprint().isEmpty()) {
            return new TrustPinned(Set.copyOf(tls.fingerprint()));
        }
        return authorities(tls.ca().isPresent() ? store(tls.ca().get()) : null);
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

    private static KeyStore store(Path file) throws GeneralSecurityException {
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

    private static String notPem(Path file) {
        return "tls.ca: " + file + " has no certificate in PEM form; take a copy of /etc/pve/pve-root-ca.pem";
    }
}
