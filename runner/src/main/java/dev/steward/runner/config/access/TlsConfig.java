package dev.steward.runner.config.access;

import java.nio.file.Path;

/**
 * What the page proves itself with. Both files are looked at again while the page is served: renewed ones are taken up.
 *
 * @param certificate its certificate and those of the authorities in between, in PEM form
 * @param key its private key in PEM form, without a passphrase
 */
public record TlsConfig(Path certificate, Path key) {

    /** What must be said is null. */
    public static final TlsConfig DEFAULT = new TlsConfig(null, null);
}
