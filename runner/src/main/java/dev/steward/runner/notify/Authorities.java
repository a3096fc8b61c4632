package dev.steward.runner.notify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The authorities of a PEM file, instead of the machine's, for a server of one's own. */
final class Authorities {

    private Authorities() {}

    /**
     * A TLS context that trusts these alone.
     *
     * @throws IOException when the file cannot be used; its message is for the operator
     */
    static SSLContext context(Path file) throws IOException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store(file));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (CertificateException e) {
            throw new IOException(notPem(file), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private static KeyStore store(Path file) throws IOException, GeneralSecurityException {
        Collection<? extends Certificate> found = read(file);
        if (found.isEmpty()) {
            throw new IOException(notPem(file));
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : found) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        return store;
    }

    private static Collection<? extends Certificate> read(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (NoSuchFileException e) {
            throw new IOException("ca: " + file + " does not exist", e);
        }
    }

    private static String notPem(Path file) {
        return "ca: " + file + " has no certificate in PEM form";
    }
}
