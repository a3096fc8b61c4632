package dev.steward.runner.seal;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Seals what a database keeps and nobody who reads the database, or a backup of it, may know. The key lies outside of it: in a file
 * that the configuration names, else in the state directory. A value that is not sealed is read as it is. Thread-safe.
 */
public final class Seal {

    /** The name of the key's file in a state directory. */
    public static final String FILE = "seal.key";

    private static final String PREFIX = "sealed:1:";

    private final Optional<KeyFile> said;
    private final KeyFile own;
    private final boolean alone;
    private List<SealKey> keys = List.of();

    private Seal(Optional<KeyFile> said, KeyFile own, boolean alone) {
        this.said = said;
        this.own = own;
        this.alone = alone;
    }

    /**
     * With the key of a file, or of the state directory, which is made once it is needed.
     *
     * @param said the file of the configuration; empty: none
     * @param state the state directory
     * @param alone whether no other server shares the database. With others a key that one made by itself would lock them out: there
     *     nothing is sealed but with a key of the configuration
     * @throws SealException where the file of the configuration cannot be used
     */
    public static Seal of(Optional<Path> said, Path state, boolean alone) {
        Seal seal = unread(said, state, alone);
        if (said.isPresent()) {
            seal.look();
        }
        return seal;
    }

    /** The same; its files are not read before a value is opened, and nothing opens where they cannot be used. */
    public static Seal unread(Optional<Path> said, Path state, boolean alone) {
        return new Seal(said.map(KeyFile::new), new KeyFile(state.resolve(FILE)), alone);
    }

    /** As a process that begins now would have it: with what its files hold, and no key that stands in none any more. */
    public Seal unread() {
        return new Seal(said, own, alone);
    }

    /** Whether values are sealed; else they stay as they are. */
    public boolean seals() {
        return alone || said.isPresent();
    }

    /** Whether no other server shares the database. */
    public boolean alone() {
        return alone;
    }

    /** Where the key lies, or is to lie. */
    public Path file() {
        return said.orElse(own).path();
    }

    /**
     * A value as it is kept.
     *
     * @throws SealException where the key cannot be read, or not be made
     */
    public synchronized String seal(Place place, String plain) {
        if (!seals()) {
            return plain;
        }
        SealKey key = current();
        return PREFIX + key.id() + ":" + key.seal(place, plain);
    }

    /** A value that is kept; empty: its key is not here, or it was changed. */
    public synchronized Optional<String> open(Place place, String kept) {
        Optional<String> id = keyOf(kept);
        return id.isEmpty()
                ? Optional.of(kept)
                : find(id.get())
                        .flatMap(key -> key.open(
                                place, kept.substring(PREFIX.length() + id.get().length() + 1)));
    }

    /** Whether a value that is kept would be sealed with the same key today, or not at all. */
    public synchronized boolean settled(String kept) {
        Optional<String> id = keyOf(kept);
        return id.isEmpty() ? !seals() : !seals() || first().map(SealKey::id).equals(id);
    }

    /** The id of the key that sealed a value; empty: it is not sealed. */
    public static Optional<String> keyOf(String kept) {
        int end = kept.startsWith(PREFIX) ? kept.indexOf(':', PREFIX.length()) : -1;
        return end < 0 ? Optional.empty() : Optional.of(kept.substring(PREFIX.length(), end));
    }

    /** Those of some keys, by their ids, that are not here. */
    public synchronized Set<String> missing(Collection<String> ids) {
        Set<String> missing = new TreeSet<>(ids);
        missing.removeIf(id -> find(id).isPresent());
        return missing;
    }

    /** A key that was brought back counts at once. */
    private Optional<SealKey> find(String id) {
        Optional<SealKey> known = known(id);
        if (known.isPresent()) {
            return known;
        }
        try {
            look();
        } catch (SealException unusable) {
            return Optional.empty();
        }
        return known(id);
    }

    private Optional<SealKey> known(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    /** The one that seals; empty: there is none yet. */
    private Optional<SealKey> first() {
        if (keys.isEmpty()) {
            look();
        }
        return keys.stream().findFirst();
    }

    /**
     * The one that seals, as its file has it now: what is sealed with a key that is in no file any more opens no longer than this
     * process lives.
     */
    private SealKey current() {
        List<SealKey> before = keys;
        look();
        if (keys.isEmpty()) {
            // a file that was removed meanwhile comes back with all that was sealed with it
            keys = before.isEmpty() ? List.of(SealKey.random()) : before;
            own.make(keys);
        }
        return keys.get(0);
    }

    /** The state directory's keys open what was sealed before the configuration named others. */
    private void look() {
        List<SealKey> found = new ArrayList<>();
        if (said.isPresent()) {
            found.addAll(said.get().read());
        }
        // a link to a disk that is not there is no reason to put another key in its place
        if (Files.exists(own.path(), LinkOption.NOFOLLOW_LINKS)) {
            try {
                found.addAll(own.read());
            } catch (SealException e) {
                if (said.isEmpty()) {
                    throw e;
                }
            }
        }
        keys = List.copyOf(found);
    }
}
