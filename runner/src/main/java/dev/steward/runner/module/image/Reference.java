package dev.steward.runner.module.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a container was made from, as its compose file says (the grammar of github.com/distribution/reference): a name without a
 * registry is one of Docker Hub, a name without a tag means {@code latest}.
 *
 * @param registry as {@code docker.io} or {@code registry.example.com:5000}
 * @param repository as {@code library/nginx}
 * @param tag as {@code 1.27}; empty where only a digest is said
 * @param pinned the digest that the compose file asks for; empty: none, and the tag may be given to another image
 */
record Reference(String registry, String repository, Optional<String> tag, Optional<String> pinned) {

    private static final Pattern SAID = Pattern.compile(
            "([a-z0-9]+(?:[._:/-]+[A-Za-z0-9_]+)*?)(?::([\\w][\\w.-]{0,127}))?(?:@([a-z0-9+._-]+:[0-9a-f]{32,}))?");

    private static final String HUB = "docker.io";

    /** What a text means; empty: it names no image of a registry, as the id of one that was built here. */
    static Optional<Reference> of(String said) {
        Matcher all = SAID.matcher(said);
        if (said.startsWith("sha256:") || said.matches("[0-9a-f]{64}") || !all.matches()) {
            return Optional.empty();
        }
        String name = all.group(1);
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean told = first.contains(".") || first.contains(":") || first.equals("localhost");
        String registry = told ? first : HUB;
        String repository = told ? name.substring(slash + 1) : name;
        boolean hub = registry.equals(HUB) || registry.equals("index.docker.io");
        Optional<String> pinned = Optional.ofNullable(all.group(3));
        Optional<String> tag = Optional.ofNullable(all.group(2))
                .or(() -> pinned.isPresent() ? Optional.empty() : Optional.of("latest"));
        return Optional.of(new Reference(
                hub ? HUB : registry,
                hub && !repository.contains("/") ? "library/" + repository : repository,
                tag,
                pinned));
    }

    /** As {@code docker.io/library/nginx}. */
    String name() {
        return registry + "/" + repository;
    }

    /** As {@code docker.io/library/nginx:1.27}. */
    String whole() {
        return name() + tag.map(said -> ":" + said).orElse("");
    }

    /** Where the registry answers: Docker Hub's is not where its name says; one on this machine speaks plain HTTP, as Docker has it. */
    String url() {
        String host = registry.equals(HUB) ? "registry-1.docker.io" : registry;
        String scheme = host.matches("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?") ? "http" : "https";
        return scheme + "://" + host + "/v2/" + repository;
    }
}
