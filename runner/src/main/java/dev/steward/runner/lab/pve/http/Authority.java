package dev.steward.runner.lab.pve.http;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** The cluster's own certificate authority (/etc/pve/pve-root-ca.pem). RFC 5280; keys on P-256, for they are made at every start. */
public final class Authority {

    private static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";
    private static final Duration TEN_YEARS = Duration.ofDays(3650);
    private static final Duration TWO_YEARS = Duration.ofDays(730);

    private final SecureRandom random = new SecureRandom();
    private final KeyPair keys;
    private final byte[] name;
    private final X509Certificate certificate;

    /**
     * A new authority.
     *
     * @param now its certificate is valid from a day before
     * @throws GeneralSecurityException when this JVM has no ECDSA
     */
    public Authority(Instant now) throws GeneralSecurityException {
        keys = pair();
        name = Der.sequence(
                attribute("2.5.4.3", "Proxmox Virtual Environment"),
                attribute("2.5.4.11", UUID.randomUUID().toString()),
                attribute("2.5.4.10", "PVE Cluster Manager CA"));
        byte[] basic = extension("2.5.29.19", true, Der.sequence(Der.yes()));
        byte[] usage = extension("2.5.29.15", true, Der.tagged(0x03, new byte[] {1, 0x06}));
        certificate = sign(name, keys, now, TEN_YEARS, Der.joined(basic, usage));
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** The certificate as it lies in /etc/pve/pve-root-ca.pem. */
    public String pem() throws GeneralSecurityException {
        return pem(certificate);
    }

    /** A certificate as text. */
    public static String pem(X509Certificate certificate) throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    /** The SHA-256 of a certificate as PVE writes it: capitals with colons. */
    public static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return java.util.stream.IntStream.range(0, hash.length)
                .mapToObj(i -> String.format("%02X", hash[i]))
                .collect(Collectors.joining(":"));
    }

    /** A node's key with a fresh certificate for its names and loopback. */
    public Identity issue(List<String> names, List<byte[]> addresses, Instant now) throws GeneralSecurityException {
        KeyPair pair = pair();
        byte[] subject = Der.sequence(
                attribute("2.5.4.11", "PVE Cluster Node"),
                attribute("2.5.4.10", "Proxmox Virtual Environment"),
                attribute("2.5.4.3", names.get(0)));
        byte[] alternatives = Der.joined(
                Der.joined(addresses.stream()
                        .map(address -> Der.tagged(0x87, address))
                        .toArray(byte[][]::new)),
                Der.joined(names.stream()
                        .map(any -> Der.tagged(0x82, any.getBytes(StandardCharsets.US_ASCII)))
                        .toArray(byte[][]::new)));
        byte[] extensions = Der.joined(
                extension("2.5.29.17", false, Der.sequence(alternatives)),
                extension("2.5.29.37", false, Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"))));
        return new Identity(pair.getPrivate(), sign(subject, pair, now, TWO_YEARS, extensions), certificate);
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static byte[] attribute(String type, String value) {
        return Der.tagged(0x31, Der.sequence(Der.oid(type), Der.text(value)));
    }

    private static byte[] extension(String type, boolean critical, byte[] value) {
        return Der.sequence(Der.oid(type), critical ? Der.yes() : new byte[0], Der.tagged(0x04, value));
    }

    private X509Certificate sign(byte[] subject, KeyPair of, Instant now, Duration valid, byte[] extensions)
            throws GeneralSecurityException {
        byte[] algorithm = Der.sequence(Der.oid(ECDSA_SHA256));
        byte[] serial = new byte[16];
        random.nextBytes(serial);
        Instant from = now.minus(Duration.ofDays(1));
        byte[] body = Der.sequence(
                Der.tagged(0xA0, Der.number(BigInteger.TWO)),
                Der.number(new BigInteger(1, Arrays.copyOf(serial, 15))),
                algorithm,
                name,
                Der.sequence(Der.time(from), Der.time(from.plus(valid))),
                subject,
                of.getPublic().getEncoded(),
                Der.tagged(0xA3, Der.sequence(extensions)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(body);
        byte[] whole = Der.sequence(body, algorithm, Der.bits(signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }
}
