package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.process.Call;
import java.util.List;

/** set, shift, unset, export, readonly, local. */
final class VariableBuiltins {

    private VariableBuiltins() {}

    static int mark(Shell shell, Call call, boolean export) {
        List<String> words =
                call.arguments().stream().filter(word -> !word.equals("-p")).toList();
        if (words.isEmpty()) {
            shell.variables().sorted().forEach((name, variable) -> {
                if (export ? variable.exported() : variable.fixed()) {
                    String value = variable.value() == null ? "" : "=" + quoted(variable.value());
                    call.out().line(call.name() + " " + name + value);
                }
            });
        }
        for (String word : words) {
            int equal = word.indexOf('=');
            String name = equal < 0 ? word : word.substring(0, equal);
            needName(call, name);
            if (equal >= 0) {
                shell.variables().set(name, word.substring(equal + 1));
            }
            if (export) {
                shell.variables().export(name);
            } else {
                shell.variables().fix(name);
            }
        }
        return 0;
    }

    private static void needName(Call call, String name) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new ShellException(call.name() + ": " + name + ": bad variable name");
        }
    }

    static String quoted(String value) {
        return "'" + value.replace("'", "'\"'\"'") + "'";
    }

    static int local(Shell shell, Call call) {
        for (String word : call.arguments()) {
            int equal = word.indexOf('=');
            String name = equal < 0 ? word : word.substring(0, equal);
            needName(call, name);
            shell.variables().local(name);
            if (equal >= 0) {
                shell.variables().set(name, word.substring(equal + 1));
            }
        }
        return 0;
    }

    static int unset(Shell shell, Call call) {
        boolean functions = false;
        for (String word : call.arguments()) {
            if (word.equals("-f") || word.equals("-v")) {
                functions = word.equals("-f");
            } else if (functions) {
                shell.functions().remove(word);
            } else {
                needName(call, word);
                shell.variables().unset(word);
            }
        }
        return 0;
    }

    static int shift(Shell shell, Call call) {
        int count = call.arguments().isEmpty()
                ? 1
                : Builtins.number(call, call.arguments().get(0));
        if (count > shell.parameters().size()) {
            throw new ShellException("shift: can't shift that many");
        }
        shell.parameters(shell.parameters().subList(count, shell.parameters().size()));
        return 0;
    }

    static int set(Shell shell, Call call) {
        List<String> words = call.arguments();
        if (words.isEmpty()) {
            shell.variables().sorted().forEach((name, variable) -> {
                if (variable.value() != null) {
                    call.out().line(name + "=" + quoted(variable.value()));
                }
            });
            return 0;
        }
        int at = 0;
        while (at < words.size()
                && words.get(at).matches("[-+].+")
                && !words.get(at).equals("--")) {
            boolean on = words.get(at).charAt(0) == '-';
            for (char letter : words.get(at).substring(1).toCharArray()) {
                if (letter == 'o') {
                    at++;
                    if (at < words.size()) {
                        Main.longOption(shell, words.get(at), on);
                    }
                } else {
                    Main.option(shell, letter, on);
                }
            }
            at++;
        }
        if (at < words.size()) {
            boolean dashes = words.get(at).equals("--");
            shell.parameters(words.subList(dashes ? at + 1 : at, words.size()));
        }
        return 0;
    }
}
