package dev.steward.web.main;

import dev.steward.runner.certificate.CertificateFiles;
import dev.steward.runner.certificate.CertificateRefused;
import dev.steward.runner.certificate.Renewal;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.access.TlsConfig;
import java.util.Optional;

/** What the page of a configuration proves itself with. */
final class PageCertificate {

    private PageCertificate() {}

    /**
     * Reads it.
     *
     * @return empty where none is configured
     * @throws ConfigRefused with everything that is wrong with the files
     */
    static Optional<Renewal> of(LoadedConfig loaded) throws ConfigRefused {
        Optional<TlsConfig> tls = loaded.config().server().tls();
        if (tls.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Renewal(
                    new CertificateFiles(tls.get().certificate(), tls.get().key())));
        } catch (CertificateRefused e) {
            throw new ConfigRefused(e.faults().stream()
                    .map(fault -> loaded.problem(
                            "server.tls." + fault.file(), "server.tls." + fault.file() + ": " + fault.message()))
                    .toList());
        }
    }
}
