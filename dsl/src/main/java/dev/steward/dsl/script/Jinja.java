package dev.steward.dsl.script;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.groovy.ast.ASTNode;

/**
 * Warns of Ansible's {@code {{ name }}} in a text, which would reach the host as it is. A template of Go, as {@code docker ps
 * --format} takes it, begins with a dot or holds several words.
 */
final class Jinja {

    private static final Pattern USE =
            Pattern.compile("\\{\\{\\s*([A-Za-z_]\\w*)[\\w.\\[\\]'\"]*\\s*(\\|[^{}]*)?\\}\\}");

    private static final Set<String> OF_GO = Set.of("end", "else", "break", "continue", "now");

    private final Context context;

    Jinja(Context context) {
        this.context = context;
    }

    /** Looks at a text as typed; anything else is none. */
    void look(ASTNode at, Object value) {
        if (value instanceof String text && text.contains("{{")) {
            Matcher use = USE.matcher(text);
            if (use.find() && !OF_GO.contains(use.group(1))) {
                context.report()
                        .warning(
                                context.at(at),
                                use.group() + " is Ansible's way and stays as it is here",
                                "write " + own(use.group(1)) + " in a text with double quotes");
            }
        }
    }

    private static String own(String name) {
        return switch (name) {
            case "inventory_hostname" -> "${host.name}";
            case "item" -> "${item}";
            default -> name.startsWith("ansible_") ? "${host.facts.…}" : "${" + name + "} or ${host.vars." + name + "}";
        };
    }
}
