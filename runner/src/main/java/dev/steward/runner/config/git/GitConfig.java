package dev.steward.runner.config.git;

import dev.steward.runner.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The git repository that playbooks and inventory come from.
 *
 * @param url by https or ssh; nothing secret is in it
 * @param ref the only branch that is read, as {@code main}; or a full name, as {@code refs/tags/live}
 * @param path the folder of the repository that is taken; {@code .}: all of it
 * @param playbooks the folder of playbooks in there
 * @param inventory the sources of the inventory in there, in order
 * @param every how often the server is asked; zero: only when somebody or its webhook says so
 * @param timeout of one conversation with the server
 * @param user by https
 * @param token by https: a password or access token that may read, or a reference {@code secret('path')}; empty: everybody may read
 * @param key by ssh: the file of a private key without passphrase
 * @param knownHosts by ssh: a file with the server's key, as ssh-keyscan writes it
 * @param ca by https: a PEM file of authorities; empty: those of this machine
 * @param signedBy public SSH keys, one of which must have signed the commit; empty: none need to
 * @param webhook what the server sends along when it tells of a push, or a reference {@code secret('path')}; empty: it is not heard
 */
public record GitConfig(
        String url,
        String ref,
        String path,
        String playbooks,
        List<String> inventory,
        Duration every,
        Duration timeout,
        String user,
        Optional<Secret> token,
        Optional<Path> key,
        Optional<Path> knownHosts,
        Optional<Path> ca,
        List<String> signedBy,
        Optional<Secret> webhook) {

    private static final Pattern SHORT = Pattern.compile("([A-Za-z0-9_][A-Za-z0-9_.-]*)@([A-Za-z0-9.-]+):(?!//)(.+)");
    private static final Pattern SSH =
            Pattern.compile("ssh://([A-Za-z0-9_][A-Za-z0-9_.-]*@)?[A-Za-z0-9.-]+(:\\d{1,5})?/[^\\s?#]+");
    private static final Pattern HTTPS = Pattern.compile("https://[A-Za-z0-9.-]+(:\\d{1,5})?/[^\\s?#]+");
    private static final Pattern REF = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./+-]*");
    private static final Pattern KEY = Pattern.compile("ssh-(ed25519|rsa) [A-Za-z0-9+/]{40,}={0,2}( .*)?");
    private static final int SHORTEST = 16;

    /** What must be said is null. */
    public static final GitConfig DEFAULT = new GitConfig(
            null,
            "main",
            ".",
            "playbooks",
            List.of("inventory"),
            Duration.ofMinutes(15),
            Duration.ofMinutes(1),
            "steward",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());

    public GitConfig {
        // null only while other problems of the section are collected
        url = url == null ? null : address(url);
        reach(url, key, knownHosts);
        branch(ref);
        inside("path", path);
        inside("playbooks", playbooks);
        inventory.forEach(source -> inside("inventory", source));
        inventory = List.copyOf(inventory);
        signedBy = List.copyOf(signedBy);
        spans(every, timeout);
        signedBy.forEach(GitConfig::signer);
        webhook.map(Secret::reveal).ifPresent(GitConfig::guessable);
    }

    private static String address(String said) {
        Matcher brief = SHORT.matcher(said);
        String url = brief.matches() ? "ssh://" + brief.group(1) + "@" + brief.group(2) + "/" + brief.group(3) : said;
        // the address itself is not repeated where it may hold a secret
        if (url.matches("(?i)https?://[^/]*@.*") || url.matches("(?i)ssh://[^/@]*:[^/]*@.*")) {
            throw new IllegalArgumentException("url has a login in it, which is shown to everybody; take it out and say"
                    + " user: and token: secret('…') instead");
        }
        if (url.matches("[^?]*\\?.*")) {
            throw new IllegalArgumentException(
                    "url has a '?' in it, where secrets would be shown to everybody; say token: secret('…') instead");
        }
        if (url.regionMatches(true, 0, "file:", 0, 5)
                || url.startsWith("/")
                || url.startsWith(".")
                || url.startsWith("~")) {
            throw new IllegalArgumentException(
                    "url is a folder of this machine; leave 'git:' out and say 'playbooks:' and"
                            + " 'inventory:' with that folder");
        }
        if (!HTTPS.matcher(url).matches() && !SSH.matcher(url).matches() || url.contains("/../")) {
            throw new IllegalArgumentException(
                    "url is '" + said + "'; expected https://git.example.com/home/estate.git or"
                            + " ssh://git@git.example.com/home/estate.git");
        }
        return url;
    }

    private static void reach(String url, Optional<Path> key, Optional<Path> knownHosts) {
        if (url == null || !url.startsWith("ssh:")) {
            return;
        }
        if (key.isEmpty()) {
            throw new IllegalArgumentException(
                    "key is missing: by ssh a private key of Steward's own is needed;"
                            + " 'ssh-keygen -t ed25519 -N \"\" -f FILE' makes one, whose public half the server is given for reading");
        }
        if (knownHosts.isEmpty()) {
            throw new IllegalArgumentException("knownHosts is missing: the server is only believed by its key;"
                    + " 'ssh-keyscan HOST > FILE' asks for it: compare it with what the server's keeper says");
        }
    }

    private static void branch(String ref) {
        if (!REF.matcher(ref).matches() || ref.contains("..") || ref.contains("//") || ref.endsWith("/")) {
            throw new IllegalArgumentException(
                    "ref is '" + ref + "'; expected a branch such as main, or refs/tags/NAME");
        }
    }

    private static void inside(String name, String path) {
        if (path.isBlank()
                || path.startsWith("/")
                || Stream.of(path.split("/")).anyMatch(part -> part.equals("..") || part.equalsIgnoreCase(".git"))) {
            throw new IllegalArgumentException(
                    name + " has '" + path + "'; expected a folder inside of the repository");
        }
    }

    private static void spans(Duration every, Duration timeout) {
        if (!every.isZero() && every.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException(
                    "every is less than a minute; say 1m or more, or 0s for only on request");
        }
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofMinutes(30)) > 0) {
            throw new IllegalArgumentException("timeout is out of its bounds; expected 1s to 30m");
        }
    }

    private static void signer(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    "signedBy has something other than a public SSH key (Ed25519 or RSA); expected lines as"
                            + " 'ssh-ed25519 AAAA… anna', as they stand in a .pub file (git config gpg.format ssh signs with one)");
        }
    }

    private static void guessable(String said) {
        if (!said.strip().startsWith("secret(") && said.length() < SHORTEST) {
            throw new IllegalArgumentException("webhook is shorter than " + SHORTEST
                    + " characters and could be guessed; 'openssl rand -hex 24' makes a good one");
        }
    }

    /** With the secrets themselves in the place of references. */
    public GitConfig with(Optional<Secret> token, Optional<Secret> webhook) {
        return new GitConfig(
                url,
                ref,
                path,
                playbooks,
                inventory,
                every,
                timeout,
                user,
                token,
                key,
                knownHosts,
                ca,
                signedBy,
                webhook);
    }

    /** The full name of what is read. */
    public String fullRef() {
        return ref.startsWith("refs/") ? ref : "refs/heads/" + ref;
    }

    /** Everything of it in a state directory. */
    public static Path home(Path stateDir) {
        return stateDir.resolve("git");
    }

    /** The name under which the revision in effect is found; what it leads to changes at one stroke. */
    public static Path current(Path stateDir) {
        return home(stateDir).resolve("current");
    }

    /** What must be masked wherever output is shown. */
    public List<Secret> secrets() {
        return Stream.of(token, webhook).flatMap(Optional::stream).toList();
    }
}
