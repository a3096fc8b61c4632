package dev.steward.runner.module.file;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Sensitive;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.script.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code copy}: one file, as it is. */
@ModuleInfo(
        name = "copy",
        doc = "Writes a local file, or the given content, to a file on the host.",
        check = ModuleInfo.CheckMode.SIMULATES,
        returns = {
            @Returns(name = "dest", type = Type.TEXT, doc = "The file written."),
            @Returns(name = "checksum", type = Type.TEXT, doc = "SHA-256 of its content."),
            @Returns(name = "backup", type = Type.TEXT, doc = "Where the old content is kept; empty where it is not.")
        })
public final class Copy implements TaskModule<Copy.Args> {

    /** What it takes. */
    public record Args(
            @Doc("An absolute path on the host; one that ends with '/' takes src's name. A link there is kept.")
                    String dest,
            @Doc("A local file; a relative path begins at the playbook's 'files' folder or its own.")
                    Optional<String> src,
            @Doc("The content itself, as it is; it may be a secret.") Optional<Sensitive> content,
            @Doc("Octal text as '0644'; left out: an existing file keeps its own, a new one has 0644 (a secret 0600).")
                    Optional<String> mode,
            @Doc("The user it belongs to; left out: an existing file keeps its own.") Optional<String> owner,
            @Doc("The group it belongs to; left out: an existing file keeps its own.") Optional<String> group,
            @Doc("A command line that must accept the new file, %s, before it takes its place.")
                    Optional<String> validate,
            @Doc("Keep the old content beside it, with the time in its name.") boolean backup) {}

    private final FileWriter writer = new FileWriter();

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        if (args.src().isPresent() == args.content().isPresent()) {
            return Outcome.failed("copy takes either 'src' or 'content'");
        }
        if (args.content().isPresent() && args.dest().endsWith("/")) {
            return Outcome.failed("'dest' names a file where 'content' is given");
        }
        byte[] content;
        String dest = args.dest();
        boolean secret = args.content().filter(Sensitive::hidden).isPresent();
        try {
            if (args.src().isPresent()) {
                content = Source.read(target.folder(), "files", args.src().get());
                dest = Source.into(dest, args.src().get());
            } else {
                content = args.content().get().secret().reveal().getBytes(StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            return Outcome.failed(e.getMessage());
        }
        FileWriter.How how =
                new FileWriter.How(args.mode(), args.owner(), args.group(), args.validate(), args.backup());
        return writer.write(new FileWriter.Wanted(dest, content, secret, how, Optional.empty()), target);
    }
}
