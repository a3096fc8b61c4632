package dev.steward.runner.module.system;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Positional;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import java.util.List;
import java.util.Optional;

/** {@code command}. */
@ModuleInfo(
        name = "command",
        doc = "Runs a program with its arguments; nothing in them means anything to a shell.",
        check = ModuleInfo.CheckMode.SKIPS,
        limited = true,
        returns = {
            @Returns(name = "rc", type = Type.INTEGER, doc = "The exit status."),
            @Returns(name = "stdout", type = Type.TEXT, doc = "Its output, at most the last MiB."),
            @Returns(name = "stderr", type = Type.TEXT, doc = "Its error output, at most the last MiB."),
            @Returns(name = "lines", type = Type.TEXTS, doc = "Its output by lines."),
            @Returns(name = "cut", type = Type.FLAG, doc = "Whether there was more output than is kept.")
        })
public final class RunCommand implements TaskModule<RunCommand.Args> {

    /** What it takes. */
    public record Args(
            @Positional @Doc("The program and its arguments, one text each.") List<String> argv,
            @Doc("The folder to run in.") Optional<String> chdir,
            @Doc("A path or shell pattern; where it exists the command is not run.") Optional<String> creates,
            @Doc("A path or shell pattern; where it does not exist the command is not run.") Optional<String> removes,
            @Doc("What it reads.") Optional<String> stdin) {}

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        if (args.argv().isEmpty()) {
            return Outcome.failed("command names no program");
        }
        return Processes.run(
                Command.argv(args.argv().toArray(String[]::new)),
                new Processes.How(args.chdir(), args.creates(), args.removes(), args.stdin()),
                target);
    }
}
