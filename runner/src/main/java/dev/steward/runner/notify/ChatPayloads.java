package dev.steward.runner.notify;

import dev.steward.runner.config.notify.TelegramConfig;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.notice.Notice.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Notices in the shapes of servers for messages, as JSON. Nothing of a notice's words is markup there. */
final class ChatPayloads {

    /** Telegram takes 4096 characters a message (Bot API, sendMessage). */
    private static final int TELEGRAM = 4096;
    /** An event of Matrix has 65,536 bytes with all its wrapping; the words are in it twice. */
    private static final int MATRIX = 6000;
    /** A message of Teams has 28 KB. */
    private static final int TEAMS = 6000;

    private static final int GOTIFY = 20_000;

    private ChatPayloads() {}

    static byte[] gotify(Notice notice) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("title", notice.title());
        message.put("message", Payloads.cut(words(notice), GOTIFY));
        message.put(
                "priority",
                switch (notice.severity()) {
                    case ERROR -> 8;
                    case WARNING -> 5;
                    case INFO -> 2;
                });
        notice.link()
                .ifPresent(link ->
                        message.put("extras", Map.of("client::notification", Map.of("click", Map.of("url", link)))));
        return Payloads.bytes(message);
    }

    static byte[] telegram(Notice notice, TelegramConfig config) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("chat_id", config.chat());
        config.thread().ifPresent(thread -> message.put("message_thread_id", thread));
        String link = notice.link().map(to -> "\n" + to).orElse("");
        String text = sign(notice) + " " + notice.title() + "\n\n" + words(notice);
        // a length in Telegram is one of UTF-16, as here
        message.put("text", Payloads.cut(text, TELEGRAM - link.length()) + link);
        message.put("disable_notification", notice.severity() == Severity.INFO);
        message.put("link_preview_options", Map.of("is_disabled", true));
        return Payloads.bytes(message);
    }

    static byte[] matrix(Notice notice) {
        String text = Payloads.cut(words(notice), MATRIX);
        String link = notice.link().orElse("");
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("msgtype", notice.severity() == Severity.INFO ? "m.notice" : "m.text");
        message.put("body", sign(notice) + " " + notice.title() + "\n\n" + text + (link.isEmpty() ? "" : "\n" + link));
        message.put("format", "org.matrix.custom.html");
        message.put(
                "formatted_body",
                "<p><strong>" + html(sign(notice) + " " + notice.title()) + "</strong></p><pre>" + html(text) + "</pre>"
                        + (link.isEmpty() ? "" : "<p><a href=\"" + html(link) + "\">" + html(link) + "</a></p>"));
        return Payloads.bytes(message);
    }

    /* A RichTextBlock knows no Markdown, which a TextBlock would read in any text. */
    static byte[] teams(Notice notice) {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        card.put("type", "AdaptiveCard");
        card.put("version", "1.4");
        card.put(
                "body",
                List.of(
                        rich(title(notice)),
                        rich(Map.of("type", "TextRun", "text", Payloads.cut(words(notice), TEAMS)))));
        notice.link()
                .ifPresent(link -> card.put(
                        "actions", List.of(Map.of("type", "Action.OpenUrl", "title", "Open Steward", "url", link))));
        Map<String, Object> attachment = new LinkedHashMap<>();
        attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
        attachment.put("contentUrl", null);
        attachment.put("content", card);
        return Payloads.bytes(Map.of("type", "message", "attachments", List.of(attachment)));
    }

    private static Map<String, Object> title(Notice notice) {
        String colour =
                switch (notice.severity()) {
                    case ERROR -> "attention";
                    case WARNING -> "warning";
                    case INFO -> "default";
                };
        return Map.of(
                "type",
                "TextRun",
                "text",
                sign(notice) + " " + notice.title(),
                "weight",
                "bolder",
                "size",
                "medium",
                "color",
                colour);
    }

    private static Map<String, Object> rich(Map<String, Object> run) {
        return Map.of("type", "RichTextBlock", "inlines", List.of(run));
    }

    /** The whole notice for a program. */
    static byte[] plain(Notice notice) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("key", notice.key());
        facts.put("kind", notice.kind().toString());
        facts.put("severity", notice.severity().toString());
        facts.put("about", notice.about());
        facts.put("title", notice.title());
        facts.put("text", notice.text());
        facts.put("link", notice.link().orElse(null));
        facts.put("at", notice.at().toString());
        facts.put("run", notice.run().orElse(null));
        return Payloads.bytes(facts);
    }

    /** Some servers refuse a message without words. */
    private static String words(Notice notice) {
        String text = notice.text().strip();
        return text.isEmpty() ? notice.title() : text;
    }

    private static String sign(Notice notice) {
        return switch (notice.severity()) {
            case ERROR -> "\u2757";
            case WARNING -> "\u26a0";
            case INFO -> "\u2139";
        };
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
