package dev.steward.runner.lab.text;

import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.file.RegularFile;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Inputs;
import dev.steward.runner.lab.process.Program;
import dev.steward.runner.lab.process.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** sed. */
final class Sed implements Program {

    @Override
    public int run(Call call) {
        Call plain = new Call(
                call.proc(),
                call.name(),
                call.arguments().stream()
                        .map(word -> word.matches("-i.+") || word.matches("-[nErsuz]+i.+") ? "-i" : word)
                        .toList());
        Arguments options = Arguments.of(
                plain, "nErsuzi", "ef", "quiet=n silent=n regexp-extended=E expression=e file=f in-place=i separate=s");
        List<String> rest = new ArrayList<>(options.rest());
        StringBuilder script = new StringBuilder(String.join("\n", options.values("e")));
        for (String file : options.values("f")) {
            script.append(script.isEmpty() ? "" : "\n").append(Inputs.text(call, file));
        }
        if (!options.has("e") && !options.has("f")) {
            if (rest.isEmpty()) {
                throw new UsageException(1, "Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...");
            }
            script.append(rest.remove(0));
        }
        boolean extended = options.has("E") || options.has("r");
        List<SedCommand> commands = new SedParser(script.toString(), extended).commands();
        boolean quiet = options.has("n") || script.toString().startsWith("#n\n");
        if (options.has("i")) {
            return inPlace(call, commands, quiet, rest);
        }
        return stream(call, commands, quiet, rest.isEmpty() ? List.of("-") : rest);
    }

    private static int stream(Call call, List<SedCommand> commands, boolean quiet, List<String> files) {
        StringBuilder all = new StringBuilder();
        int[] status = {0};
        List<String> lines = new ArrayList<>();
        boolean[] complete = {true};
        status[0] = Inputs.each(call, files, (name, input) -> {
            for (String line = input.line(); line != null; line = input.line()) {
                lines.add(line);
                complete[0] = input.complete();
            }
        });
        SedRun run = new SedRun(call.proc(), commands, quiet, all);
        int code = run.over(lines, complete[0]);
        call.out().print(all);
        return code != 0 ? code : status[0] != 0 ? 2 : 0;
    }

    private static int inPlace(Call call, List<SedCommand> commands, boolean quiet, List<String> files) {
        int status = 0;
        for (String name : files) {
            try {
                String text = Inputs.text(call, name);
                StringBuilder all = new StringBuilder();
                boolean complete = text.endsWith("\n") || text.isEmpty();
                List<String> lines = text.isEmpty()
                        ? List.of()
                        : Arrays.asList((complete ? text.substring(0, text.length() - 1) : text).split("\n", -1));
                new SedRun(call.proc(), commands, quiet, all).over(lines, complete);
                RegularFile file = call.machine().files().create(call.proc().who(), name, 0644, false);
                file.bytes(all.toString().getBytes(StandardCharsets.ISO_8859_1));
                file.touched(
                        file.accessed(), call.machine().now(), call.machine().now());
            } catch (FileException e) {
                call.fail(4, "can't read " + name + ": " + e.errno().text());
                status = 4;
            }
        }
        return status;
    }
}
