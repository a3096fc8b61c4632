package dev.steward.runner.connection.shell;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.RemoteFile;
import dev.steward.runner.connection.Result;
import dev.steward.runner.connection.RunAs;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Reads and writes files over wires, with nothing but sh and its usual companions on the host. */
final class Files {

    /*
     * The new content lies beside the old one until it is whole: mv within a folder is one rename. An existing file's
     * owner and mode are taken over before the content becomes readable under its name.
     */
    private static final String PUT = "[ -d \"$1\" ]&&{ echo \"it is a folder\" >&2;exit 1;}\n"
            + "umask 077;f=$1;[ -L \"$f\" ]&&f=$(readlink -f \"$f\")\n"
            + "d=${f%/*};t=$(mktemp \"$d/.steward.XXXXXX\")||exit\n"
            + "trap 'rm -f \"$t\"' EXIT;trap 'exit 1' HUP INT TERM\n"
            + "cat >\"$t\"||exit\n"
            + "m=$2;o=$3;if [ -f \"$f\" ];then [ \"$m\" ]||m=$(stat -c %a \"$f\");[ \"$o\" ]||o=$(stat -c %u:%g \"$f\");fi\n"
            + "if [ \"$o\" ]&&[ \"$o\" != \"$(stat -c %u:%g \"$t\")\" ];then chown \"$o\" \"$t\"||exit;fi\n"
            + "chmod \"${m:-0600}\" \"$t\"&&mv -f \"$t\" \"$f\"";

    private static final String GET = "exec cat <\"$1\"";

    private final Wire.Source source;
    private final Time time;
    private final Executor senders;

    Files(Wire.Source source, Time time, Executor senders) {
        this.source = source;
        this.time = time;
        this.senders = senders;
    }

    void put(InputStream content, RemoteFile file) throws ConnectionException, IOException, InterruptedException {
        Command command = Command.script(
                        PUT, file.path(), file.mode().orElse(""), file.owner().orElse(""))
                .as(file.as());
        run(new Job(command, Optional.of(content), Optional.empty(), Output.NONE), "write " + file.path());
    }

    void get(String path, RunAs as, OutputStream target) throws ConnectionException, IOException, InterruptedException {
        Command command = Command.script(GET, path).as(as);
        run(new Job(command, Optional.empty(), Optional.of(target), Output.NONE), "read " + path);
    }

    private void run(Job job, String what) throws ConnectionException, IOException, InterruptedException {
        Result result = new Exchange(job, source, time, senders).run();
        if (!result.good()) {
            String why = result.err().strip().replaceAll("\\s*\n\\s*", "; ");
            throw new ConnectionException(
                    Kind.REFUSED,
                    source.route() + ": cannot " + what + " (" + (why.isEmpty() ? "exit status " + result.exit() : why)
                            + ")",
                    null);
        }
    }
}
