package dev.steward.web.account;

import java.util.List;

/** What a browser says of itself, in the words of its owner: which of several sessions is the phone's is all that is asked. */
final class Browsers {

    private static final List<String> NAMES = List.of("Edg", "Firefox", "Chrome", "Safari", "curl");
    private static final List<String> SYSTEMS =
            List.of("Android", "iPhone", "iPad", "Windows", "Macintosh", "CrOS", "Linux");

    private Browsers() {}

    static String name(String agent) {
        String name = first(NAMES, agent).replace("Edg", "Edge");
        String system = first(SYSTEMS, agent).replace("Macintosh", "Mac");
        if (name.isEmpty()) {
            return "another program";
        }
        return system.isEmpty() ? name : name + " on " + system;
    }

    private static String first(List<String> words, String agent) {
        return words.stream().filter(agent::contains).findFirst().orElse("");
    }
}
