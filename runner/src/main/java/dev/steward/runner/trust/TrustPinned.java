package dev.steward.runner.trust;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts certificates by their SHA-256. A pinned certificate of a node is trusted as it is, whatever its name and dates: it
 * is that node. A pinned authority, where the node sends it along, is trusted as an authority, with all usual checks.
 */
public final class TrustPinned extends ServerTrust {

    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

    private final Set<String> pins;

    /** Pins as upper-case hex pairs with colons. */
    public TrustPinned(Set<String> pins) {
        this.pins = Set.copyOf(pins);
    }

    /** A chain in which nothing is pinned; says what was shown. */
    public static final class NotPinned extends CertificateException {

        private static final long serialVersionUID = 1L;

        NotPinned(String shown) {
            super("the certificate shown has the SHA-256 fingerprint " + shown + ", which is not pinned");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        X509ExtendedTrustManager authority = unlessPinned(chain);
        if (authority != null) {
            authority.checkServerTrusted(chain, authType, socket);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        X509ExtendedTrustManager authority = unlessPinned(chain);
        if (authority != null) {
            authority.checkServerTrusted(chain, authType, engine);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("a certificate is only judged for a connection");
    }

    /** Null where the node's own certificate is pinned, else the check by the pinned authority it sent. */
    private X509ExtendedTrustManager unlessPinned(X509Certificate[] chain) throws CertificateException {
        if (pins.contains(fingerprint(chain[0]))) {
            return null;
        }
        for (X509Certificate sent : List.of(chain).subList(1, chain.length)) {
            if (pins.contains(fingerprint(sent))) {
                return authority(sent);
            }
        }
        throw new NotPinned(fingerprint(chain[0]));
    }

    private static X509ExtendedTrustManager authority(X509Certificate certificate) throws CertificateException {
        if (certificate.getBasicConstraints() < 0) {
            throw new CertificateException("a pinned certificate was sent along that is no authority");
        }
        try {
            return Trust.authorities(Trust.store(Arrays.asList(certificate)));
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the pinned authority cannot be used", e);
        }
    }

    static String fingerprint(X509Certificate certificate) throws CertificateEncodingException {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
