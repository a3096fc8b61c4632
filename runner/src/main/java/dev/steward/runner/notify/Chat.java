package dev.steward.runner.notify;

import dev.steward.runner.config.notify.GotifyConfig;
import dev.steward.runner.config.notify.MatrixConfig;
import dev.steward.runner.config.notify.TeamsConfig;
import dev.steward.runner.config.notify.TelegramConfig;
import dev.steward.runner.notice.Notice;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Notices by a server for messages that takes JSON: Gotify, Telegram, Matrix, Teams. */
final class Chat implements Channel {

    private final String name;
    private final HttpPost http;
    private final Function<Notice, Message> shape;

    /** What is sent, where, and how. */
    private record Message(String verb, URI to, Map<String, String> headers, byte[] json) {}

    private Chat(String name, HttpPost http, Function<Notice, Message> shape) {
        this.name = name;
        this.http = http;
        this.shape = shape;
    }

    /** Gotify, by its REST API ({@code POST /message}). */
    static Channel gotify(GotifyConfig config, Duration limit) {
        URI address = URI.create(config.url() + "/message");
        String token = config.token().reveal().strip();
        return new Chat(
                "gotify",
                new HttpPost(address, List.of(token), config.ca(), limit),
                notice -> new Message("POST", address, Map.of("X-Gotify-Key", token), ChatPayloads.gotify(notice)));
    }

    /** A bot of Telegram, by {@code sendMessage} of the Bot API. */
    static Channel telegram(TelegramConfig config, Duration limit) {
        String token = config.token().reveal().strip();
        URI address = URI.create(config.url() + "/bot" + encoded(token).replace("%3A", ":") + "/sendMessage");
        List<String> secrets = new ArrayList<>(HttpPost.secrets(address.toString()));
        secrets.add(token);
        return new Chat(
                "telegram",
                new HttpPost(address, secrets, config.ca(), limit),
                notice -> new Message("POST", address, Map.of(), ChatPayloads.telegram(notice, config)));
    }

    /**
     * A room of Matrix (Client-Server API, {@code PUT /rooms/{roomId}/send/{eventType}/{txnId}}). The notice's key is the
     * transaction, so that the server takes a second try for the first.
     */
    static Channel matrix(MatrixConfig config, Duration limit) {
        String token = config.token().reveal().strip();
        String room = config.url() + "/_matrix/client/v3/rooms/" + encoded(config.room()) + "/send/m.room.message/";
        return new Chat(
                "matrix",
                new HttpPost(URI.create(config.url()), List.of(token), config.ca(), limit),
                notice -> new Message(
                        "PUT",
                        URI.create(room + encoded(notice.key())),
                        Map.of("Authorization", "Bearer " + token),
                        ChatPayloads.matrix(notice)));
    }

    /** A channel of Teams, by a workflow "when a webhook request is received". */
    static Channel teams(TeamsConfig config, Duration limit) {
        String said = config.url().reveal().strip();
        URI address = URI.create(said);
        return new Chat(
                "teams",
                new HttpPost(address, HttpPost.secrets(said), config.ca(), limit),
                notice -> new Message("POST", address, Map.of(), ChatPayloads.teams(notice)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Delivery send(Notice notice) {
        Message message = shape.apply(notice);
        return http.send(message.verb(), message.to(), message.headers(), message.json());
    }

    @Override
    public String toString() {
        return name;
    }
}
