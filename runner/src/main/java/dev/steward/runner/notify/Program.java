package dev.steward.runner.notify;

import dev.steward.runner.config.notify.CommandConfig;
import dev.steward.runner.notice.Notice;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Notices by a program of the operator's. It reads the notice as JSON on its standard input; the short of it stands in variables. It ends with
 * 0: taken; with 65 (EX_DATAERR of sysexits.h): never to be tried again; with anything else: tried again.
 */
final class Program implements Channel {

    private static final int NEVER = 65;
    private static final int WORDS = 300;
    private static final int KEPT = 4096;

    private final String name;
    private final CommandConfig config;

    Program(String name, CommandConfig config) {
        this.name = name;
        this.config = config;
    }

    @Override
    public String name() {
        return "command " + name;
    }

    @Override
    public Delivery send(Notice notice) {
        try {
            return carriedOut(notice);
        } catch (IOException e) {
            return Delivery.retry(config.command().get(0) + " could not be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Delivery.retry("Steward was ending");
        }
    }

    private Delivery carriedOut(Notice notice) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(config.command()).redirectErrorStream(true);
        // nothing of our own environment: it may hold secrets
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(java.util.Set.of("PATH", "HOME", "LANG", "TZ"));
        environment.put("STEWARD_KEY", notice.key());
        environment.put("STEWARD_KIND", notice.kind().toString());
        environment.put("STEWARD_SEVERITY", notice.severity().toString());
        environment.put("STEWARD_TITLE", notice.title());
        environment.put("STEWARD_LINK", notice.link().orElse(""));
        Process process = builder.start();
        Said said = new Said(process.getInputStream());
        try {
            told(process, notice);
            if (!process.waitFor(config.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                return Delivery.retry(
                        "it did not end within " + config.timeout().toSeconds() + " s");
            }
            return judged(process.exitValue(), said.text());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /* A notice fits into a pipe; a program that does not read it may end all the same. */
    private static void told(Process process, Notice notice) {
        Thread writer = new Thread(
                () -> {
                    try (OutputStream in = process.getOutputStream()) {
                        in.write(ChatPayloads.plain(notice));
                    } catch (IOException itDoesNotRead) {
                        process.isAlive();
                    }
                },
                "notice to a program");
        writer.setDaemon(true);
        writer.start();
    }

    private static Delivery judged(int exit, String words) {
        if (exit == 0) {
            return Delivery.delivered();
        }
        String told = "it ended with " + exit + (words.isEmpty() ? "" : ": " + words);
        return exit == NEVER ? Delivery.refused(told) : Delivery.retry(told);
    }

    @Override
    public String toString() {
        return name();
    }

    /** What it says, of which the beginning is kept and the rest read away. */
    private static final class Said {

        private final StringBuilder words = new StringBuilder();
        private final Thread reader;

        private Said(InputStream from) {
            reader = new Thread(() -> read(from), "a program's words");
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream from) {
            byte[] some = new byte[1024];
            try (from) {
                for (int count = from.read(some); count >= 0; count = from.read(some)) {
                    synchronized (words) {
                        if (words.length() < KEPT) {
                            words.append(new String(some, 0, count, StandardCharsets.UTF_8));
                        }
                    }
                }
            } catch (IOException e) {
                synchronized (words) {
                    words.append(' ').append(e.getMessage());
                }
            }
        }

        private String text() throws InterruptedException {
            reader.join(500);
            synchronized (words) {
                String line = words.toString().replaceAll("\\s+", " ").strip();
                return line.length() <= WORDS ? line : line.substring(0, WORDS) + "…";
            }
        }
    }
}
