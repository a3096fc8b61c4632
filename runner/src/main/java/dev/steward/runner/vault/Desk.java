package dev.steward.runner.vault;

import dev.steward.runner.secret.AnsibleVault.VaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a person edits a decrypted text: a folder for its owner alone, in memory where the machine has such a place. It is
 * gone with what editors leave in it when the editor has ended, and also when this process is told to end; what a killed
 * process left is taken away by the next one.
 */
public final class Desk implements AutoCloseable {

    private static final String NAME = "steward-vault-";
    private static final Pattern LEFT = Pattern.compile(NAME + "(\\d+)-.*");
    private static final long PATIENCE = 2;

    private final Path folder;
    private final Thread hook = new Thread(this::ending, "vault-desk");
    private Optional<Process> editor = Optional.empty();

    private Desk(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Makes a desk.
     *
     * @param environment of the process: XDG_RUNTIME_DIR is used where it is set
     */
    public static Desk open(Map<String, String> environment) throws VaultException {
        Path place = Stream.of(
                        Optional.ofNullable(environment.get("XDG_RUNTIME_DIR")),
                        Optional.of("/dev/shm"),
                        Optional.of(System.getProperty("java.io.tmpdir")))
                .flatMap(Optional::stream)
                .map(Path::of)
                .filter(path -> path.isAbsolute() && Files.isDirectory(path) && Files.isWritable(path))
                .findFirst()
                .orElseThrow(() -> new VaultException("there is no folder for temporary files that can be written"));
        try {
            sweep(place);
            return new Desk(Files.createTempDirectory(
                    place,
                    NAME + ProcessHandle.current().pid() + "-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        } catch (IOException e) {
            throw new VaultException("there is no place for the text while it is edited: " + e.getMessage());
        }
    }

    private static void sweep(Path place) throws IOException {
        try (Stream<Path> all = Files.list(place)) {
            for (Path one : all.filter(Desk::isLeft).toList()) {
                if (Files.getOwner(one).getName().equals(System.getProperty("user.name"))) {
                    Shredding.away(one);
                }
            }
        }
    }

    private static boolean isLeft(Path path) {
        Matcher name = LEFT.matcher(path.getFileName().toString());
        return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    /**
     * Lets a person edit a text.
     *
     * @param name of the file, by whose ending editors know what it is
     * @param content what is edited
     * @param command the editor's command line, as of $EDITOR
     * @return what was saved
     * @throws VaultException where the editor did not end well
     */
    public byte[] edited(String name, byte[] content, String command) throws VaultException, InterruptedException {
        Path file = folder.resolve(name);
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, content);
            Process process = begun(List.of("/bin/sh", "-c", command + " \"$1\"", "steward", file.toString()));
            int code = process.waitFor();
            if (code != 0) {
                throw new VaultException("the editor (" + command + ") ended with exit code " + code);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new VaultException("what was edited cannot be read: " + e.getMessage());
        }
    }

    private synchronized Process begun(List<String> words) throws IOException {
        Process process = new ProcessBuilder(words).inheritIO().start();
        editor = Optional.of(process);
        return process;
    }

    /** The process is told to end while somebody edits. */
    private synchronized void ending() {
        editor.ifPresent(process -> {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            try {
                process.waitFor(PATIENCE, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Shredding.away(folder);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            return; // the hook does it
        }
        Shredding.away(folder);
    }
}
