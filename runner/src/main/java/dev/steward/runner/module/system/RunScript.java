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
import dev.steward.runner.module.script.Script;
import dev.steward.runner.module.script.Source;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code script}: the local file is sent in the same round trip, run, and removed. */
@ModuleInfo(
        name = "script",
        doc = "Sends a local script to the host and runs it there under the interpreter of its first line.",
        check = ModuleInfo.CheckMode.SKIPS,
        limited = true,
        returns = {
            @Returns(name = "rc", type = Type.INTEGER, doc = "The exit status."),
            @Returns(name = "stdout", type = Type.TEXT, doc = "Its output, at most the last MiB."),
            @Returns(name = "stderr", type = Type.TEXT, doc = "Its error output, at most the last MiB."),
            @Returns(name = "lines", type = Type.TEXTS, doc = "Its output by lines."),
            @Returns(name = "cut", type = Type.FLAG, doc = "Whether there was more output than is kept.")
        })
public final class RunScript implements TaskModule<RunScript.Args> {

    /** What it takes. */
    public record Args(
            @Positional @Doc("The file; a relative path begins at the playbook's folder or its 'files' folder.")
                    String src,
            @Doc("The script's arguments.") Optional<List<String>> args,
            @Doc("The folder to run in.") Optional<String> chdir,
            @Doc("A path or shell pattern; where it exists the script is not run.") Optional<String> creates,
            @Doc("A path or shell pattern; where it does not exist the script is not run.") Optional<String> removes) {}

    private final String wrapper = Script.body("run-script");

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        byte[] program;
        try {
            program = Source.read(target.folder(), "files", args.src());
        } catch (IOException e) {
            return Outcome.failed(e.getMessage());
        }
        Command command = Command.script(wrapper, args.args().orElse(List.of()).toArray(String[]::new))
                .reading(program);
        return Processes.run(
                command, new Processes.How(args.chdir(), args.creates(), args.removes(), Optional.empty()), target);
    }
}
