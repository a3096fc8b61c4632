package dev.steward.runner.notify;

import dev.steward.runner.config.notify.NtfyConfig;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Notices by ntfy (docs.ntfy.sh/publish, "Publish as JSON"): its priority follows the severity. */
final class Ntfy implements Channel {

    private final NtfyConfig config;
    private final Optional<String> token;
    private final HttpPost http;

    /**
     * A topic; nothing is connected yet.
     *
     * @param config with its token resolved
     * @param limit of each post
     */
    Ntfy(NtfyConfig config, Duration limit) {
        this.config = config;
        this.token = config.token().map(Secret::reveal).map(String::strip);
        this.http = new HttpPost(URI.create(config.url() + "/"), token.stream().toList(), config.ca(), limit);
    }

    @Override
    public String name() {
        return "ntfy";
    }

    @Override
    public Delivery send(Notice notice) {
        Map<String, String> headers =
                token.map(said -> Map.of("Authorization", "Bearer " + said)).orElse(Map.of());
        return http.post(headers, Payloads.ntfy(notice, config.topic()));
    }

    @Override
    public String toString() {
        return "ntfy to " + config.topic() + " at " + config.url();
    }
}
