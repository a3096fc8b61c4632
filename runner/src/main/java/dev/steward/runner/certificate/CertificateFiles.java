package dev.steward.runner.certificate;

import dev.steward.runner.certificate.CertificateRefused.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * Where the certificate of the page and its key lie, in PEM form.
 *
 * @param certificate with those of the authorities in between
 * @param key PKCS#8, PKCS#1 or SEC 1, without a passphrase
 */
public record CertificateFiles(Path certificate, Path key) {

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] PROBE = "whose key is this".getBytes(StandardCharsets.UTF_8);
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /**
     * Reads both.
     *
     * @throws CertificateRefused with everything that is wrong
     */
    public OwnCertificate read() throws CertificateRefused {
        List<Fault> faults = new ArrayList<>();
        List<X509Certificate> found = certificates(faults);
        Optional<PrivateKey> secret = secret(faults);
        if (!faults.isEmpty()) {
            throw new CertificateRefused(faults);
        }
        X509Certificate leaf = found.stream()
                .filter(one -> belong(one.getPublicKey(), secret.orElseThrow()))
                .findFirst()
                .orElseThrow(() -> new CertificateRefused(List.of(new Fault(
                        "key",
                        key + " is not the key of " + certificate
                                + "; name the key that the certificate was asked for with"))));
        return new OwnCertificate(store(chain(leaf, found), secret.orElseThrow()), leaf);
    }

    /** Changes whenever one of the files does, or what may read it. */
    String stamp() {
        return Stream.of(certificate, key).map(CertificateFiles::stamp).collect(Collectors.joining(" "));
    }

    private static String stamp(Path file) {
        try {
            return Files.readAttributes(file, "unix:ino,size,ctime").toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private List<X509Certificate> certificates(List<Fault> faults) {
        try (var in = Files.newInputStream(certificate)) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                faults.add(new Fault("certificate", certificate + " has no certificate in PEM form"));
            }
            return found;
        } catch (IOException e) {
            faults.add(new Fault("certificate", unread(certificate)));
        } catch (CertificateException e) {
            faults.add(new Fault("certificate", certificate + " has no certificate in PEM form"));
        }
        return List.of();
    }

    private static String unread(Path file) {
        return file
                + (Files.exists(file)
                        ? " cannot be read by this user; give it to the user that Steward runs as"
                        : " does not exist");
    }

    private Optional<PrivateKey> secret(List<Fault> faults) {
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(key);
            if (!closed(mode)) {
                faults.add(new Fault(
                        "key",
                        key + " has mode " + PosixFilePermissions.toString(mode)
                                + "; others than its owner could take it: chmod 0600 " + key));
            }
            return secret(Files.readString(key, StandardCharsets.ISO_8859_1), faults);
        } catch (IOException e) {
            faults.add(new Fault("key", unread(key)));
            return Optional.empty();
        }
    }

    /** As PostgreSQL has it: a key that root keeps for a group, as Debian's ssl-cert and Proxmox VE do, is kept well. */
    private boolean closed(Set<PosixFilePermission> mode) throws IOException {
        Set<PosixFilePermission> rest = EnumSet.noneOf(PosixFilePermission.class);
        rest.addAll(mode);
        if (Files.getAttribute(key, "unix:uid").equals(0)) {
            rest.remove(PosixFilePermission.GROUP_READ);
        }
        return OWNER.containsAll(rest);
    }

    private Optional<PrivateKey> secret(String text, List<Fault> faults) {
        if (text.contains("ENCRYPTED")) {
            faults.add(new Fault(
                    "key", key + " has a passphrase, which nobody types at a start; 'openssl pkey' takes it off"));
            return Optional.empty();
        }
        try {
            Optional<PrivateKey> found = pkcs8(text);
            if (found.isPresent()) {
                return found;
            }
            for (KeyPair pair : others(text)) {
                return Optional.of(pair.getPrivate());
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // told below: what a library says of a file that is no key helps nobody
        }
        faults.add(new Fault("key", key + " has no private key in PEM form (RSA or EC)"));
        return Optional.empty();
    }

    /** By Java itself: the other reader wants the public half, too, which not everybody writes along. */
    private static Optional<PrivateKey> pkcs8(String text) throws GeneralSecurityException {
        Matcher block = PKCS8.matcher(text);
        if (!block.find()) {
            return Optional.empty();
        }
        KeySpec spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1)));
        for (String kind : List.of("RSA", "EC", "EdDSA")) {
            try {
                return Optional.of(KeyFactory.getInstance(kind).generatePrivate(spec));
            } catch (InvalidKeySpecException e) {
                // of another kind
            }
        }
        return Optional.empty();
    }

    /** PKCS#1 and SEC 1, which Java does not know. */
    private Iterable<KeyPair> others(String text) throws IOException, GeneralSecurityException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        Iterable<KeyPair> found = SecurityUtils.loadKeyPairIdentities(
                null, NamedResource.ofName(key.toString()), new ByteArrayInputStream(bytes), null);
        return found == null ? List.of() : found;
    }

    private static boolean belong(PublicKey open, PrivateKey secret) {
        String way =
                switch (open.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> open.getAlgorithm();
                };
        try {
            Signature signing = Signature.getInstance(way);
            signing.initSign(secret);
            signing.update(PROBE);
            Signature proving = Signature.getInstance(way);
            proving.initVerify(open);
            proving.update(PROBE);
            return proving.verify(signing.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** From the certificate upwards, as TLS sends it; what else the file holds is left out. */
    private static List<X509Certificate> chain(X509Certificate leaf, List<X509Certificate> found) {
        List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
        while (true) {
            X509Certificate last = chain.get(chain.size() - 1);
            Optional<X509Certificate> above = found.stream()
                    .filter(one -> !chain.contains(one)
                            && one.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
                    .findFirst();
            if (above.isEmpty()) {
                return chain;
            }
            chain.add(above.get());
        }
    }

    private static KeyStore store(List<X509Certificate> chain, PrivateKey secret) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("page", secret, OwnCertificate.PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a key and its certificate make a store", e);
        }
    }
}
