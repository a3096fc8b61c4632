package dev.steward.runner.app.backup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.steward.runner.app.EventLine;
import dev.steward.runner.app.Runner;
import dev.steward.runner.app.Version;
import dev.steward.runner.control.Ask;
import dev.steward.runner.control.Desk;
import dev.steward.runner.control.Reply;
import dev.steward.runner.store.account.Audit;
import dev.steward.runner.store.backup.BackupWriter;
import dev.steward.runner.store.backup.Manifest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Answers with a backup of what is kept here, and hands everything else to the desk behind it. The file goes through the answer to
 * whoever asks: a service may write in few folders, an operator in others.
 */
public final class BackupDesk implements Desk {

    /** A multiple of three, so that no piece ends with filling. */
    private static final int PIECE = 3 << 16;

    private final Desk behind;
    private final Runner runner;
    private final EventLine lines = new EventLine();

    private BackupDesk(Desk behind, Runner runner) {
        this.behind = behind;
        this.runner = runner;
    }

    /** Before another desk of a Steward. */
    public static Desk before(Desk behind, Runner runner) {
        return new BackupDesk(behind, runner);
    }

    @Override
    public void handle(Ask ask, Replies replies) throws IOException, InterruptedException {
        if (!(ask instanceof Ask.Backup backup)) {
            behind.handle(ask, replies);
            return;
        }
        Beside beside = Beside.of(
                runner.config(),
                Optional.ofNullable(backup.config()).map(Path::of),
                runner.store().folder());
        BackupWriter writer = new BackupWriter(
                runner.store().connections(), beside.kept(), Version.read().version());
        Manifest manifest;
        try (OutputStream out = new BufferedOutputStream(new Pieces(replies), PIECE)) {
            manifest = writer.write(out, runner.time().now());
        }
        runner.store().audit().note(new Audit.Change(backup.by(), "cli", "backup made", "", "", said(manifest)));
        replies.accept(new Reply.Data(lines.tree(new Made(
                runner.store().folder().toString(), manifest.files().size(), beside.left(), beside.fromGit()))));
        replies.accept(new Reply.Done());
    }

    private static String said(Manifest manifest) {
        return manifest.rows() + " rows of " + manifest.tables().size() + " tables, "
                + manifest.files().size() + " files";
    }

    /**
     * What is told after the file.
     *
     * @param of the state directory
     * @param files that are in it
     * @param left files that are not, each with what it is
     * @param fromGit whether playbooks and inventory come from a repository
     */
    public record Made(String of, int files, List<String> left, boolean fromGit) {}

    /** Each write is an answer. */
    private static final class Pieces extends OutputStream {

        private final Replies replies;

        Pieces(Replies replies) {
            this.replies = replies;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] some, int from, int count) throws IOException {
            byte[] piece = Arrays.copyOfRange(some, from, from + count);
            replies.accept(new Reply.Data(
                    JsonNodeFactory.instance.textNode(Base64.getEncoder().encodeToString(piece))));
        }
    }
}
