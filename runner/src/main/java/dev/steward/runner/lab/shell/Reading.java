package dev.steward.runner.lab.shell;

import dev.steward.runner.lab.process.Budget;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.UsageException;
import java.util.ArrayList;
import java.util.List;

/** read: a line from standard input, byte by byte, so that the rest stays for others. */
final class Reading {

    private Reading() {}

    static int read(Shell shell, Call call) {
        List<String> names = new ArrayList<>(call.arguments());
        boolean raw = false;
        while (!names.isEmpty() && names.get(0).startsWith("-")) {
            String option = names.remove(0);
            if (option.equals("-p") && !names.isEmpty()) {
                call.say(0, names.remove(0));
            } else if (option.equals("-r")) {
                raw = true;
            } else if (!option.equals("--")) {
                throw new UsageException(2, "read: Illegal option " + option);
            }
        }
        if (names.isEmpty()) {
            throw new UsageException(2, "read: arg count");
        }
        Fields fields = new Fields();
        boolean whole = line(shell, call, fields, raw);
        assign(shell, names, fields);
        return whole ? 0 : 1;
    }

    private static boolean line(Shell shell, Call call, Fields fields, boolean raw) {
        byte[] one = new byte[1];
        StringBuilder plain = new StringBuilder();
        boolean whole = false;
        int length = 0;
        while (call.input().read(shell.proc(), one, 0, 1) > 0 && ++length < Budget.TEXT) {
            char c = (char) (one[0] & 255);
            if (c == '\\' && !raw) {
                fields.add(plain, Fields.EXPANDED);
                plain.setLength(0);
                if (call.input().read(shell.proc(), one, 0, 1) < 1) {
                    break;
                }
                if (one[0] != '\n') {
                    fields.add(String.valueOf((char) (one[0] & 255)), Fields.QUOTED);
                }
            } else if (c == '\n') {
                whole = true;
                break;
            } else if (c != 0) {
                plain.append(c);
            }
        }
        fields.add(plain, Fields.EXPANDED);
        return whole;
    }

    private static void assign(Shell shell, List<String> names, Fields fields) {
        String ifs = shell.variables().get("IFS", " \t\n");
        Fields.Field rest = fields.whole();
        for (int i = 0; i < names.size(); i++) {
            boolean last = i == names.size() - 1;
            rest = skipBlanks(rest, ifs);
            int end = last ? lastEnd(rest, ifs) : firstEnd(rest, ifs);
            shell.variables().set(names.get(i), rest.text().substring(0, end));
            rest = after(rest, end, ifs);
        }
    }

    private static boolean separates(Fields.Field field, int at, String ifs) {
        return at < field.text().length()
                && field.kinds().charAt(at) == Fields.EXPANDED
                && ifs.indexOf(field.text().charAt(at)) >= 0;
    }

    private static boolean blank(Fields.Field field, int at, String ifs) {
        return separates(field, at, ifs) && " \t\n".indexOf(field.text().charAt(at)) >= 0;
    }

    private static Fields.Field from(Fields.Field field, int at) {
        return new Fields.Field(field.text().substring(at), field.kinds().substring(at));
    }

    private static Fields.Field skipBlanks(Fields.Field field, String ifs) {
        int at = 0;
        while (blank(field, at, ifs)) {
            at++;
        }
        return from(field, at);
    }

    private static int firstEnd(Fields.Field field, String ifs) {
        int at = 0;
        while (at < field.text().length() && !separates(field, at, ifs)) {
            at++;
        }
        return at;
    }

    /** The last name takes everything but blanks at the end; a single field loses its one separator too. */
    private static int lastEnd(Fields.Field field, String ifs) {
        int end = field.text().length();
        while (end > 0 && blank(field, end - 1, ifs)) {
            end--;
        }
        int first = firstEnd(field, ifs);
        if (first == end - 1 && separates(field, first, ifs)) {
            end = first;
        }
        return end;
    }

    private static Fields.Field after(Fields.Field field, int end, String ifs) {
        Fields.Field rest = skipBlanks(from(field, end), ifs);
        if (separates(rest, 0, ifs)) {
            return from(rest, 1);
        }
        return rest;
    }
}
