package dev.steward.runner.certificate;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate in use. It is taken anew from its files when they have changed and lain still from one look to the next, for
 * who renews writes two files one after the other; where the new ones cannot be used, the former one stays. Thread-safe.
 */
public final class Renewal {

    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

    private final CertificateFiles files;
    private volatile OwnCertificate current;
    private volatile Optional<String> trouble = Optional.empty();
    private String judged;
    private String seen;

    /**
     * With what is in the files now.
     *
     * @throws CertificateRefused where that cannot be used
     */
    public Renewal(CertificateFiles files) throws CertificateRefused {
        this.files = files;
        this.judged = files.stamp();
        this.seen = judged;
        this.current = files.read();
    }

    /** The one in use. */
    public OwnCertificate current() {
        return current;
    }

    /** Why what is in the files now is not in use; empty: it is. */
    public Optional<String> trouble() {
        return trouble;
    }

    /** Looks at the files; true where another certificate is in use from now on. */
    public synchronized boolean look() {
        String now = files.stamp();
        boolean still = now.equals(seen);
        seen = now;
        if (!still || now.equals(judged)) {
            return false;
        }
        judged = now;
        return take();
    }

    private boolean take() {
        try {
            OwnCertificate read = files.read();
            boolean other = !read.leaf().equals(current.leaf());
            current = read;
            trouble = Optional.empty();
            LOG.info("The certificate of the page was renewed: {}, until {}", read.title(), read.until());
            return other;
        } catch (CertificateRefused e) {
            trouble = Optional.of("the renewed certificate is not used: " + e.getMessage()
                    + "; the former one is, until " + current.until());
            LOG.error("The certificate of the page: {}", trouble.get());
            return false;
        }
    }
}
