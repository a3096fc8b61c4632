package dev.steward.real

import java.nio.file.Files
import java.nio.file.Path

/** The source tree that is tested. */
final class Checkout {

    private Checkout() { }

    /** Its root, from whichever module a spec runs in. */
    static Path root() {
        Path here = Path.of('').toAbsolutePath()
        while (!Files.exists(here.resolve('.ci/hosts'))) {
            here = here.parent
        }
        here
    }
}
