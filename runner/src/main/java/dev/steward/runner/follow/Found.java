package dev.steward.runner.follow;

import java.util.List;

/**
 * What a word means.
 *
 * @param subject the guest or node
 * @param services the entry's, where the word is the name of one below {@code follow}
 * @param files likewise
 */
public record Found(Subject subject, List<String> services, List<String> files) {

    public Found {
        services = List.copyOf(services);
        files = List.copyOf(files);
    }
}
