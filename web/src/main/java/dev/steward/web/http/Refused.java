package dev.steward.web.http;

import java.util.List;

/** A request that is not answered as asked, told to its sender in plain words. */
public final class Refused extends RuntimeException {

    private final int status;
    private final String title;
    private final List<String> problems;

    /**
     * A refusal.
     *
     * @param status of HTTP, 400 to 599
     * @param title in a few words
     * @param detail what was expected and the next step
     * @param problems further lines, as the problems of a playbook
     */
    public Refused(int status, String title, String detail, List<String> problems) {
        super(detail);
        this.status = status;
        this.title = title;
        this.problems = List.copyOf(problems);
    }

    /** 404. */
    public static Refused notFound(String detail) {
        return new Refused(404, "Not found", detail, List.of());
    }

    /** 400. */
    public static Refused bad(String detail) {
        return new Refused(400, "Not understood", detail, List.of());
    }

    /** 403. */
    public static Refused forbidden(String detail) {
        return new Refused(403, "Refused", detail, List.of());
    }

    /** 401. */
    public static Refused unknown(String detail) {
        return new Refused(401, "Sign in first", detail, List.of());
    }

    /** 409. */
    public static Refused conflict(String detail) {
        return new Refused(409, "Not possible now", detail, List.of());
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }

    /** In a few words. */
    public String title() {
        return title;
    }

    /** Further lines; often none. */
    public List<String> problems() {
        return problems;
    }
}
