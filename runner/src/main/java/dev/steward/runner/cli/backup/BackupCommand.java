package dev.steward.runner.cli.backup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.DeskCommand;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.control.Ask;
import dev.steward.runner.store.backup.BackupFile;
import dev.steward.runner.store.backup.BackupRefused;
import dev.steward.runner.store.backup.Private;
import dev.steward.runner.store.backup.SealedParts;
import dev.steward.runner.store.backup.SealedParts.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code steward backup}: all that is kept, as one file, while the server goes on. */
@Command(
        mixinStandardHelpOptions = true,
        name = "backup",
        description = {
            "Writes everything that Steward keeps, as it is at this moment, to one file; a server goes on meanwhile.",
            "With it: the configuration, playbooks and inventory (unless they come from git). Not: secrets, keys, logs."
        })
public final class BackupCommand extends DeskCommand implements Callable<Integer> {

    private final Bench bench;
    private final StateDesks states;

    @Mixin
    private ConfigOption config;

    @Parameters(
            paramLabel = "FILE",
            description = "Written there with mode 0600; one that is there is not overwritten.")
    private Path file;

    /** The verb. */
    public BackupCommand(Bench bench, StateDesks states) {
        super(bench);
        this.bench = bench;
        this.states = states;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, Refusal {
        Path to = bench.folder().resolve(file).normalize();
        Path part = to.resolveSibling(to.getFileName() + ".part");
        refuse(to, part);
        String from = states.config(config.file())
                .file()
                .map(path -> path.toAbsolutePath().toString())
                .orElse(null);
        try {
            JsonNode made = write(new Ask.Backup(from, person()), part);
            SealedParts sealed;
            try (BackupFile written = BackupFile.open(part)) {
                written.verify();
                sealed = SealedParts.of(written);
                Private.settle(part);
                Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
                Private.settle(to.getParent());
                Contents.of(written.manifest())
                        .told(out(), made.path("of").asText() + " is saved in " + to, Files.size(to));
            }
            told(made, sealed);
            return Exit.OK;
        } catch (BackupRefused e) {
            throw new Refusal(Exit.ERROR, List.of("What was written is not what is there: " + e.getMessage()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void refuse(Path to, Path part) throws IOException, Refusal {
        if (Files.isDirectory(to)) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of(to + " is a folder. Name a file in it: steward backup " + to + "/steward-$(date +%F).zip"));
        }
        if (Files.exists(to)) {
            throw new Refusal(
                    Exit.ERROR,
                    List.of(to + " is there already and stays as it is. Name another file: steward backup "
                            + to.resolveSibling("steward-$(date +%F-%H%M).zip")));
        }
        if (!Files.isDirectory(to.getParent())) {
            throw new Refusal(
                    Exit.ERROR,
                    List.of("There is no folder " + to.getParent() + ". Make it: mkdir -p " + to.getParent()));
        }
        // of one that was killed
        Files.deleteIfExists(part);
    }

    private JsonNode write(Ask ask, Path part) throws IOException, InterruptedException, Refusal {
        List<JsonNode> made = new ArrayList<>();
        try (OutputStream out = Private.create(part)) {
            show(config, ask, false, data -> {
                if (data.isTextual()) {
                    append(out, Base64.getDecoder().decode(data.asText()));
                } else {
                    made.add(data);
                }
            });
        }
        return made.get(0);
    }

    private static void append(OutputStream out, byte[] piece) {
        try {
            out.write(piece);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void told(JsonNode made, SealedParts sealed) {
        if (made.path("fromGit").asBoolean()) {
            out().println("Playbooks and inventory come from git and are not in it.");
        }
        List<String> left = new ArrayList<>();
        made.path("left").forEach(one -> left.add(one.asText()));
        if (!left.isEmpty()) {
            out().println("Not in it, so keep them elsewhere: " + String.join(", ", left) + ".");
        }
        out().println("It holds what opens accounts here (hashes of passwords and tokens"
                + (sealed.plain().isEmpty() ? "" : "; in plain text: " + Kind.words(sealed.plain())) + "): mode 0600.");
        if (!sealed.keys().isEmpty()) {
            out().println("Sealed in it: " + Kind.words(sealed.sealed())
                    + ". Their key is not in it, or the seal were no use: without that key" + " they are lost.");
        }
    }
}
