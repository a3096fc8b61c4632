package dev.steward.runner.secret;

import dev.steward.runner.secret.AnsibleVault.VaultException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A vault password in a file, as Ansible's {@code --vault-password-file} ({@code ansible/parsing/vault}): the text of the file
 * without blanks around it, or, where the file is executable, what it prints, without line ends. A script whose name ends in
 * {@code -client} is given {@code --vault-id LABEL}, or {@code default}. Its messages go to standard error. A script runs once.
 */
public final class VaultPasswordFile implements VaultPassword {

    private static final int LONGEST = 1 << 16;
    private static final String NOT_EXECUTABLE =
            "; a file that holds the password itself must not be executable (chmod -x)";

    private final Path file;
    private final boolean person;
    private final Duration patience;
    private final Optional<String> label;
    private Secret printed;

    /**
     * A file.
     *
     * @param file text or executable
     * @param person whether somebody sits there whom a script may ask
     * @param patience after which a script is killed
     */
    public VaultPasswordFile(Path file, boolean person, Duration patience) {
        this(file, person, patience, Optional.empty());
    }

    /**
     * A file for one vault id.
     *
     * @param label the vault id; a {@code -client} script is told it
     */
    public VaultPasswordFile(Path file, boolean person, Duration patience, Optional<String> label) {
        this.file = file;
        this.person = person;
        this.patience = patience;
        this.label = label;
    }

    @Override
    public Optional<String> label() {
        return label;
    }

    @Override
    public String from() {
        return file.toString();
    }

    @Override
    public synchronized Secret read() throws VaultException {
        if (printed != null) {
            return printed;
        }
        if (!Files.isRegularFile(file)) {
            throw wrong(Files.exists(file) ? "is no file" : "does not exist");
        }
        if (!Files.isExecutable(file)) {
            return password(text().strip());
        }
        printed = password(output().replaceAll("^[\\r\\n]+|[\\r\\n]+$", ""));
        return printed;
    }

    private Secret password(String text) throws VaultException {
        if (text.isEmpty()) {
            throw wrong(Files.isExecutable(file) ? "printed nothing" : "is empty");
        }
        if (AnsibleVault.isEnvelope(text)) {
            throw wrong("is itself closed by a vault");
        }
        return new Secret(text);
    }

    private String text() throws VaultException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw wrong("cannot be read (" + e.getClass().getSimpleName() + "); who may read it?");
        }
    }

    private String output() throws VaultException {
        List<String> words = new ArrayList<>(List.of(file.toAbsolutePath().toString()));
        if (file.getFileName().toString().replaceFirst("\\.[^.]*$", "").endsWith("-client")) {
            words.addAll(List.of("--vault-id", label.orElse("default")));
        }
        try {
            Process process = new ProcessBuilder(words)
                    .redirectInput(person ? Redirect.INHERIT : Redirect.from(new File("/dev/null")))
                    .redirectError(Redirect.INHERIT)
                    .start();
            try {
                return ended(process);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw wrong("cannot be run (" + e.getMessage() + ")" + NOT_EXECUTABLE);
        }
    }

    private String ended(Process process) throws VaultException {
        CompletableFuture<byte[]> out = CompletableFuture.supplyAsync(() -> {
            try {
                return process.getInputStream().readNBytes(LONGEST);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
        try {
            byte[] bytes = out.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw wrong("did not end within " + patience.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw wrong("ended with exit code " + process.exitValue() + NOT_EXECUTABLE);
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (TimeoutException e) {
            throw wrong("did not end within " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw wrong("cannot be heard (" + e.getCause().getMessage() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw wrong("was interrupted");
        }
    }

    private VaultException wrong(String what) {
        boolean script = Files.isExecutable(file) && Files.isRegularFile(file);
        return new VaultException("the vault password " + (script ? "script " : "file ") + file + " " + what);
    }
}
