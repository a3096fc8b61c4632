package dev.steward.runner.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.module.file.template.TemplateException;
import dev.steward.runner.module.file.template.TemplateText;
import dev.steward.runner.notice.Notice;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Notices in the shapes that others understand, as JSON. */
final class Payloads {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Discord's limits: a title of 256 and a description of 4096 characters. */
    private static final int DISCORD_TITLE = 256;

    private static final int DISCORD_TEXT = 4000;
    /** Slack cuts longer texts of an attachment behind a link. */
    private static final int SLACK_TEXT = 3000;
    /** ntfy makes a file of a longer message; in bytes. */
    private static final int NTFY_BYTES = 4000;

    private Payloads() {}

    /** An embed with title, colour, time and footer; it mentions nobody, whatever its text holds. */
    static byte[] discord(Notice notice) {
        Map<String, Object> embed = new LinkedHashMap<>();
        embed.put("title", cut(notice.title(), DISCORD_TITLE));
        embed.put("description", cut(notice.text().strip(), DISCORD_TEXT));
        notice.link().ifPresent(link -> embed.put("url", link));
        embed.put("color", Integer.parseInt(colour(notice), 16));
        embed.put("timestamp", notice.at().toString());
        embed.put("footer", Map.of("text", "Steward · " + notice.kind()));
        return bytes(Map.of("embeds", List.of(embed), "allowed_mentions", Map.of("parse", List.of())));
    }

    /** An attachment with colour, title, text, footer and time. */
    static byte[] slack(Notice notice) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("color", "#" + colour(notice));
        part.put("fallback", plain(notice.title()));
        part.put("title", plain(notice.title()));
        notice.link().ifPresent(link -> part.put("title_link", link));
        part.put("text", plain(cut(notice.text().strip(), SLACK_TEXT)));
        part.put("footer", "Steward · " + notice.kind());
        part.put("ts", notice.at().getEpochSecond());
        return bytes(Map.of("attachments", List.of(part)));
    }

    /** Slack's three signs of control: a text must not call a channel together. */
    private static String plain(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** What ntfy takes at the server's root. */
    static byte[] ntfy(Notice notice, String topic) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("topic", topic);
        message.put("title", notice.title());
        message.put("message", fitting(notice.text().strip()));
        message.put("priority", priority(notice));
        message.put("tags", List.of(sign(notice), notice.kind().toString()));
        notice.link().ifPresent(link -> message.put("click", link));
        return bytes(message);
    }

    private static int priority(Notice notice) {
        return switch (notice.severity()) {
            case ERROR -> 5;
            case WARNING -> 4;
            case INFO -> 3;
        };
    }

    /** ntfy shows these words as pictures. */
    private static String sign(Notice notice) {
        return switch (notice.severity()) {
            case ERROR -> "rotating_light";
            case WARNING -> "warning";
            case INFO -> "information_source";
        };
    }

    /**
     * By a template. What it leaves as JSON is posted as it is; texts it shows within JSON cannot break out of their quotes.
     * Anything else is posted as {@code {"content": …}}.
     *
     * @throws TemplateException where it names something that is not there
     */
    static byte[] by(TemplateText template, Notice notice) throws TemplateException {
        String quoted = template.render(seen(notice, true)).text().strip();
        if (isDocument(quoted)) {
            return quoted.getBytes(StandardCharsets.UTF_8);
        }
        return bytes(
                Map.of("content", template.render(seen(notice, false)).text().strip()));
    }

    private static Map<String, Object> seen(Notice notice, boolean quoted) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("title", notice.title());
        data.put("text", notice.text().strip());
        data.put("severity", notice.severity().toString());
        data.put("colour", colour(notice));
        data.put("about", notice.about());
        data.put("link", notice.link().orElse(""));
        data.put("run", notice.run().map(String::valueOf).orElse(""));
        data.put("key", notice.key());
        if (quoted) {
            data.replaceAll((name, value) -> escaped((String) value));
        }
        return Map.of(
                "event",
                notice.kind().toString().replace('-', '_'),
                "data",
                data,
                "timestamp",
                notice.at().toString());
    }

    /** As it stands between the quotes of a JSON text. */
    private static String escaped(String text) {
        String quoted = new String(bytes(text), StandardCharsets.UTF_8);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static boolean isDocument(String text) {
        try {
            return JSON.readTree(text).isContainerNode();
        } catch (JsonProcessingException notJson) {
            return false;
        }
    }

    /** Red, amber, green for what is well again, else blue. */
    private static String colour(Notice notice) {
        return switch (notice.severity()) {
            case ERROR -> "D32F2F";
            case WARNING -> "F9A825";
            case INFO ->
                switch (notice.kind()) {
                    case RECOVERED, POWER_RESTORED, RECOVERY_COMPLETE, UPS_COMM_RESTORED -> "2E7D32";
                    default -> "1976D2";
                };
        };
    }

    /**
     * A text of so many characters at the most; what is too long ends with an ellipsis.
     *
     * @param most at least 2
     */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        // half of a character beyond the usual ones is no text, and no JSON
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }

    private static String fitting(String text) {
        String fits = cut(text, NTFY_BYTES);
        while (fits.getBytes(StandardCharsets.UTF_8).length > NTFY_BYTES) {
            fits = cut(fits, fits.length() - Math.max(1, fits.length() / 20));
        }
        return fits;
    }

    /** Plain data as JSON. */
    static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain data cannot fail to be JSON", e);
        }
    }
}
