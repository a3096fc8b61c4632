package dev.steward.runner.lab.pve.state;

import java.util.Set;
import java.util.TreeSet;

/** A pool of guests and storages. The cluster's monitor guards it. */
public final class Pool {

    private final String id;
    private final Set<Integer> guests = new TreeSet<>();
    private final Set<String> storages = new TreeSet<>();
    private String comment = "";

    /** An empty pool. */
    public Pool(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** The numbers of its guests. */
    public Set<Integer> guests() {
        return guests;
    }

    /** The names of its storages. */
    public Set<String> storages() {
        return storages;
    }

    public String comment() {
        return comment;
    }

    /** Sets the comment. */
    public void comment(String text) {
        comment = text;
    }
}
