package dev.steward.runner.app.readiness;

import dev.steward.runner.config.notify.MailConfig;
import dev.steward.runner.doctor.Finding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The mail relay. */
final class Relay {

    private static final int SUBMISSION = 587;
    private static final int SMTPS = 465;
    private static final int SMTP = 25;

    private Relay() {}

    /** Whether it is there and, where it speaks first, says 220 (RFC 5321, 3.1). */
    static Finding greets(MailConfig mail) {
        int port = mail.port()
                .orElse(
                        switch (mail.tls()) {
                            case STARTTLS -> SUBMISSION;
                            case TLS -> SMTPS;
                            case NONE -> SMTP;
                        });
        String what = "mail relay";
        String where = mail.host() + ":" + port;
        int patience = (int) mail.timeout().toMillis();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(mail.host(), port), patience);
            socket.setSoTimeout(patience);
            if (mail.tls() == MailConfig.Tls.TLS) {
                return Readiness.good(what, where + " is there; 'steward notices test' sends by it");
            }
            String greeting = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return greeting != null && greeting.startsWith("220")
                    ? Readiness.good(what, where + " greets; 'steward notices test' sends by it")
                    : Readiness.problem(what, where + " does not greet as a mail server: " + greeting);
        } catch (IOException e) {
            return Readiness.problem(what, where + " cannot be reached: " + e.getMessage());
        }
    }
}
