package dev.steward.runner.notify;

import dev.steward.runner.config.notify.NtfyConfig;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Notices by ntfy (docs.ntfy.sh/publish, "Publish as JSON"): its priority follows the severity. */
final class Ntfy implements Channel {

    private final NtfyConfig config;
    private final HttpPost http;

    /**
     * A topic; nothing is connected yet.
     *
     * @param config with its token resolved
     * @param limit of each post
     */
    Ntfy(NtfyConfig config, Duration limit) {
        this.config = config;
        List<String> secrets = config.token().map(Secret::reveal).map(List::of).orElse(List.of());
        this.http = new HttpPost(URI.create(config.url() + "/"), secrets, config.ca(), limit);
    }

    @Override
    public String name() {
        return "ntfy";
    }

    @Override
    public Delivery send(Notice notice) {
        Map<String, String> headers = config.token()
                .map(token -> Map.of("Authorization", "Bearer " + token.reveal()))
                .orElse(Map.of());
        return http.post(headers, Payloads.ntfy(notice, config.topic()));
    }

    @Override
    public String toString() {
        return "ntfy to " + config.topic() + " at " + config.url();
    }
}
