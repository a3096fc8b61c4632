package dev.steward.runner.module.file;

import dev.steward.dsl.catalog.Param;
import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.Form;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.file.template.Rendered;
import dev.steward.runner.module.file.template.TemplateException;
import dev.steward.runner.module.file.template.TemplateText;
import dev.steward.runner.module.script.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** {@code template}. */
@ModuleInfo(
        name = "template",
        doc =
                "Renders a *.tpl template with the given vars, and nothing else, to a file on the host. It knows ${name.path}, "
                        + "${list.join(', ')}, ${x ?: 'default'}, <% for (t in list) { %> … <% } %> and <% if (x) { %> … <% } else { %> … <% } %>.",
        check = ModuleInfo.CheckMode.SIMULATES,
        returns = {
            @Returns(name = "dest", type = Type.TEXT, doc = "The file written."),
            @Returns(name = "checksum", type = Type.TEXT, doc = "SHA-256 of its content."),
            @Returns(name = "backup", type = Type.TEXT, doc = "Where the old content is kept; empty where it is not.")
        })
public final class Template implements TaskModule<Template.Args> {

    /** What it takes. */
    public record Args(
            @Doc("A local template; a relative path begins at the playbook's 'templates' folder or its own.")
                    String src,
            @Doc(
                            "An absolute path on the host; one that ends with '/' takes src's name without .tpl. A link there is kept.")
                    @Form(Param.Form.ABSOLUTE_PATH)
                    String dest,
            @Doc("All that the template sees.") Optional<Map<String, Object>> vars,
            @Doc(
                            "Octal text as '0644'; left out: an existing file keeps its own, a new one has 0644 (with a secret in it 0600).")
                    @Form(Param.Form.MODE)
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
        Rendered rendered;
        try {
            String text = new String(Source.read(target.folder(), "templates", args.src()), StandardCharsets.UTF_8);
            rendered = TemplateText.parse(args.src(), text).render(args.vars().orElse(Map.of()));
        } catch (IOException | TemplateException e) {
            return Outcome.failed(e.getMessage());
        }
        String dest = Source.into(args.dest(), args.src().replaceFirst("\\.tpl$", ""));
        FileWriter.How how =
                new FileWriter.How(args.mode(), args.owner(), args.group(), args.validate(), args.backup());
        byte[] content = rendered.text().getBytes(StandardCharsets.UTF_8);
        return writer.write(new FileWriter.Wanted(dest, content, rendered.secret(), how, Optional.empty()), target);
    }
}
