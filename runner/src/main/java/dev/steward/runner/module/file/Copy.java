package dev.steward.runner.module.file;

import dev.steward.dsl.catalog.Param;
import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.Form;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Sensitive;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.script.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** {@code copy}: a file or a folder, as it is. */
@ModuleInfo(
        name = "copy",
        doc = "Writes a local file, or the given content, to a file on the host; or a local folder to a folder there.",
        check = ModuleInfo.CheckMode.SIMULATES,
        returns = {
            @Returns(name = "dest", type = Type.TEXT, doc = "The file or folder written."),
            @Returns(name = "checksum", type = Type.TEXT, doc = "SHA-256 of its content; empty for a folder."),
            @Returns(name = "backup", type = Type.TEXT, doc = "Where the old content is kept; empty where it is not."),
            @Returns(name = "paths", type = Type.TEXTS, doc = "What was changed in the folder, below dest.")
        })
public final class Copy implements TaskModule<Copy.Args> {

    /** What it takes. */
    public record Args(
            @Doc("An absolute path on the host; one that ends with '/' takes src's name. A link there is kept.")
                    @Form(Param.Form.ABSOLUTE_PATH)
                    String dest,
            @Doc(
                            "A local file or folder; a relative path begins at the playbook's 'files' folder or its own. A folder goes into dest with its name; one that ends with '/' without.")
                    Optional<String> src,
            @Doc("The content itself, as it is; it may be a secret.") Optional<Sensitive> content,
            @Doc(
                            "Octal text as '0644', or 'preserve' for what src has; left out: an existing file keeps its own, a new one has 0644 (a secret 0600).")
                    @Form(Param.Form.MODE_OR_PRESERVE)
                    Optional<String> mode,
            @Doc("Octal text as '0755', for the folders that copying a folder makes; left out: 0755.")
                    @Form(Param.Form.MODE)
                    Optional<String> directoryMode,
            @Doc("The user it belongs to; left out: an existing file keeps its own.") Optional<String> owner,
            @Doc("The group it belongs to; left out: an existing file keeps its own.") Optional<String> group,
            @Doc("A command line that must accept the new file, %s, before it takes its place.")
                    Optional<String> validate,
            @Doc("Keep the old content beside it, with the time in its name.") boolean backup) {}

    private static final String PRESERVE = "preserve";

    private final FileWriter writer = new FileWriter();
    private final TreeWriter tree = new TreeWriter();

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
        Optional<Path> folder = args.src().flatMap(src -> Source.folder(target.folder(), "files", src));
        if (folder.isEmpty() && args.directoryMode().isPresent()) {
            return Outcome.failed("'directoryMode' is of the folders in a folder; src is none");
        }
        try {
            return folder.isPresent()
                    ? tree.write(tree(args, folder.get()), target)
                    : writer.write(file(args, target), target);
        } catch (IOException e) {
            return Outcome.failed(e.getMessage());
        }
    }

    private static FileWriter.Wanted file(Args args, Target target) throws IOException {
        if (args.src().isEmpty()) {
            Sensitive content = args.content().orElseThrow();
            byte[] bytes = content.secret().reveal().getBytes(StandardCharsets.UTF_8);
            return new FileWriter.Wanted(
                    args.dest(), bytes, content.hidden(), how(args, args.mode()), Optional.empty());
        }
        String src = args.src().get();
        byte[] bytes = Source.read(target.folder(), "files", src);
        Optional<String> mode = args.mode();
        if (mode.filter(PRESERVE::equals).isPresent()) {
            mode = Optional.of(Modes.octal(SourceTree.modeOf(Source.find(target.folder(), "files", src))));
        }
        return new FileWriter.Wanted(Source.into(args.dest(), src), bytes, false, how(args, mode), Optional.empty());
    }

    /** A folder's own name is part of where it goes, unless it is written with a slash at its end. */
    private static TreeWriter.Wanted tree(Args args, Path folder) throws IOException {
        String dest = args.dest().replaceFirst("(?<=.)/+$", "");
        boolean inside = args.src().orElseThrow().endsWith("/");
        boolean preserve = args.mode().filter(PRESERVE::equals).isPresent();
        return new TreeWriter.Wanted(
                inside ? dest : (dest.equals("/") ? "" : dest) + "/" + folder.getFileName(),
                SourceTree.of(folder),
                args.mode().filter(mode -> !preserve),
                preserve,
                args.directoryMode(),
                how(args, Optional.empty()));
    }

    private static FileWriter.How how(Args args, Optional<String> mode) {
        return new FileWriter.How(mode, args.owner(), args.group(), args.validate(), args.backup());
    }
}
