package dev.steward.runner.proxmox.text;

import java.util.Arrays;
import java.util.List;

/** The tags of a guest: PVE writes {@code prod;web}, and takes commas and spaces as well. */
public final class Tags {

    private Tags() {}

    /** Each tag once, in the order written. */
    public static List<String> parse(String text) {
        return Arrays.stream(text.split("[;,\\s]+"))
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
    }

    /** As PVE writes them. */
    public static String text(List<String> tags) {
        return String.join(";", tags);
    }
}
