package dev.steward.runner.certificate;

import java.util.List;
import java.util.stream.Collectors;

/** Files that no page can prove itself with. Each fault is one sentence for the operator, with the next step. */
public final class CertificateRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    CertificateRefused(List<Fault> faults) {
        super(faults.stream().map(Fault::message).collect(Collectors.joining("; ")));
        this.faults = List.copyOf(faults);
    }

    /**
     * One thing that is wrong.
     *
     * @param file certificate or key: what it is about
     * @param message without a full stop
     */
    public record Fault(String file, String message) {}

    /** Everything that is wrong. */
    public List<Fault> faults() {
        return faults;
    }
}
