package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.file.Wildcard;
import dev.steward.runner.lab.shell.Fields.Field;
import dev.steward.runner.lab.syntax.Syntax.Arithmetic;
import dev.steward.runner.lab.syntax.Syntax.Parameter;
import dev.steward.runner.lab.syntax.Syntax.Part;
import dev.steward.runner.lab.syntax.Syntax.Quoted;
import dev.steward.runner.lab.syntax.Syntax.Substitution;
import dev.steward.runner.lab.syntax.Syntax.Text;
import dev.steward.runner.lab.syntax.Syntax.Word;
import java.util.ArrayList;
import java.util.List;

/** Turns words into the texts they mean (POSIX XCU 2.6). */
final class Expander {

    private final Shell shell;
    private final Globber globber;

    Expander(Shell shell) {
        this.shell = shell;
        this.globber = new Globber(shell.proc());
    }

    /** The fields of words: split and with patterns replaced by the paths they match. */
    List<String> fields(List<Word> words) {
        List<String> all = new ArrayList<>();
        for (Word word : words) {
            Fields fields = new Fields();
            parts(tilde(word, false), fields, Fields.LITERAL);
            for (Field field : fields.split(ifs())) {
                if (shell.option('f')) {
                    all.add(field.text());
                } else {
                    globber.add(field.pattern(), field.text(), all);
                }
            }
        }
        return all;
    }

    /** A word as one text, neither split nor matched. */
    String text(Word word) {
        return whole(word).text();
    }

    /** The value of an assignment. */
    String value(Word word) {
        Fields fields = new Fields();
        parts(tilde(word, true), fields, Fields.LITERAL);
        return fields.whole().text();
    }

    /** A word as a pattern. */
    String pattern(Word word) {
        return whole(word).pattern();
    }

    private Field whole(Word word) {
        Fields fields = new Fields();
        parts(tilde(word, false), fields, Fields.LITERAL);
        return fields.whole();
    }

    private String ifs() {
        return shell.variables().get("IFS", " \t\n");
    }

    private List<Part> tilde(Word word, boolean assignment) {
        if (word.parts().isEmpty()
                || !(word.parts().get(0) instanceof Text text)
                || text.quoted()
                || (!text.text().startsWith("~") && !(assignment && text.text().contains(":~")))) {
            return word.parts();
        }
        List<Part> parts = new ArrayList<>(word.parts());
        StringBuilder done = new StringBuilder();
        String[] pieces = assignment ? text.text().split(":", -1) : new String[] {text.text()};
        for (int i = 0; i < pieces.length; i++) {
            boolean open = i == pieces.length - 1 && parts.size() > 1;
            done.append(i == 0 ? "" : ":").append(home(pieces[i], open));
        }
        parts.set(0, new Text(done.toString(), true));
        return parts;
    }

    private String home(String text, boolean open) {
        int slash = text.indexOf('/');
        String user = slash < 0 ? text : text.substring(0, slash);
        if (!user.startsWith("~") || (slash < 0 && open)) {
            return text;
        }
        String home = user.equals("~") ? shell.variables().get("HOME") : shell.home(user.substring(1));
        return home == null ? text : home + text.substring(user.length());
    }

    private void parts(List<Part> parts, Fields fields, char literal) {
        for (Part part : parts) {
            part(part, fields, literal);
        }
    }

    private void part(Part part, Fields fields, char literal) {
        boolean quoted = literal == Fields.QUOTED;
        char expanded = quoted ? Fields.QUOTED : Fields.EXPANDED;
        if (part instanceof Text text) {
            fields.add(text.text(), text.quoted() ? Fields.QUOTED : literal);
            if (text.quoted() && text.text().isEmpty()) {
                fields.keep();
            }
        } else if (part instanceof Quoted inner) {
            if (!onlyNoParameters(inner)) {
                fields.keep();
            }
            parts(inner.parts(), fields, Fields.QUOTED);
        } else if (part instanceof Parameter parameter) {
            parameter(parameter, fields, quoted);
        } else if (part instanceof Substitution substitution) {
            fields.add(shell.interpreter().substitute(substitution.command()), expanded);
        } else if (part instanceof Arithmetic arithmetic) {
            long value = new Arith(shell, text(arithmetic.expression())).value();
            fields.add(Long.toString(value), expanded);
        }
    }

    private boolean onlyNoParameters(Quoted quoted) {
        return shell.parameters().isEmpty()
                && quoted.parts().size() == 1
                && quoted.parts().get(0) instanceof Parameter p
                && p.name().equals("@")
                && p.operator().isEmpty();
    }

    private void parameter(Parameter p, Fields fields, boolean quoted) {
        char kind = quoted ? Fields.QUOTED : Fields.EXPANDED;
        String value = p.operator().equals("bad") ? null : shell.value(p.name());
        switch (p.operator()) {
            case "bad" -> throw new ShellException("Bad substitution");
            case "" -> plain(p.name(), value, fields, quoted);
            case "length" -> fields.add(Integer.toString(set(p.name(), value).length()), kind);
            case "#", "##", "%", "%%" -> fields.add(trimmed(p, set(p.name(), value)), kind);
            default -> conditional(p, value, fields, quoted);
        }
    }

    private void conditional(Parameter p, String value, Fields fields, boolean quoted) {
        char operator = p.operator().charAt(p.operator().length() - 1);
        boolean list = p.name().equals("@") || p.name().equals("*");
        boolean there = list ? !shell.parameters().isEmpty() : value != null;
        there = there && (p.operator().length() == 1 || !value.isEmpty());
        if (operator == '+' ? there : !there && operator == '-') {
            parts(tilde(p.argument(), false), fields, quoted ? Fields.QUOTED : Fields.EXPANDED);
        } else if (there && operator != '+') {
            plain(p.name(), value, fields, quoted);
        } else if (operator == '=') {
            String assigned = text(p.argument());
            shell.variables().set(p.name(), assigned);
            fields.add(assigned, quoted ? Fields.QUOTED : Fields.EXPANDED);
        } else if (operator == '?') {
            String message = text(p.argument());
            throw new ShellException(p.name() + ": "
                    + (message.isEmpty()
                            ? "parameter not set" + (p.operator().length() == 2 ? " or null" : "")
                            : message));
        }
    }

    private String set(String name, String value) {
        if (value == null && shell.option('u')) {
            throw new ShellException(name + ": parameter not set");
        }
        return value == null ? "" : value;
    }

    private void plain(String name, String value, Fields fields, boolean quoted) {
        boolean list = name.equals("@") || (name.equals("*") && !quoted);
        if (!list) {
            fields.add(set(name, value), quoted ? Fields.QUOTED : Fields.EXPANDED);
            return;
        }
        List<String> parameters = shell.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            if (i > 0) {
                fields.separate();
            }
            if (quoted) {
                fields.keep();
            }
            fields.add(parameters.get(i), quoted ? Fields.QUOTED : Fields.EXPANDED);
        }
    }

    private String trimmed(Parameter p, String value) {
        Wildcard wildcard = new Wildcard(pattern(p.argument()));
        boolean front = p.operator().charAt(0) == '#';
        boolean longest = p.operator().length() == 2;
        for (int i = 0; i <= value.length(); i++) {
            shell.proc().step();
            int cut = longest == front ? value.length() - i : i;
            if (!front) {
                cut = longest ? i : value.length() - i;
            }
            if (wildcard.matches(front ? value.substring(0, cut) : value.substring(cut))) {
                return front ? value.substring(cut) : value.substring(0, cut);
            }
        }
        return value;
    }
}
