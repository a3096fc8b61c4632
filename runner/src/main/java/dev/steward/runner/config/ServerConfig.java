package dev.steward.runner.config;

/**
 * Where the page and the API are served.
 *
 * @param bind an address; anything but loopback needs TLS and accounts
 * @param port 0 to 65535; 0 takes a free one
 */
public record ServerConfig(String bind, int port) {

    /** Loopback, port 8580. */
    public static final ServerConfig DEFAULT = new ServerConfig("127.0.0.1", 8580);

    public ServerConfig {
        if (bind.isBlank()) {
            throw new IllegalArgumentException("bind is empty; expected an address such as 127.0.0.1");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + "; expected 0 to 65535");
        }
    }
}
