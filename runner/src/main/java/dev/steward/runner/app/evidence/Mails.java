package dev.steward.runner.app.evidence;

import dev.steward.runner.store.outbox.Posted;
import dev.steward.runner.store.outbox.Posted.Delivered;
import dev.steward.runner.store.outbox.Posted.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people were told by mail, and whether the relay took it. */
final class Mails {

    private static final String CHANNEL = "mail";
    private static final int LOOK_BACK = 50;

    private final Scene scene;

    Mails(Scene scene) {
        this.scene = scene;
    }

    /**
     * Whether mail about something went out.
     *
     * @param kind of notice, as its word
     * @param next what would show it
     */
    Proof of(String kind, String next) {
        List<Posted> posted = scene.store().outbox().ofKinds(List.of(kind), LOOK_BACK);
        if (posted.isEmpty()) {
            return Proof.missing(List.of("no notice '" + kind + "' is kept"), next);
        }
        Optional<Posted> sent = posted.stream()
                .filter(one ->
                        mail(one).filter(mail -> mail.state() == State.SENT).isPresent())
                .findFirst();
        if (sent.isPresent()) {
            return Proof.shown(List.of(line(sent.get())));
        }
        Posted last = posted.get(0);
        return mail(last).isEmpty()
                ? Proof.missing(
                        List.of(line(last)), "give notices a mail channel that takes '" + kind + "', and try again")
                : Proof.against(List.of(line(last)), "'steward notices test' says what the relay has against it");
    }

    /** A notice in one line, with what became of its mail. */
    String line(Posted posted) {
        String what = scene.when(posted.notice().at()) + " " + posted.notice().kind() + ": "
                + posted.notice().title();
        return what + "; " + mail(posted).map(this::state).orElse("told by no mail");
    }

    private String state(Delivered mail) {
        return mail.state() == State.SENT
                ? "the relay took the mail at " + scene.when(mail.changed())
                : "the mail is " + mail.state().word()
                        + (mail.message().isEmpty() ? "" : ": " + mail.message().replaceAll("\\s+", " "));
    }

    static Optional<Delivered> mail(Posted posted) {
        return posted.deliveries().stream()
                .filter(one -> one.channel().equals(CHANNEL))
                .findFirst();
    }

    /** Those of some kinds in lines, the newest first. */
    List<String> lines(List<String> kinds) {
        List<String> lines = new ArrayList<>();
        scene.store().outbox().ofKinds(kinds, LOOK_BACK).forEach(one -> lines.add(line(one)));
        return lines;
    }
}
