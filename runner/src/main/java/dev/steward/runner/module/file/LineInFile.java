package dev.steward.runner.module.file;

import dev.steward.dsl.catalog.Param;
import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.Form;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** {@code lineInFile}: reads the file, edits it here, and writes it back only where it differs and nobody else wrote. */
@ModuleInfo(
        name = "lineInFile",
        doc =
                "Makes sure that a text file has a line, or has none that matches a pattern (Java's regular expressions).",
        check = ModuleInfo.CheckMode.SIMULATES,
        returns = {
            @Returns(name = "dest", type = Type.TEXT, doc = "The file."),
            @Returns(name = "checksum", type = Type.TEXT, doc = "SHA-256 of its content."),
            @Returns(name = "backup", type = Type.TEXT, doc = "Where the old content is kept; empty where it is not.")
        })
public final class LineInFile implements TaskModule<LineInFile.Args> {

    /** What it takes. */
    public record Args(
            @Positional @Doc("An absolute path on the host.") @Form(Param.Form.ABSOLUTE_PATH) String path,
            @Doc("The line, without its end.") Optional<String> line,
            @Doc("The last line that this matches is replaced; with state absent, all that it matches go.")
                    Optional<String> regexp,
            @Doc("present (unless said) or absent.") Optional<State> state,
            @Doc("Where a new line goes: after the last line that this matches; else to the end.")
                    Optional<String> insertAfter,
            @Doc("Where a new line goes: before the last line that this matches; 'BOF' is the beginning.")
                    Optional<String> insertBefore,
            @Doc("Make the file where there is none.") boolean create,
            @Doc("Octal text as '0644'; left out: it is kept.") @Form(Param.Form.MODE) Optional<String> mode,
            @Doc("The user it belongs to; left out: it is kept.") Optional<String> owner,
            @Doc("The group it belongs to; left out: it is kept.") Optional<String> group,
            @Doc("A command line that must accept the new file, %s, before it takes its place.")
                    Optional<String> validate,
            @Doc("Keep the old content beside it, with the time in its name.") boolean backup) {}

    /** Whether the line shall be there. */
    public enum State {
        PRESENT,
        ABSENT
    }

    private final Script script = Script.named("read");
    private final FileWriter writer = new FileWriter();

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        boolean absent = args.state().orElse(State.PRESENT) == State.ABSENT;
        Optional<Outcome> refused = refused(args, absent);
        if (refused.isPresent()) {
            return refused.get();
        }
        Answer answer = script.ask(target, args.path());
        if (answer.failure().isPresent()) {
            return Outcome.failed(answer.failure().get());
        }
        boolean exists = answer.flag("exists");
        if (!exists && absent) {
            return Outcome.ok(args.path() + " does not exist");
        }
        if (!exists && !args.create()) {
            return Outcome.failed("no file '" + args.path() + "'; say create: true to make it");
        }
        byte[] before = answer.raw("content").orElse(new byte[0]);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(before))
                    .toString();
            String after = absent ? Lines.without(text, args) : Lines.with(text, args);
            String expect = exists ? FileWriter.sha256(before) : "none";
            return write(args, after, expect, target);
        } catch (CharacterCodingException e) {
            return Outcome.failed("'" + args.path() + "' is no UTF-8 text");
        } catch (PatternSyntaxException e) {
            return Outcome.failed("'" + e.getPattern() + "' is no regular expression: " + e.getDescription());
        }
    }

    private Outcome write(Args args, String after, String expect, Target target)
            throws ConnectionException, InterruptedException {
        FileWriter.How how =
                new FileWriter.How(args.mode(), args.owner(), args.group(), args.validate(), args.backup());
        byte[] content = after.getBytes(StandardCharsets.UTF_8);
        boolean bare =
                args.mode().isEmpty() && args.owner().isEmpty() && args.group().isEmpty();
        if (bare && FileWriter.sha256(content).equals(expect)) {
            return Outcome.ok(args.path() + " is as it should be")
                    .with("dest", args.path())
                    .with("checksum", expect)
                    .with("backup", "");
        }
        return writer.write(new FileWriter.Wanted(args.path(), content, false, how, Optional.of(expect)), target);
    }

    private static Optional<Outcome> refused(Args args, boolean absent) {
        if (!args.path().startsWith("/")) {
            return Optional.of(Outcome.failed("'path' of 'lineInFile' is absolute, not '" + args.path() + "'"));
        }
        if (!absent && args.line().isEmpty()) {
            return Optional.of(Outcome.failed("'line' of 'lineInFile' is missing"));
        }
        if (absent && args.line().isEmpty() && args.regexp().isEmpty()) {
            return Optional.of(Outcome.failed("lineInFile with state absent takes 'line' or 'regexp'"));
        }
        if (args.line().filter(line -> line.contains("\n")).isPresent()) {
            return Optional.of(Outcome.failed("'line' of 'lineInFile' is one line; use copy or template for more"));
        }
        return Optional.empty();
    }
}
