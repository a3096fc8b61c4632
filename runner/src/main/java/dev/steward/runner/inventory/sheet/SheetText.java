package dev.steward.runner.inventory.sheet;

/** A sheet for a terminal: a variable a line, and below it where it comes from and what it replaces. */
public final class SheetText {

    private SheetText() {}

    /** Lines, without the last line break. */
    public static String of(HostSheet sheet) {
        StringBuilder text = new StringBuilder(sheet.name());
        text.append(sheet.groups().isEmpty() ? ", in no group" : ", in " + String.join(", ", sheet.groups()));
        sheet.closed().forEach(problem -> text.append('\n').append(problem));
        for (Variable variable : sheet.variables()) {
            text.append("\n\n").append(variable.name()).append(": ");
            text.append(variable.counts().text()).append(line("from", variable, variable.counts()));
            variable.replaced().forEach(word -> text.append(line("not", variable, word))
                    .append(": ")
                    .append(word.text()));
        }
        return text.toString();
    }

    private static String line(String lead, Variable variable, Variable.Word word) {
        String as = word.name().equals(variable.name()) ? "" : ", as " + word.name();
        String why = word.hidden().map(reason -> ", masked: " + reason).orElse("");
        return "\n  " + lead + " " + word.scope().words() + ", " + word.at().words() + as + why;
    }
}
