package dev.steward.runner.proxmox.http;

import dev.steward.runner.proxmox.PveAnswer;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who the client is to the cluster. A token is sent as it is; a ticket is got with the password, renewed with itself before its
 * two hours are over (PVE/AccessControl.pm: ticket_lifetime), and got anew when PVE refuses it.
 */
final class Session {

    private static final Duration RENEW = Duration.ofMinutes(90);
    private static final Duration LIFE = Duration.ofMinutes(119);

    private final Credentials credentials;
    private final Time time;
    private final Hold hold;
    private final ReentrantLock asking = new ReentrantLock();
    private Ticket ticket;

    Session(Credentials credentials, Time time) {
        this.credentials = credentials;
        this.time = time;
        this.hold = new Hold(time);
    }

    private record Ticket(Secret cookie, Secret csrf, long since) {}

    /** How a ticket is asked for: the form of {@code POST /access/ticket}. */
    interface SignIn {

        PveAnswer ask(Map<String, ?> form) throws PveException, Lost, InterruptedException;
    }

    /** What a request carries; {@code pass} tells one ticket from the next. */
    record Auth(Map<String, String> headers, Object pass) {}

    /** Not asked, because it was refused a moment ago, or refused for good reason. */
    static final class Refused extends Exception {

        Refused(String message) {
            super(message);
        }
    }

    /** What to send along; signs in or renews where it must. */
    Auth auth(boolean reads, SignIn via) throws Refused, PveException, Lost, InterruptedException {
        notHeld();
        if (credentials instanceof Credentials.Token token) {
            String value = "PVEAPIToken=" + token.id() + "=" + token.secret().reveal();
            return new Auth(Map.of("Authorization", value), token);
        }
        asking.lockInterruptibly();
        try {
            notHeld();
            current((Credentials.Password) credentials, via);
            return headers(reads);
        } finally {
            asking.unlock();
        }
    }

    private void notHeld() throws Refused {
        Optional<Hold.Refusal> refusal = hold.now();
        if (refusal.isPresent()) {
            throw new Refused(refusal.get().reason() + " a moment ago; not asked again for "
                    + Math.max(1, refusal.get().left().toSeconds()) + " s");
        }
    }

    private Auth headers(boolean reads) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cookie", "PVEAuthCookie=" + ticket.cookie().reveal());
        if (!reads) {
            headers.put("CSRFPreventionToken", ticket.csrf().reveal());
        }
        return new Auth(headers, ticket);
    }

    private void current(Credentials.Password user, SignIn via)
            throws Refused, PveException, Lost, InterruptedException {
        if (ticket != null && age().compareTo(RENEW) >= 0) {
            renew(user, via);
        }
        if (ticket == null) {
            try {
                ticket = ticket(via.ask(form(user, user.password())));
            } catch (PveException e) {
                if (e.kind() == PveException.Kind.NOT_SIGNED_IN) {
                    hold.refused(e.reason());
                }
                throw e;
            }
        }
    }

    private static Map<String, Object> form(Credentials.Password user, Secret password) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("username", user.user());
        form.put("password", password);
        return form;
    }

    private Duration age() {
        return Duration.ofNanos(time.nanos() - ticket.since());
    }

    /** With the old ticket as its password; where that is refused, the real one is asked for next. */
    private void renew(Credentials.Password user, SignIn via) throws Refused, Lost, InterruptedException {
        try {
            ticket = ticket(via.ask(form(user, ticket.cookie())));
        } catch (PveException e) {
            boolean stillGood = e.kind() != PveException.Kind.NOT_SIGNED_IN && age().compareTo(LIFE) < 0;
            ticket = stillGood ? ticket : null;
        }
    }

    private Ticket ticket(PveAnswer answer) throws Refused {
        PveFields data = answer.fields();
        if (data.flag("NeedTFA") || data.text("ticket", "").startsWith("PVE:!tfa!")) {
            hold.refused("this user needs a second factor");
            throw new Refused("this user needs a second factor, which nobody is here to give; use an API token");
        }
        Optional<String> cookie = data.text("ticket");
        Optional<String> csrf = data.text("CSRFPreventionToken");
        if (cookie.isEmpty() || csrf.isEmpty()) {
            throw new Refused("the answer to the password has no ticket");
        }
        return new Ticket(new Secret(cookie.get()), new Secret(csrf.get()), time.nanos());
    }

    /** After a 401: whether another try with another ticket makes sense. */
    boolean renewable(Auth refused) {
        if (credentials instanceof Credentials.Token) {
            return false;
        }
        asking.lock();
        try {
            if (ticket == refused.pass()) {
                ticket = null;
            }
            return true;
        } finally {
            asking.unlock();
        }
    }

    /** The last word was a 401. */
    void refused(String reason) {
        hold.refused(reason);
    }

    /** It was let in. */
    void accepted() {
        hold.accepted();
    }

    /** Whether there is a ticket to keep alive. */
    boolean expires() {
        return credentials instanceof Credentials.Password;
    }

    /** What must appear in no message. */
    Secret secret() {
        return credentials instanceof Credentials.Token token
                ? token.secret()
                : ((Credentials.Password) credentials).password();
    }
}
