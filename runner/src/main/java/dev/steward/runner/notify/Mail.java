package dev.steward.runner.notify;

import dev.steward.runner.config.notify.MailConfig;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.secret.Masker;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.secret.TextMasker;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/** Notices by mail (SMTP, RFC 5321): plain text, one mail to all receivers. */
final class Mail implements Channel {

    private final MailConfig config;
    private final UUID identity;
    private final Masker masker;
    private Optional<Session> session = Optional.empty();

    /**
     * A mail channel; nothing is connected yet.
     *
     * @param config with its password resolved
     * @param identity of this installation, for the Message-ID
     */
    Mail(MailConfig config, UUID identity) {
        this.config = config;
        this.identity = identity;
        this.masker = TextMasker.of(config.password().stream().toList());
    }

    private static Properties properties(MailConfig config) {
        String protocol = protocol(config);
        String timeout = String.valueOf(config.timeout().toMillis());
        Properties said = new Properties();
        for (String name : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            said.put("mail." + protocol + "." + name, timeout);
        }
        boolean starttls = config.tls() == MailConfig.Tls.STARTTLS;
        said.put("mail." + protocol + ".starttls.enable", String.valueOf(starttls));
        said.put("mail." + protocol + ".starttls.required", String.valueOf(starttls));
        said.put("mail." + protocol + ".ssl.checkserveridentity", "true");
        said.put("mail." + protocol + ".auth", String.valueOf(config.user().isPresent()));
        // one wrong address must not keep the mail from the others
        said.put("mail." + protocol + ".sendpartial", "true");
        return said;
    }

    private static String protocol(MailConfig config) {
        return config.tls() == MailConfig.Tls.TLS ? "smtps" : "smtp";
    }

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public Delivery send(Notice notice) {
        try (Transport transport = session().getTransport(protocol(config))) {
            MimeMessage mail = mail(notice);
            connect(transport);
            transport.sendMessage(mail, mail.getAllRecipients());
            return Delivery.delivered();
        } catch (SendFailedException e) {
            return partly(e);
        } catch (MessagingException e) {
            return new SmtpTrouble(e, masker).delivery();
        }
    }

    /** Why its server does not let us in; empty: it does. Nothing is sent. */
    Optional<String> trouble() {
        try (Transport transport = session().getTransport(protocol(config))) {
            connect(transport);
            return Optional.empty();
        } catch (MessagingException e) {
            return Optional.of(
                    config.host() + ":" + config.effectivePort() + ": " + new SmtpTrouble(e, masker).words());
        }
    }

    private void connect(Transport transport) throws MessagingException {
        transport.connect(
                config.host(),
                config.effectivePort(),
                config.user().orElse(null),
                config.password().map(Secret::reveal).orElse(null));
    }

    private synchronized Session session() throws MessagingException {
        if (session.isEmpty()) {
            Properties said = properties(config);
            if (config.ca().isPresent()) {
                try {
                    said.put(
                            "mail." + protocol(config) + ".ssl.socketFactory",
                            Authorities.context(config.ca().get()).getSocketFactory());
                } catch (IOException e) {
                    throw new MessagingException(e.getMessage(), e);
                }
            }
            session = Optional.of(Session.getInstance(said));
        }
        return session.get();
    }

    private Delivery partly(SendFailedException e) {
        SmtpTrouble trouble = new SmtpTrouble(e, masker);
        return e.getValidSentAddresses() == null || e.getValidSentAddresses().length == 0
                ? trouble.delivery()
                : Delivery.delivered("not to all: " + trouble.words());
    }

    private MimeMessage mail(Notice notice) throws MessagingException {
        MimeMessage mail = new Identified(session(), id(notice));
        mail.setFrom(new InternetAddress(config.from()));
        mail.setRecipients(Message.RecipientType.TO, receivers());
        mail.setSubject("[Steward] " + notice.title(), StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(notice.at()));
        // RFC 3834: no out-of-office answers, please
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("X-Steward-Kind", notice.kind().toString());
        mail.setText(notice.text(), StandardCharsets.UTF_8.name());
        mail.saveChanges();
        return mail;
    }

    private InternetAddress[] receivers() throws MessagingException {
        InternetAddress[] receivers = new InternetAddress[config.to().size()];
        for (int i = 0; i < receivers.length; i++) {
            receivers[i] = new InternetAddress(config.to().get(i));
        }
        return receivers;
    }

    /** The same for every try of a notice, so that whoever gets it twice can tell (RFC 5322, 3.6.4). */
    private String id(Notice notice) {
        String key = notice.key().replaceAll("[^A-Za-z0-9-]", "-");
        return "<" + key + "." + identity + "@"
                + config.from().substring(config.from().indexOf('@') + 1) + ">";
    }

    @Override
    public String toString() {
        return "mail to " + String.join(", ", config.to()) + " by " + config.host() + ":" + config.effectivePort();
    }

    /** Keeps its Message-ID, which the library would make anew. */
    private static final class Identified extends MimeMessage {

        private final String id;

        Identified(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
