package dev.steward.runner.app.kept;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last power plan that was valid, with all that it needs to be carried out: the playbook's texts, the hosts and the
 * configuration. One file that only its owner may read, replaced as a whole and forced to disk, with its own SHA-256 in the first
 * line: half a file, or one that was changed, is no plan.
 */
public final class KeptPlan {

    private static final Logger LOG = LoggerFactory.getLogger(KeptPlan.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHORT = 12;

    private final Path file;

    /** That of a state directory. */
    public KeptPlan(Path state) {
        this.file = state.resolve("power").resolve("kept-plan.json");
    }

    /**
     * What is kept.
     *
     * @param at when it was kept
     * @param config the configuration's text as its file had it
     * @param configFile that file
     * @param playbook the playbook's file
     * @param texts the playbook's files and theirs, by name
     * @param hosts an inventory as JSON; perhaps empty
     */
    public record Kept(
            Instant at, String config, Path configFile, String playbook, Map<String, String> texts, String hosts) {

        public Kept {
            texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
        }

        /** Whether nothing but the time is another. */
        boolean sameAs(Kept other) {
            return config.equals(other.config)
                    && configFile.equals(other.configFile)
                    && playbook.equals(other.playbook)
                    && texts.equals(other.texts)
                    && hosts.equals(other.hosts);
        }

        /** Of the texts, as people read it. */
        public String hash() {
            return sha256(playbook + texts).substring(0, SHORT);
        }
    }

    /** The last valid plan; empty where there is none, or its file is damaged. */
    public Optional<Kept> last() {
        try {
            String text = Files.readString(file);
            int end = text.indexOf('\n');
            String body = text.substring(end + 1);
            if (end < 0 || !text.substring(0, end).equals(sha256(body))) {
                LOG.error("{} is damaged: it is not used", file);
                return Optional.empty();
            }
            return Optional.of(read(JSON.readTree(body)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.error("{} cannot be used: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /** Keeps a valid plan in place of the last one, where it is another. */
    public void keep(Kept plan) {
        if (last().filter(plan::sameAs).isPresent()) {
            return;
        }
        try {
            write(plan);
        } catch (IOException e) {
            LOG.error("The power plan could not be kept for bad times: {}: {}", file, e.toString());
        }
    }

    private void write(Kept plan) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("at", plan.at().toString());
        fields.put("config", plan.config());
        fields.put("configFile", plan.configFile().toString());
        fields.put("playbook", plan.playbook());
        fields.put("texts", plan.texts());
        fields.put("hosts", plan.hosts());
        String body = JSON.writeValueAsString(fields);
        byte[] whole = (sha256(body) + "\n" + body).getBytes(StandardCharsets.UTF_8);
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(whole);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Kept read(JsonNode json) {
        Map<String, String> texts = new LinkedHashMap<>();
        json.required("texts")
                .properties()
                .forEach(one -> texts.put(one.getKey(), one.getValue().asText()));
        return new Kept(
                Instant.parse(json.required("at").asText()),
                json.required("config").asText(),
                Path.of(json.required("configFile").asText()),
                json.required("playbook").asText(),
                texts,
                json.required("hosts").asText());
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
