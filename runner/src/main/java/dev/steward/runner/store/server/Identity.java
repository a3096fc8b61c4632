package dev.steward.runner.store.server;

import dev.steward.runner.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who a process is among those that work on the same history.
 *
 * @param id its own, never used again
 * @param said what it is called, and what for
 * @param host the machine's name
 * @param serves false: a command that ends by itself
 */
public record Identity(String id, Said said, String host, boolean serves) {

    private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");

    /**
     * What the configuration says of it.
     *
     * @param name how people call it; empty: as the machine
     * @param labels what may run on it
     * @param version of Steward; empty: unknown
     */
    public record Said(Optional<String> name, List<String> labels, String version) {

        /** Nothing. */
        public static final Said NOTHING = new Said(Optional.empty(), List.of(), "");

        public Said {
            labels = List.copyOf(labels);
        }

        /** As it is configured. */
        public static Said of(ServerConfig config, String version) {
            return new Said(config.name(), config.labels(), version);
        }
    }

    /** Of this process. */
    public static Identity here(Said said, boolean serves) {
        String id = ProcessHandle.current().pid() + "@" + UUID.randomUUID();
        return new Identity(id, said, hostName(), serves);
    }

    /** How people call it. */
    public String name() {
        return said.name().orElse(host);
    }

    private static String hostName() {
        try {
            return Files.readString(HOSTNAME).strip();
        } catch (IOException notLinux) {
            return "localhost";
        }
    }
}
