package dev.steward.runner.notify;

import dev.steward.runner.config.notify.WebhookConfig;
import dev.steward.runner.config.notify.WebhookConfig.Format;
import dev.steward.runner.module.file.template.TemplateException;
import dev.steward.runner.module.file.template.TemplateText;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.time.SystemTime;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Notices posted to an address: Discord, Slack, or whatever a template makes. */
final class Webhook implements Channel {

    private final String name;
    private final Format format;
    private final Optional<TemplateText> template;
    private final Optional<Secret> secret;
    private final Supplier<Instant> clock;
    private final HttpPost http;

    /**
     * A webhook; nothing is connected yet.
     *
     * @param name as configured
     * @param config with its address resolved
     * @param limit of each post
     * @param clock by which what is signed is dated
     * @throws IllegalArgumentException where its template cannot be understood
     */
    Webhook(String name, WebhookConfig config, Duration limit, Supplier<Instant> clock) {
        this.name = name;
        this.format = config.format();
        this.secret = config.secret();
        this.clock = clock;
        this.template = config.template().map(Webhook::parsed);
        String address = config.url().orElseThrow().reveal().strip();
        URI uri = URI.create(address);
        this.http = new HttpPost(uri, HttpPost.secrets(address), config.ca(), limit);
    }

    /** One whose posts are dated by the machine's clock. */
    Webhook(String name, WebhookConfig config, Duration limit) {
        this(name, config, limit, new SystemTime()::now);
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
            return post(usual(notice));
        }
        try {
            return post(Payloads.by(template.get(), notice));
        } catch (TemplateException e) {
            // better told in another shape than not at all
            Delivery sent = post(usual(notice));
            return new Delivery(sent.result(), (sent.message() + " the template failed: " + e.getMessage()).strip());
        }
    }

    private Delivery post(byte[] body) {
        return http.post(secret.map(key -> Signature.of(key, clock.get(), body)).orElse(Map.of()), body);
    }

    private byte[] usual(Notice notice) {
        return format == Format.SLACK ? Payloads.slack(notice) : Payloads.discord(notice);
    }

    @Override
    public String toString() {
        return name();
    }
}
