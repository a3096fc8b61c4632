package dev.steward.runner.notify;

import dev.steward.runner.config.notify.WebhookConfig;
import dev.steward.runner.config.notify.WebhookConfig.Format;
import dev.steward.runner.module.file.template.TemplateException;
import dev.steward.runner.module.file.template.TemplateText;
import dev.steward.runner.notice.Notice;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Notices posted to an address: Discord, Slack, or whatever a template makes. */
final class Webhook implements Channel {

    private final String name;
    private final Format format;
    private final Optional<TemplateText> template;
    private final HttpPost http;

    /**
     * A webhook; nothing is connected yet.
     *
     * @param name as configured
     * @param config with its address resolved
     * @param limit of each post
     * @throws IllegalArgumentException where its template cannot be understood
     */
    Webhook(String name, WebhookConfig config, Duration limit) {
        this.name = name;
        this.format = config.format();
        this.template = config.template().map(Webhook::parsed);
        String address = config.url().orElseThrow().reveal().strip();
        URI uri = URI.create(address);
        this.http = new HttpPost(uri, secrets(address, uri), config.ca(), limit);
    }

    private static List<String> secrets(String address, URI uri) {
        String path = String.valueOf(uri.getRawPath());
        return path.length() > 1 ? List.of(address, path) : List.of(address);
    }

    private static TemplateText parsed(String text) {
        try {
            return TemplateText.parse("template", text);
        } catch (TemplateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return "webhook " + name;
    }

    @Override
    public Delivery send(Notice notice) {
        if (template.isEmpty()) {
            return http.post(Map.of(), usual(notice));
        }
        try {
            return http.post(Map.of(), Payloads.by(template.get(), notice));
        } catch (TemplateException e) {
            // better told in another shape than not at all
            Delivery sent = http.post(Map.of(), usual(notice));
            return new Delivery(sent.result(), (sent.message() + " the template failed: " + e.getMessage()).strip());
        }
    }

    private byte[] usual(Notice notice) {
        return format == Format.SLACK ? Payloads.slack(notice) : Payloads.discord(notice);
    }

    @Override
    public String toString() {
        return name();
    }
}
