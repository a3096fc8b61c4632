package dev.steward.runner.lab.pve.call;

import java.util.Map;

/** A call that is refused at once, as PVE says it. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Map<String, String> errors;

    private Refusal(int status, String message, Map<String, String> errors) {
        super(message, null, false, false);
        this.status = status;
        this.errors = Map.copyOf(errors);
    }

    /** Any status; the message as the body carries it, with its end of line where there is one. */
    public static Refusal of(int status, String message) {
        return new Refusal(status, message, Map.of());
    }

    /** The usual form of an error: 500 and a text. */
    public static Refusal failed(String text) {
        return of(500, text + "\n");
    }

    /** Not allowed: the text in brackets. */
    public static Refusal forbidden(String why) {
        return of(403, "Permission check failed (" + why + ")\n");
    }

    /** Only root@pam may do that; PVE names the reason alone. */
    public static Refusal rootOnly(String why) {
        return of(403, why + "\n");
    }

    /** Wrong parameters. */
    public static Refusal bad(Map<String, String> errors) {
        return new Refusal(400, "Parameter verification failed.\n", errors);
    }

    /** One wrong parameter. */
    public static Refusal bad(String parameter, String text) {
        return bad(Map.of(parameter, text));
    }

    public int status() {
        return status;
    }

    public Map<String, String> errors() {
        return errors;
    }
}
