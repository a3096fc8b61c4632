package dev.steward.runner.lab.tool;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who may use sudo on a host, and with which password. */
public final class Sudoers {

    private final Map<String, String> passwords = new ConcurrentHashMap<>();

    /** Lets a user in; an empty password means none is asked. */
    public void allow(String user, String password) {
        passwords.put(user, password);
    }

    /** The password; empty where none is asked, null where the user may not. */
    String password(String user) {
        return passwords.get(user);
    }
}
