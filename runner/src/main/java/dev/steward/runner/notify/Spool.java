package dev.steward.runner.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.notice.Notice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that must not wait for a database: they are taken at once and without touching a disk, and lie as files until the
 * outbox has them or every channel does. Where no file can be written they stay in memory. Thread-safe.
 */
public final class Spool {

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 1000;
    private static final String END = ".json";

    private final Optional<Path> folder;
    private final ConcurrentLinkedQueue<Notice> fresh = new ConcurrentLinkedQueue<>();
    private final Map<String, Kept> kept = new LinkedHashMap<>();
    private volatile Runnable bell = () -> {};
    private boolean broken;

    /**
     * A notice.
     *
     * @param delivered the channels that have it
     * @param fromHere whether channels send it from here, for no outbox could take it
     */
    record Kept(Notice notice, Set<String> delivered, boolean fromHere) {

        Kept {
            delivered = Set.copyOf(delivered);
        }
    }

    /**
     * The spool of a folder, with what an earlier process left there.
     *
     * @param folder made when something is first written
     */
    public Spool(Path folder) {
        this(Optional.of(folder));
        left(folder).forEach(one -> kept.put(one.notice().key(), one));
    }

    private Spool(Optional<Path> folder) {
        this.folder = folder;
    }

    /** One that forgets with its process. */
    static Spool inMemory() {
        return new Spool(Optional.empty());
    }

    /** Takes a notice; returns at once, whatever disks and networks do. */
    public void tell(Notice notice) {
        fresh.add(notice);
        bell.run();
    }

    /** Is rung for each notice, and must not block. */
    void bell(Runnable rung) {
        bell = rung;
    }

    /** Rings, for something that was taken elsewhere. */
    void ring() {
        bell.run();
    }

    /** Puts what was taken into files, and returns all that waits, oldest first. */
    synchronized List<Kept> collect() {
        for (Notice notice = fresh.poll(); notice != null; notice = fresh.poll()) {
            if (kept.size() < MOST && !kept.containsKey(notice.key())) {
                put(new Kept(notice, Set.of(), false));
            }
        }
        return List.copyOf(kept.values());
    }

    /** The notices that a channel is to send from here. */
    synchronized List<Notice> waiting(String channel) {
        return kept.values().stream()
                .filter(one -> one.fromHere() && !one.delivered().contains(channel))
                .map(Kept::notice)
                .toList();
    }

    /** It was delivered on a channel. */
    synchronized void delivered(String key, String channel) {
        Kept one = kept.get(key);
        if (one != null) {
            Set<String> channels = new LinkedHashSet<>(one.delivered());
            channels.add(channel);
            put(new Kept(one.notice(), channels, one.fromHere()));
        }
    }

    /** Channels send it from here. */
    synchronized void sendFromHere(String key) {
        kept.computeIfPresent(key, (same, one) -> new Kept(one.notice(), one.delivered(), true));
    }

    /** Nothing more is to be done about it. */
    synchronized void drop(String key) {
        kept.remove(key);
        folder.ifPresent(in -> remove(in.resolve(name(key))));
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // read again by the next process, whose outbox knows its key
            LOG.warn("{} could not be removed: {}", file, e.toString());
        }
    }

    private void put(Kept one) {
        kept.put(one.notice().key(), one);
        folder.ifPresent(in -> write(in, one));
    }

    private void write(Path in, Kept one) {
        try {
            Files.createDirectories(in);
            String name = name(one.notice().key());
            Path half = in.resolve(name + ".half");
            Files.deleteIfExists(half);
            Files.createFile(half, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(half, bytes(one));
            Files.move(half, in.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            broken = false;
        } catch (IOException e) {
            if (!broken) {
                LOG.warn("Notices wait in memory alone: {} cannot be written: {}", in, e.toString());
            }
            broken = true;
        }
    }

    private static String name(String key) {
        return key.replaceAll("[^A-Za-z0-9._-]", "-") + END;
    }

    private static List<Kept> left(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Kept> all = new ArrayList<>();
            files.filter(file -> file.toString().endsWith(END))
                    .sorted()
                    .limit(MOST)
                    .forEach(file -> read(file).ifPresent(all::add));
            all.sort(java.util.Comparator.comparing(one -> one.notice().at()));
            return all;
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", folder, e.toString());
            return List.of();
        }
    }

    private static Optional<Kept> read(Path file) {
        try {
            return Optional.of(of(JSON.readTree(Files.readAllBytes(file))));
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} is no notice and is left alone: {}", file, e.toString());
            return Optional.empty();
        }
    }

    private static byte[] bytes(Kept one) throws JsonProcessingException {
        Notice notice = one.notice();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("key", notice.key());
        fields.put("kind", notice.kind().toString());
        fields.put("severity", notice.severity().name());
        fields.put("about", notice.about());
        fields.put("title", notice.title());
        fields.put("text", notice.text());
        fields.put("link", notice.link().orElse(null));
        fields.put("at", notice.at().toString());
        fields.put("run", notice.run().orElse(null));
        fields.put("delivered", (Collection<String>) one.delivered());
        return JSON.writeValueAsBytes(fields);
    }

    private static Kept of(JsonNode json) {
        Set<String> delivered = new LinkedHashSet<>();
        json.path("delivered").forEach(channel -> delivered.add(channel.asText()));
        Notice notice = new Notice(
                json.required("key").asText(),
                Notice.Kind.of(json.required("kind").asText()),
                Notice.Severity.valueOf(json.required("severity").asText()),
                json.path("about").asText(),
                json.required("title").asText(),
                json.required("text").asText(),
                Optional.ofNullable(json.path("link").textValue()),
                Instant.parse(json.required("at").asText()),
                json.path("run").isNumber() ? Optional.of(json.path("run").asLong()) : Optional.empty());
        return new Kept(notice, delivered, false);
    }
}
