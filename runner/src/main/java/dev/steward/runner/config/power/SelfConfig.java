package dev.steward.runner.config.power;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where Steward itself runs; one of the three at most, none: it finds out.
 *
 * @param guest id or inventory name of the guest it runs in
 * @param node it runs on without a guest
 * @param outside it runs on a machine that no cluster holds
 */
public record SelfConfig(Optional<String> guest, Optional<String> node, boolean outside) {

    /** It finds out. */
    public static final SelfConfig DEFAULT = new SelfConfig(Optional.empty(), Optional.empty(), false);

    public SelfConfig {
        if (Stream.of(guest.isPresent(), node.isPresent(), outside)
                        .filter(said -> said)
                        .count()
                > 1) {
            throw new IllegalArgumentException((guest.isPresent() ? "guest" : "node") + " is given beside "
                    + (outside ? "outside" : "node") + "; Steward runs in one place");
        }
    }
}
