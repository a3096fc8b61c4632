package dev.steward.runner.doctor;

import dev.steward.runner.certificate.CertificateFiles;
import dev.steward.runner.certificate.CertificateRefused;
import dev.steward.runner.certificate.OwnCertificate;
import dev.steward.runner.config.ServerConfig;
import dev.steward.runner.config.access.TlsConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether the page can prove itself to browsers, and how long. */
public final class PageCheck {

    /** Who renews by ACME does it a month before the end: what is not renewed by now will not be. */
    private static final Duration SOON = Duration.ofDays(14);

    private static final String WHAT = "page certificate";

    private PageCheck() {}

    /** Looks at the files; nothing where the page has no certificate of its own. */
    public static List<Finding> look(ServerConfig server, Instant now) {
        return server.tls().map(tls -> look(tls, now)).orElse(List.of());
    }

    private static List<Finding> look(TlsConfig tls, Instant now) {
        try {
            OwnCertificate read = new CertificateFiles(tls.certificate(), tls.key()).read();
            return List.of(judged(read, tls, now));
        } catch (CertificateRefused e) {
            return e.faults().stream()
                    .map(fault -> Finding.problem(WHAT, fault.message()))
                    .toList();
        }
    }

    private static Finding judged(OwnCertificate read, TlsConfig tls, Instant now) {
        String until = read.title() + ", until " + read.until();
        Duration left = Duration.between(now, read.until());
        if (left.isNegative()) {
            return Finding.problem(
                    WHAT, until + ": it is over, and browsers turn people away; renew " + tls.certificate());
        }
        if (now.isBefore(read.leaf().getNotBefore().toInstant())) {
            return Finding.problem(
                    WHAT,
                    read.title() + ": it holds from "
                            + read.leaf().getNotBefore().toInstant() + " on; is this machine's clock right?");
        }
        if (left.compareTo(SOON) < 0) {
            return Finding.problem(
                    WHAT,
                    until + ": " + left.toDays() + " days are left; renew " + tls.certificate()
                            + ", and see why nothing does by itself");
        }
        return Finding.good(WHAT, until);
    }
}
