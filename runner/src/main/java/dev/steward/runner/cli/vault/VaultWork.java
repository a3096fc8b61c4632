package dev.steward.runner.cli.vault;

import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.secret.AnsibleVault.VaultException;
import dev.steward.runner.vault.VaultFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The same done to several files: all of it is worked out before the first file is changed. */
final class VaultWork {

    private static final String DASH = "-";

    private final Bench bench;
    private final InputStream in;
    private final List<String> names;
    private final String output;

    /**
     * Work.
     *
     * @param output where the results go; null: each to where it came from
     */
    VaultWork(Bench bench, InputStream in, List<String> names, String output) {
        this.bench = bench;
        this.in = in;
        this.names = names;
        this.output = output;
    }

    /** What becomes of a content. */
    @FunctionalInterface
    interface Making {

        byte[] of(byte[] content) throws VaultException;
    }

    /** Whose result goes where. */
    private record Result(String name, String to, byte[] content) {}

    /**
     * Does it.
     *
     * @param done what is said of a file that was changed
     * @param shred whether what was in the files is a secret
     */
    int each(String done, boolean shred, Making making) throws Refusal {
        if (names.size() > 1 && output != null && !output.equals(DASH)) {
            throw new Refusal(Exit.OPTIONS, List.of("--output takes the result of one FILE, and here are several."));
        }
        List<Result> results = new ArrayList<>();
        for (String name : names) {
            try {
                byte[] content =
                        name.equals(DASH) ? in.readAllBytes() : file(name).read();
                results.add(new Result(name, output == null ? name : output, making.of(content)));
            } catch (VaultException e) {
                throw refusal(name, e);
            } catch (IOException e) {
                throw refusal(name, new VaultException("cannot be read: " + e.getMessage()));
            }
        }
        for (Result result : results) {
            write(result, done, shred && output == null);
        }
        return Exit.OK;
    }

    private void write(Result result, String done, boolean shred) throws Refusal {
        if (result.to().equals(DASH)) {
            bench.screen().out().write(result.content(), 0, result.content().length);
            bench.screen().out().flush();
            return;
        }
        try {
            VaultFile file = file(result.to());
            file.replace(result.content(), shred);
            bench.screen().err().println(result.to() + ": " + done);
            if (!VaultFile.isClosed(result.content()) && done.equals("open") && file.isOpenToAll()) {
                bench.screen().err().println(result.to() + ": everybody on this machine can read it now (chmod o-r)");
            }
        } catch (VaultException e) {
            throw refusal(result.to(), e);
        }
    }

    private VaultFile file(String name) {
        return new VaultFile(bench.folder().resolve(name));
    }

    static Refusal refusal(String name, VaultException why) {
        String what = why.getMessage();
        String about = name.equals(DASH) ? "Standard input" : name;
        boolean sentence = what.startsWith("is ")
                || what.startsWith("does ")
                || what.startsWith("may ")
                || what.startsWith("cannot ")
                || what.startsWith("would ");
        return new Refusal(
                Exit.ERROR, List.of(about + (sentence ? " " : ": ") + what + ". Nothing was changed in it."));
    }
}
