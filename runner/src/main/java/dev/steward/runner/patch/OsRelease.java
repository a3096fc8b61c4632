package dev.steward.runner.patch;

import java.util.List;

/**
 * What a system says it is (os-release(5)); the empty text where it does not say.
 *
 * @param id as {@code debian}
 * @param like the ids of what it comes from, nearest first, as {@code rhel fedora}
 * @param version VERSION_ID, as {@code 12}
 * @param name PRETTY_NAME
 */
public record OsRelease(String id, List<String> like, String version, String name) {

    public OsRelease {
        like = List.copyOf(like);
    }

    /** For people: its pretty name, else its id and version. */
    public String words() {
        return name.isEmpty() ? (id + " " + version).strip() : name;
    }
}
