package dev.steward.runner.convert.module;

import dev.steward.runner.convert.jinja.Template;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.jinja.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Templates of Jinja, which are written out. */
final class Templates {

    /** What is written for it unless ansible.cfg says otherwise. */
    private static final String MANAGED = "Ansible managed";

    private static final Pattern NAMED = Pattern.compile("\\{\\{\\s*ansible_managed\\s*\\}\\}");
    private static final Pattern COMMENTED = Pattern.compile("\\{\\{\\s*ansible_managed\\s*\\|\\s*comment\\s*\\}\\}");
    private static final Pattern REMARK = Pattern.compile("(?s)\\{#(?!-).*?(?<!-)#\\}\\n?");

    private Templates() {}

    /** The text of one, without its remarks, which take their line's end along. */
    static String read(Path file) throws Unconvertible {
        try {
            String text = REMARK.matcher(Files.readString(file)).replaceAll("");
            return NAMED.matcher(COMMENTED.matcher(text).replaceAll("#\n# " + MANAGED + "\n#"))
                    .replaceAll(MANAGED);
        } catch (IOException e) {
            throw new Unconvertible("the template '" + file.getFileName() + "' cannot be read");
        }
    }

    /**
     * The text as a playbook writes it.
     *
     * @throws Unconvertible where something in it has no counterpart
     */
    static String content(String text, Values values) throws Unconvertible {
        if (text.indexOf('\r') >= 0 || text.contains("{#") || text.startsWith("#jinja2:")) {
            throw new Unconvertible(
                    "a template with lines of Windows, remarks that take blanks along, or '#jinja2:' has"
                            + " no counterpart here");
        }
        return Template.content(text, values.ofFile());
    }

    /**
     * A text of a playbook that holds statements; it is read there as a template is, but for backslashes.
     *
     * @throws Unconvertible where something in it has no counterpart
     */
    static String inline(String text, Values values) throws Unconvertible {
        if (text.contains("{#")) {
            throw new Unconvertible("a remark of Jinja in a text has no counterpart here");
        }
        return Template.content(text, values);
    }
}
